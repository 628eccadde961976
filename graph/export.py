"""The graph taken out again: its nodes, its relationships, and the records that it was made from.

All comes in an order that the data alone decide, so that equal graphs give equal files.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Protocol

import neo4j

from graph.connection import Connection
from graph.declare import Kind
from graph.digest import EMPTY
from graph.elements import Key, Node, Relationship
from graph.errors import StoreAway
from graph.plan_guard import PlanGuard
from graph.schema import ENTITIES, ENTITY_BY_LABEL, FACT_BY_KIND, LABELS, MARKS, RELATIONSHIPS
from graph.values import Reader

Record = tuple[str, dict[str, Any]]
"""What a record is (``bank``, ..., ``source`` or ``fact``), and its columns as in a file."""
FACT = "fact"
LONGEST = 3600.0
"""Seconds that an export may take, whoever reads it and however slowly."""
_EXACT = 2**53
# The hint and the comparison that is always true make Neo4j read along the index, in order, without sorting.
_NODES = "MATCH (n:{label}) USING INDEX n:{label}(id) WHERE n.id >= '' RETURN properties(n) AS p ORDER BY n.id"
_LINES = (
    "MATCH (a:{start})-[r:{type}]->(b) USING INDEX a:{start}(id) WHERE a.id >= '' "
    "RETURN a.id AS a, labels(b) AS labels, b.id AS b, properties(r) AS p ORDER BY a.id"
)
_VERSION = "MATCH (s:GraphState {id: 'state'}) RETURN s.digest AS digest"


class Graph(Protocol):
    """What a format writes: a whole graph, or a part of one."""

    version: str

    def nodes(self) -> Iterator[Node]:
        """Each node once."""

    def relationships(self) -> Iterator[Relationship]:
        """Each relationship once; its ends are among the nodes."""

    def entities(self) -> Iterator[Record]:
        """The records of entities, in an order in which they load."""

    def facts(self) -> Iterator[Record]:
        """The records of facts."""


class Export:
    """The whole graph, within one transaction: a ``Graph``; made by ``Store.exporting``."""

    def __init__(self, tx: neo4j.Transaction, version: str, database: str) -> None:
        self.tx, self.version = tx, version
        self._database = database

    def nodes(self) -> Iterator[Node]:
        """Each node once, by label and id."""
        for label in LABELS:
            yield from self._nodes(label)

    def relationships(self) -> Iterator[Relationship]:
        """Each relationship once, by type, start and end."""
        for type_, start in _STARTS:
            rows = self.tx.run(_LINES.format(type=type_, start=start))
            for id_, group in groupby(rows, lambda row: row["a"]):
                lines = (
                    Relationship(type_, Key(start, id_), Key(own_label(row["labels"]), row["b"]), row["p"])
                    for row in group
                )
                yield from sorted(lines, key=lambda line: line.end)

    def entities(self) -> Iterator[Record]:
        """The records of entities, by kind and id."""
        for kind in ENTITIES:
            yield from map(record_of, self._nodes(kind.label))

    def facts(self) -> Iterator[Record]:
        """The records of facts by id, with the ids and the order of lists that they came with."""
        return map(record_of, self._nodes("Fact"))

    def rows(
        self, text: str, parameters: Mapping[str, Any], *, ours: bool
    ) -> tuple[tuple[str, ...], Iterator[list[Any]]]:
        """The columns of a query, and its rows as they come, as plain values.

        ``ours`` is a question that comes with bankgraph. Another that would not only read the graph is refused.
        """
        if not ours:
            PlanGuard().check(self.tx, text, parameters, self._database)
        result = self.tx.run(text, dict(parameters))
        return tuple(result.keys()), self._plain(result)

    def _plain(self, result: neo4j.Result) -> Iterator[list[Any]]:
        reader = Reader()
        for record in result:
            values = record.values()
            reader.learn(self.tx, values)
            yield [reader.plain(value) for value in values]

    def _nodes(self, label: str) -> Iterator[Node]:
        for (properties,) in self.tx.run(_NODES.format(label=label)):
            yield Node(Key(label, properties["id"]), {k: v for k, v in properties.items() if k not in MARKS})


@contextmanager
def exporting(connection: Connection, version: str, patience: float, *, users_query: bool) -> Iterator[Export]:
    """The graph as it is in ``version``, to be read as it is written; ``patience``: seconds to wait for each part.

    Neo4j shows a long read what others write meanwhile, so the version is compared at the end too. Raises
    ``StoreAway`` at the begin or the end of the block where it is another: then what was read is of no one version.
    """
    with connection.streaming(LONGEST, patience, users_query=users_query) as tx:
        _compare(tx, version)
        yield Export(tx, version, connection.database)
        _compare(tx, version)


def record_of(node: Node) -> Record:
    """The record that makes this node: the columns that files have, all of them."""
    said = node.properties
    entity = ENTITY_BY_LABEL.get(node.key.label)
    if entity:
        return entity.kind, _columns(entity, said)
    return FACT, {"id": node.key.id, "kind": said["kind"], **_columns(FACT_BY_KIND[said["kind"]], said)}


def own_label(labels: Iterable[str]) -> str:
    """The label by which a node is addressed."""
    given = list(labels)
    return next((label for label in LABELS if label in given), ":".join(given))


def labels_of(node: Node) -> tuple[str, ...]:
    """All labels that a node bears."""
    kind = FACT_BY_KIND.get(str(node.properties.get("kind"))) if node.key.label == "Fact" else None
    return (node.key.label, kind.label) if kind and kind.label else (node.key.label,)


def _columns(kind: Kind, properties: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column, declared in kind.by_column.items():
        value = properties.get(declared.name)
        if declared.type in ("texts", "references"):
            found[column] = list(value or ())
        elif isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
            found[column] = int(value)
        else:
            found[column] = value
    return found


def _starts() -> Iterator[tuple[str, str]]:
    """Every type with every label that its relationships begin at."""
    for declared in RELATIONSHIPS:
        for label in declared.start:
            yield declared.type, label if label in LABELS else "Fact"


_STARTS = tuple(dict.fromkeys(_starts()))


def _compare(tx: neo4j.Transaction, version: str) -> None:
    row = tx.run(_VERSION).single()
    if (row["digest"] if row else EMPTY) != version:
        raise StoreAway("a load changed the graph while it was read: what came so far is not whole, export it again")
