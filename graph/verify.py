"""The graph counted and its digest computed afresh, to compare with what loads kept up."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from graph.connection import Connection
from graph.digest import EMPTY, hash_node, hash_relationship, moved
from graph.elements import Key, Node, Relationship
from graph.loads.known import Transaction
from graph.schema import FACT_BY_KIND, LABELS, RELATIONSHIPS

_KEPT = "MATCH (s:GraphState {id: 'state'}) RETURN s.digest AS digest"
_HOLD = "MATCH (s:GraphState {id: 'state'}) SET s.writer = 'check' REMOVE s.writer"
_TYPES = tuple(dict.fromkeys(r.type for r in RELATIONSHIPS))


@dataclass(frozen=True, slots=True)
class Checked:
    """What is in the graph; ``problems`` is empty where all is as loads left it."""

    digest: str
    nodes: dict[str, int]
    relationships: dict[str, int]
    problems: list[str]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def check_graph(connection: Connection, progress: Callable[[str, int, int], None]) -> Checked:
    """Read every node and relationship of the schema, one label and type after the other.

    Loads go on meanwhile. Neo4j lets a reader see a commit before all of it is there, so what looks
    wrong is looked at once more while loads wait.
    """

    def work(tx: Transaction) -> Checked:
        kept = _kept(tx)
        total, nodes, lines = 0, Counter[str](), Counter[str]()
        for step, label in enumerate(LABELS):
            progress("check", step, len(LABELS) + len(_TYPES))
            total += _nodes(tx, label, nodes)
        for step, type_ in enumerate(_TYPES, len(LABELS)):
            progress("check", step, len(LABELS) + len(_TYPES))
            total += _relationships(tx, type_, lines)
        if kept != _kept(tx):  # a load came in between: Neo4j shows a transaction what others finish meanwhile
            return work(tx)
        digest = moved(EMPTY, total)
        return Checked(digest, dict(nodes), dict(lines), _problems(kept, digest))

    def alone(tx: Transaction) -> Checked:
        tx.run(_HOLD).consume()
        return work(tx)

    found = connection.in_read(work)
    return connection.in_write(alone) if found.problems else found


def _kept(tx: Transaction) -> str:
    row = tx.run(_KEPT).single()
    return row["digest"] if row else EMPTY


def _nodes(tx: Transaction, label: str, count: Counter[str]) -> int:
    total = 0
    for row in tx.run(f"MATCH (n:{label}) RETURN labels(n) AS labels, n {{.*}} AS n"):
        count[label] += 1
        right = set(row["labels"]) == _labels(label, row["n"])
        labelled = label if right else f"not {label} but {sorted(row['labels'])}"
        total += hash_node(Node(Key(labelled, str(row["n"].get("id"))), row["n"]))
    return total


def _labels(label: str, node: dict[str, Any]) -> set[str]:
    kind = FACT_BY_KIND.get(node.get("kind", "")) if label == "Fact" else None
    return {label, kind.label} if kind and kind.label else {label}


def _relationships(tx: Transaction, type_: str, count: Counter[str]) -> int:
    total = 0
    statement = (
        f"MATCH (a)-[r:{type_}]->(b) RETURN labels(a) AS la, a.id AS a, labels(b) AS lb, b.id AS b, properties(r) AS p"
    )
    for row in tx.run(statement):
        count[type_] += 1
        start, end = Key(_own(row["la"]), str(row["a"])), Key(_own(row["lb"]), str(row["b"]))
        total += hash_relationship(Relationship(type_, start, end, row["p"]))
    return total


def _own(labels: list[str]) -> str:
    return next((label for label in LABELS if label in labels), ":".join(labels))


def _problems(kept: str, found: str) -> list[str]:
    if kept == found:
        return []
    return [
        f"the graph has been changed outside of bankgraph: its digest is {found}, loads left {kept}; "
        "restore a backup, or load the data into an empty graph"
    ]
