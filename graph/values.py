"""What the driver brings, as plain values: our nodes and relationships, lists, dicts, numbers, text."""

from collections.abc import Iterable, Iterator
from typing import Any

import neo4j
from neo4j.graph import Node as DriverNode
from neo4j.graph import Path
from neo4j.graph import Relationship as DriverRelationship

from graph.elements import Key, Node, Relationship
from graph.schema import LABELS, MARKS

_SCALARS = frozenset({str, int, float, bool})
_ENDS = "UNWIND $ids AS e MATCH (n) WHERE elementId(n) = e RETURN e, labels(n) AS labels, n.id AS id"


class Reader:
    """Turns the values of one result into plain ones.

    Neo4j sends a relationship with bare element ids for its ends unless they were returned
    too; ``ends`` looks the missing ones up, all at once.
    """

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}

    def learn(self, transaction: neo4j.ManagedTransaction | neo4j.Transaction, values: Iterable[Any]) -> None:
        """Note the keys of all nodes among ``values`` and look up the ends of lone relationships."""
        missing: set[str] = set()
        for value in _elements(values):
            if isinstance(value, DriverNode):
                self._keys[value.element_id] = _key(value.labels, value.get("id"), value.element_id)
            else:
                missing.update(end.element_id for end in value.nodes if end is not None)
        missing -= self._keys.keys()
        if missing:
            for row in transaction.run(_ENDS, ids=sorted(missing)):
                self._keys[row["e"]] = _key(row["labels"], row["id"], row["e"])

    @classmethod
    def bare(cls, values: Iterable[Any]) -> list[Any]:
        """Values of a result whose transaction is gone: ends that nobody returned keep element ids."""
        reader, given = cls(), list(values)
        for value in _elements(given):
            for node in (value,) if isinstance(value, DriverNode) else value.nodes:
                if node is not None:
                    reader._keys.setdefault(node.element_id, _key(node.labels, node.get("id"), node.element_id))
        return [reader.plain(value) for value in given]

    def plain(self, value: Any) -> Any:
        """One value of the result, however deep."""
        if value is None or type(value) in _SCALARS:  # as below
            return value
        match value:
            case DriverNode():
                return Node(self._keys[value.element_id], _shown(value))
            case DriverRelationship():
                ends = [self._keys[end.element_id] for end in value.nodes if end is not None]
                return Relationship(value.type, ends[0], ends[1], _shown(value))
            case Path():
                return [self.plain(part) for pair in _steps(value) for part in pair]
            case dict():
                return {key: self.plain(part) for key, part in value.items()}
            case bytes() | bytearray():
                return value.hex()
        if hasattr(value, "iso_format"):  # a duration is a tuple too
            return value.iso_format()
        return [self.plain(part) for part in value] if isinstance(value, (list, tuple)) else str(value)


def _steps(path: Path) -> Iterator[tuple[Any, ...]]:
    yield (path.nodes[0],)
    yield from zip(path.relationships, path.nodes[1:], strict=True)


def _elements(values: Iterable[Any]) -> Iterator[DriverNode | DriverRelationship]:
    for value in values:
        if value is None or type(value) in _SCALARS:  # nearly all are: told first, this halves the time of a read
            continue
        match value:
            case DriverNode() | DriverRelationship():
                yield value
            case Path():
                yield from value.nodes
                yield from value.relationships
            case dict():
                yield from _elements(value.values())
            case list():
                yield from _elements(value)


def _key(labels: Iterable[str], id_: Any, element: str) -> Key:
    own = [label for label in LABELS if label in labels]
    return Key(own[0] if own else next(iter(labels), ""), str(id_) if id_ is not None else element)


def _shown(entity: DriverNode | DriverRelationship) -> dict[str, Any]:
    return {name: entity[name] for name in entity if name not in MARKS}
