"""Attributes of nodes and relationships for formats that declare them: one type each, one text a value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from api.things import YEAR
from graph.declare import Property
from graph.elements import Node, Relationship
from graph.export import labels_of
from graph.schema import ENTITIES, FACTS

Type = Literal["text", "integer", "number", "boolean"]
BETWEEN = "; "
"""Stands between the items of a list, where the format has no lists."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute and its type."""

    name: str
    type: Type


def attributes_of_node(node: Node) -> Iterator[tuple[Attribute, str]]:
    """The labels of a node and its properties, but for its id, and for what is null or an empty list."""
    return _texts({**node.properties, LABELS: list(labels_of(node))}, NODE)


def attributes_of_relationship(line: Relationship) -> Iterator[tuple[Attribute, str]]:
    """The type of a relationship and its properties, but for what is null or an empty list."""
    return _texts({**line.properties, TYPE: line.type}, RELATIONSHIP)


def key_of(line: Relationship) -> str:
    """A text that no other relationship has: there is one of a type between two things."""
    return f"{line.type}:{line.start}:{line.end}"


def name_of(node: Node) -> str:
    """What to call it in a picture."""
    return str(node.properties.get("name") or node.key.id)


def plain(properties: Mapping[str, Any], declared: Mapping[str, Attribute]) -> dict[str, Any]:
    """The declared properties that say something, with lists as lists."""
    return {name: properties[name] for name in declared if properties.get(name) not in (None, [])}


def _texts(properties: Mapping[str, Any], declared: Mapping[str, Attribute]) -> Iterator[tuple[Attribute, str]]:
    for name, value in plain(properties, declared).items():
        yield declared[name], _text(value, declared[name].type)


def _text(value: Any, type_: Type) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return BETWEEN.join(map(str, value))
        case int() if type_ == "number":
            return repr(float(value))
    return str(value)


def _declared(properties: Iterator[Property]) -> Iterator[Attribute]:
    types: dict[str, set[Type]] = {}
    for declared in properties:
        if not declared.derived and declared.name != "id":
            types.setdefault(declared.name, set()).add(_TYPES.get(declared.type, "text"))
    for name, found in types.items():
        yield Attribute(name, found.pop() if len(found) == 1 else "number" if "text" not in found else "text")


_TYPES: Mapping[str, Type] = {"number": "number", "integer": "integer", "boolean": "boolean"}
LABELS, TYPE = "labels", "type"
NODE: Mapping[str, Attribute] = {
    LABELS: Attribute(LABELS, "text"),
    "kind": Attribute("kind", "text"),
    **{one.name: one for one in _declared(p for kind in (*ENTITIES, YEAR, *FACTS) for p in kind.properties)},
}
"""The attributes of nodes of every label."""
RELATIONSHIP: Mapping[str, Attribute] = {
    one.name: one
    for one in (
        Attribute(TYPE, "text"), Attribute("facts", "text"), Attribute("sources", "integer"),
        Attribute("first_year", "integer"), Attribute("last_year", "integer"), Attribute("basis", "text"),
    )
}  # fmt: skip
"""The attributes of relationships of every type."""
