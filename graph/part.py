"""A part of the graph: what a query answers, with what is needed to write it down."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import neo4j

from graph.elements import Key, Node, Relationship
from graph.export import FACT, Export, Record, record_of
from graph.schema import ENTITIES, ENTITY_BY_KIND, FACT_BY_KIND, LABELS, MARKS
from graph.statements import read_nodes

_CHUNK = 5_000


class Part:
    """The nodes and relationships among ``values``, in the order in which they came: a ``Graph``.

    Ends of relationships that the query did not return are looked up. The records are those of its
    nodes, of the facts behind its relationships, and of all that these name, so that they load by themselves.
    """

    def __init__(self, export: Export, values: Iterable[Any]) -> None:
        self.version = export.version
        self._tx = export.tx
        self._nodes: dict[Key, Node] = {}
        self._lines: dict[tuple[str, Key, Key], Relationship] = {}
        for element in _elements(values):
            if isinstance(element, Node):
                self._nodes.setdefault(element.key, element)
            else:
                self._lines.setdefault((element.type, element.start, element.end), element)
        ends = {key for line in self._lines.values() for key in (line.start, line.end)}
        looked_up = {node.key: node for node in _read(self._tx, ends - self._nodes.keys())}
        for key in sorted(ends - self._nodes.keys()):
            self._nodes[key] = looked_up.get(key, Node(key, {"id": key.id}))

    @staticmethod
    def holds_any(values: Iterable[Any]) -> bool:
        """Whether there is a node or a relationship among the values."""
        return next(_elements(values), None) is not None

    def nodes(self) -> Iterator[Node]:
        """Each node once."""
        return iter(self._nodes.values())

    def relationships(self) -> Iterator[Relationship]:
        """Each relationship once."""
        return iter(self._lines.values())

    def facts(self) -> Iterator[Record]:
        """The records of its facts and of those behind its relationships, by id."""
        behind = {Key("Fact", id_) for line in self._lines.values() for id_ in line.properties.get("facts", ())}
        keys = behind | {key for key in self._nodes if key.label == "Fact"}
        return map(record_of, sorted(_read(self._tx, keys), key=lambda node: node.key))

    def entities(self) -> Iterator[Record]:
        """The records of its entities, and of whatever these and its facts name, by kind and id."""
        labels = {kind.label: at for at, kind in enumerate(ENTITIES)}
        known: dict[Key, Record] = {}
        wanted = {key for key in self._nodes if key.label in labels}
        wanted |= {key for record in self.facts() for key in _named(record)}
        while wanted:
            found = {node.key: record_of(node) for node in _read(self._tx, wanted)}
            known |= found
            wanted = {key for record in found.values() for key in _named(record)} - known.keys()
        return (known[key] for key in sorted(known, key=lambda key: (labels[key.label], key.id)))


def _elements(values: Iterable[Any]) -> Iterator[Node | Relationship]:
    for value in values:
        match value:
            case Node() | Relationship():
                yield value
            case list():
                yield from _elements(value)
            case dict():
                yield from _elements(value.values())


def _read(tx: neo4j.Transaction, keys: Iterable[Key]) -> Iterator[Node]:
    """Those nodes that there are."""
    ids: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        ids[key.label].append(key.id)
    for label in LABELS:
        for at in range(0, len(ids[label]), _CHUNK):
            for (properties,) in tx.run(read_nodes(label), ids=ids[label][at : at + _CHUNK]):
                yield Node(Key(label, properties["id"]), {k: v for k, v in properties.items() if k not in MARKS})


def _named(record: Record) -> Iterator[Key]:
    """What a record names; where it may be of two labels, both."""
    what, columns = record
    kind = FACT_BY_KIND[columns["kind"]] if what == FACT else ENTITY_BY_KIND[what]
    for declared in kind.references:
        value = columns[declared.key]
        for id_ in value if isinstance(value, list) else [value] if value is not None else []:
            for label in declared.refers:
                yield Key(label, id_)
