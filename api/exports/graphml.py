"""GraphML: for networkx, igraph, yEd, Gephi, Cytoscape."""

from collections.abc import Iterable, Iterator, Mapping

from api.exports.attributes import (
    NODE,
    RELATIONSHIP,
    Attribute,
    attributes_of_node,
    attributes_of_relationship,
    key_of,
)
from api.exports.formats import Format
from api.exports.xml import Xml
from graph.export import Graph

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES: Mapping[str, str] = {"text": "string", "integer": "int", "number": "double", "boolean": "boolean"}


def writes(graph: Graph) -> Iterator[str]:
    """Nodes, then edges; the key of an attribute is ``node.NAME`` or ``edge.NAME``."""
    xml = Xml()
    with xml.inside("graphml", xmlns=NAMESPACE):
        _declare(xml, "node", NODE)
        _declare(xml, "edge", RELATIONSHIP)
        with xml.inside("graph", id="bankgraph", edgedefault="directed"):
            for node in graph.nodes():
                with xml.inside("node", id=str(node.key)):
                    _values(xml, "node", attributes_of_node(node))
                yield xml.taken()
            for line in graph.relationships():
                with xml.inside("edge", id=key_of(line), source=str(line.start), target=str(line.end)):
                    _values(xml, "edge", attributes_of_relationship(line))
                yield xml.taken()
    yield xml.taken()


def _declare(xml: Xml, of: str, attributes: Mapping[str, Attribute]) -> None:
    for one in attributes.values():
        xml.element(
            "key", **{"id": f"{of}.{one.name}", "for": of, "attr.name": one.name, "attr.type": _TYPES[one.type]}
        )


def _values(xml: Xml, of: str, values: Iterable[tuple[Attribute, str]]) -> None:
    for attribute, text in values:
        xml.element("data", text, key=f"{of}.{attribute.name}")


GRAPHML = Format(
    name="graphml", ending=".graphml", media_type="application/graphml+xml; charset=utf-8", writes=writes,
    about="GraphML, for networkx, igraph, yEd, Cytoscape",
)  # fmt: skip
