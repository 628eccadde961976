"""JSON-LD: linked data in the words of schema.org, PROV-O and SKOS."""

from collections.abc import Iterator
from typing import Any

import orjson

from api.exports.attributes import NODE, key_of, plain
from api.exports.formats import Format
from api.exports.json_text import array
from api.exports.vocabulary import CONTEXT, LINKS, PROPERTIES, THING, TYPES
from graph.elements import Key, Node, Relationship
from graph.export import Graph, labels_of
from graph.schema import ENTITIES, FACTS, SUMMARIES

Item = dict[str, Any]
_NAMES_OF_THINGS = {p.name for kind in (*ENTITIES, *FACTS) for p in kind.references}
_SUMMARIES = {declared.type for declared in SUMMARIES}
_AS_LINKS = _NAMES_OF_THINGS - {p.name for kind in (*ENTITIES, *FACTS) for p in kind.properties if not p.refers}


def writes(graph: Graph) -> Iterator[bytes]:
    """What each thing is, then what joins it; a relationship that facts support also says by which."""
    yield b'{"@context": ' + orjson.dumps(dict(CONTEXT)) + b',\n"@graph": '
    yield from array(_items(graph))
    yield b"}\n"


def _items(graph: Graph) -> Iterator[Item]:
    yield from map(_node, graph.nodes())
    for line in graph.relationships():
        yield from _links(line)
        if line.type in _SUMMARIES and "facts" in line.properties:
            yield _statement(line)


def _node(node: Node) -> Item:
    """What the node itself says; what it names stands in its relationships."""
    labels = labels_of(node)
    said: dict[str, list[Any]] = {}
    for name, value in plain(node.properties, NODE).items():
        if name not in _AS_LINKS:
            term, language = _term(node.key.label, name)
            for one in value if isinstance(value, list) else [value]:
                said.setdefault(term, []).append(_value(term, one, language))
    types = [*(f"bg:{label}" for label in labels), *(type_ for label in labels for type_ in TYPES.get(label, ()))]
    return {"@id": _iri(node.key), "@type": types, **said}


def _term(label: str, name: str) -> tuple[str, str]:
    """What a property is called, and the language of its texts where we know it."""
    base = name.removesuffix("_zh")
    term = PROPERTIES.get(f"{label}.{base}") or PROPERTIES.get(base)
    return term or f"bg:{base}", "zh" if base != name else ""


def _value(term: str, value: Any, language: str) -> Any:
    if term == PROPERTIES["year"]:
        return {"@value": str(value), "@type": "xsd:gYear"}
    return {"@value": value, "@language": language} if language else value


def _links(line: Relationship) -> Iterator[Item]:
    terms = LINKS.get(line.type, ())
    forth = [f"bg:{line.type}", *(term for term in terms if not term.startswith("^"))]
    back = [term.removeprefix("^") for term in terms if term.startswith("^")]
    start, end = {"@id": _iri(line.start)}, {"@id": _iri(line.end)}
    yield {**start, **dict.fromkeys(forth, end)}
    if back:
        yield {**end, **dict.fromkeys(back, start)}


def _statement(line: Relationship) -> Item:
    """The relationship as a thing of its own: which facts say so, how many independent sources, since when."""
    said = {f"bg:{name}": value for name, value in line.properties.items() if name != "facts" and value is not None}
    return {
        "@id": THING + key_of(line), "@type": ["rdf:Statement", "prov:Entity"],
        "rdf:subject": {"@id": _iri(line.start)}, "rdf:predicate": {"@id": f"bg:{line.type}"},
        "rdf:object": {"@id": _iri(line.end)},
        "prov:wasDerivedFrom": [{"@id": _iri(Key("Fact", id_))} for id_ in line.properties["facts"]],
        **said,
    }  # fmt: skip


def _iri(key: Key) -> str:
    return f"{THING}{key}"


JSON_LD = Format(
    name="json-ld", ending=".jsonld", media_type="application/ld+json", writes=writes,
    about="JSON-LD in the words of schema.org, PROV-O and SKOS",
)  # fmt: skip
