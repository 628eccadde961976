"""The store: the graph in Neo4j, as the rest of bankgraph sees it."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

import cypher
from graph.ask import Answer, Asker, Budget
from graph.connection import Connection, Row, Server
from graph.digest import EMPTY
from graph.ending import Ending
from graph.errors import StoreError
from graph.export import Export, exporting
from graph.loads import load as loading
from graph.loads import undo as undoing
from graph.loads.known import Transaction
from graph.loads.receipt import Receipt
from graph.loads.undo import Undone
from graph.records import Batch
from graph.statements import definitions
from graph.values import Reader
from graph.verify import Checked, check_graph

FORMAT = 1
"""Of what is kept in the graph; raised when an older bankgraph could not read it."""

_DEFINED = "SHOW INDEXES YIELD name RETURN name"
_STATE = """
MERGE (s:GraphState {id: 'state'})
  ON CREATE SET s.digest = $empty, s.format = $format
SET s.defined = $defined
"""
_FORMAT = "MATCH (s:GraphState {id: 'state'}) RETURN s.format AS format, s.defined AS defined"
_VERSION = "MATCH (s:GraphState {id: 'state'}) RETURN s.digest AS digest"
_DEFINITIONS = hashlib.sha256("\n".join(text for _, text in definitions()).encode()).hexdigest()[:16]
"""Changes with the constraints and indexes, so that a graph that has others is set up again when it is opened."""
_EMPTY = "MATCH (f:Fact) RETURN f LIMIT 1"

T = TypeVar("T")


class Read(Protocol):
    """The function that reads: ``Store.read`` or ``Reading.read``."""

    def __call__(self, query: cypher.NamedQuery, /, **parameters: Any) -> list[Row]:
        """The rows of one of our reads, as plain values."""


class Readable(Protocol):
    """What can be read from: the store, or one transaction of it."""

    def read(self, query: cypher.NamedQuery, /, **parameters: Any) -> list[Row]:
        """The rows of one of our reads, as plain values."""

    def version(self) -> str:
        """The digest: changes whenever the data does."""


class Reading:
    """Reads within one transaction; made by ``Store.reading``."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def read(self, query: cypher.NamedQuery, /, **parameters: Any) -> list[Row]:
        """The rows of one of our reads, as plain values."""
        given = {p.name: parameters.get(p.name, p.default) for p in query.parameters}
        rows = [(record.keys(), record.values()) for record in self._tx.run(query.text, given)]
        reader = Reader()
        reader.learn(self._tx, (value for _, values in rows for value in values))
        return [dict(zip(keys, map(reader.plain, values), strict=True)) for keys, values in rows]

    def version(self) -> str:
        """The digest: changes whenever the data does."""
        row = self._tx.run(_VERSION).single()
        return str(row["digest"]) if row else EMPTY


Step = Callable[[str, int, int], None]
"""Told what is done now, how much of it is done, and how much there is."""
Say = Callable[[str], None]
"""Told what a person should know meanwhile."""


def _silent(_what: str, _done: int, _total: int) -> None:
    pass


def _mute(_text: str) -> None:
    pass


class Store:
    """Load facts, read named queries, ask Cypher. Make one with ``Store.open``."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._asker = Asker(connection)

    @classmethod
    def open(cls, server: Server) -> "Store":
        """Connect, check Neo4j's version, and set up an empty Neo4j; what lacks later, a load sets up again.

        Raises ``StoreAway`` where nothing answers, ``StoreError`` where it cannot be used.
        """
        connection = Connection(server)
        try:
            connection.version()
            if not _is_set_up(connection):
                _set_up(connection)
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    def close(self) -> None:
        """Close the connection; Neo4j itself goes on."""
        self.connection.close()

    def load(
        self,
        batch: Batch,
        step: Step = _silent,
        *,
        say: Say = _mute,
        dry_run: bool = False,
        reject: loading.Reject | None = None,
        at_once: int = loading.AT_ONCE,
    ) -> Receipt:
        """Write a batch whole or, where it holds a mistake, not at all.

        Raises ``InputError`` with the mistakes; unless there is ``reject``, which is then given the records
        that are left out, as lines of JSON. Up to ``at_once`` facts are one transaction; of more each
        transaction leaves the graph whole, and the same load again completes one that was interrupted.
        ``dry_run``: write nothing, and say in the receipt what would be.
        """
        _set_up(self.connection)
        return loading.load(self.connection, batch, step, say, dry_run=dry_run, reject=reject, at_once=at_once)

    def undo(self, load: str, step: Step = _silent, *, say: Say = _mute, at_once: int = undoing.AT_ONCE) -> Undone:
        """Take a load back: the graph is then as the loads that stay would have made it.

        Facts that another load repeats are handed over to it. Raises ``UnknownName`` where there is no such
        load, ``InputError`` where it has been undone. An undo that was interrupted goes on where it stopped.
        """
        return undoing.undo(self.connection, load, step, say, at_once=at_once)

    def loads(self) -> list[dict[str, Any]]:
        """The receipts of all loads, the newest first."""
        return loading.loads(self.connection)

    def read(self, query: cypher.NamedQuery, /, **parameters: Any) -> list[Row]:
        """The rows of one of our reads, as plain values."""
        return self.reading(lambda at: at.read(query, **parameters))

    def reading(self, work: Callable[[Reading], T]) -> T:
        """Do several reads in one transaction. Neo4j may ask to try again: then all of ``work`` is done anew."""
        return self.connection.in_read(lambda tx: work(Reading(tx)))

    def ask(
        self,
        text: str,
        parameters: Mapping[str, Any],
        budget: Budget,
        ending: Ending | None = None,
        *,
        ours: bool = False,
    ) -> Answer:
        """People's own Cypher, in READ mode and within a budget; ``ours``: a question that comes with bankgraph."""
        return self._asker.ask(text, parameters, budget, ending, ours=ours)

    def plan(self, text: str, parameters: Mapping[str, Any], budget: Budget, ending: Ending | None = None) -> Answer:
        """How Neo4j would answer people's own Cypher, without a row."""
        return self._asker.plan(text, parameters, budget, ending)

    def exporting(
        self, version: str, patience: float = 60.0, *, users_query: bool = False
    ) -> AbstractContextManager[Export]:
        """The whole graph of this version, or a query's rows, read as they are written: see ``graph.export``."""
        return exporting(self.connection, version, patience, users_query=users_query)

    def version(self) -> str:
        """The digest: changes whenever the data does."""
        rows = self.connection.glance(_VERSION)
        return str(rows[0]["digest"]) if rows else EMPTY

    def is_empty(self) -> bool:
        """Whether no fact is there."""
        return not self.connection.read(_EMPTY)

    def check(self, progress: Callable[[str, int, int], None] = _silent) -> Checked:
        """Count everything and compute the digest afresh from the graph itself."""
        return check_graph(self.connection, progress)


def _is_set_up(connection: Connection) -> bool:
    states = connection.read(_FORMAT)
    for row in states:
        _refuse_newer(row["format"])
    return any(row["defined"] == _DEFINITIONS for row in states)


def _set_up(connection: Connection) -> None:
    begun = _is_set_up(connection)  # first, for a newer graph is refused before anything is written
    there = {row["name"] for row in connection.read(_DEFINED)}
    missing = [statement for name, statement in definitions() if name not in there]
    for statement in missing:
        connection.ensure(statement)
    if missing:
        connection.define("CALL db.awaitIndexes(60)")
    if not begun:
        given = {"empty": EMPTY, "format": FORMAT, "defined": _DEFINITIONS}
        connection.in_write(lambda tx: tx.run(_STATE, given).consume())


def _refuse_newer(found: int) -> None:
    if found > FORMAT:
        raise StoreError(
            f"the graph was written by a newer bankgraph (format {found}, this one reads up to {FORMAT}): "
            "update bankgraph, or use another data folder or database"
        )
