"""GEXF 1.3: for Gephi and networkx."""

from collections.abc import Iterable, Iterator, Mapping

from api.exports.attributes import (
    NODE,
    RELATIONSHIP,
    Attribute,
    attributes_of_node,
    attributes_of_relationship,
    key_of,
    name_of,
)
from api.exports.formats import Format
from api.exports.xml import Xml
from graph.elements import Relationship
from graph.export import Graph

NAMESPACE = "http://gexf.net/1.3"
_TYPES: Mapping[str, str] = {"text": "string", "integer": "integer", "number": "double", "boolean": "boolean"}


def writes(graph: Graph) -> Iterator[str]:
    """Nodes, then edges; ``kind`` lets Gephi keep several between two nodes apart."""
    xml = Xml()
    with xml.inside("gexf", xmlns=NAMESPACE, version="1.3"):
        with xml.inside("meta"):
            xml.element("creator", "bankgraph")
            xml.element("description", f"data version {graph.version}")
        with xml.inside("graph", defaultedgetype="directed", idtype="string", mode="static"):
            _declare(xml, "node", NODE)
            _declare(xml, "edge", RELATIONSHIP)
            with xml.inside("nodes"):
                for node in graph.nodes():
                    with xml.inside("node", id=str(node.key), label=name_of(node)):
                        _values(xml, attributes_of_node(node))
                    yield xml.taken()
            with xml.inside("edges"):
                for line in graph.relationships():
                    with xml.inside("edge", **_edge(line)):
                        _values(xml, attributes_of_relationship(line))
                    yield xml.taken()
    yield xml.taken()


def _edge(line: Relationship) -> dict[str, str]:
    """It weighs as many independent sources as stand behind it."""
    ends = {"source": str(line.start), "target": str(line.end)}
    weight = {"weight": str(line.properties["sources"])} if "sources" in line.properties else {}
    return {"id": key_of(line), **ends, "label": line.type, "kind": line.type, **weight}


def _declare(xml: Xml, of: str, attributes: Mapping[str, Attribute]) -> None:
    with xml.inside("attributes", **{"class": of}):
        for one in attributes.values():
            xml.element("attribute", id=one.name, title=one.name, type=_TYPES[one.type])


def _values(xml: Xml, values: Iterable[tuple[Attribute, str]]) -> None:
    with xml.inside("attvalues"):
        for attribute, text in values:
            xml.element("attvalue", **{"for": attribute.name, "value": text})


GEXF = Format(
    name="gexf", ending=".gexf", media_type="application/gexf+xml; charset=utf-8", writes=writes,
    about="GEXF 1.3, for Gephi and networkx",
)  # fmt: skip
