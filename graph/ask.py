"""People's own Cypher: read only, within a budget of time, rows and bytes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import neo4j
import orjson
from neo4j.exceptions import ClientError, TransientError

from graph.connection import Connection
from graph.elements import Node, Relationship
from graph.ending import Ending
from graph.errors import QueryError
from graph.explain import Plan, plan_of
from graph.plan_guard import PlanGuard
from graph.translate import ENDED, MEMORY
from graph.unknown import warnings
from graph.values import Reader


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that one query may use: seconds in Neo4j, rows, bytes of the answer as JSON."""

    seconds: float = 10.0
    rows: int = 10_000
    bytes: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows; ``truncated`` names the budget that was hit, ``None`` where all is there.

    ``warnings`` says which names of the query the graph does not have. ``plan`` is there for EXPLAIN and PROFILE,
    and where a plan was asked for.
    """

    columns: tuple[str, ...]
    rows: list[list[Any]]
    truncated: str | None
    warnings: tuple[str, ...] = ()
    plan: Plan | None = None


class Asker:
    """Asks what people write: only what reads this graph is run (``graph.plan_guard``)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._guard = PlanGuard()

    def ask(
        self, text: str, parameters: Mapping[str, Any], budget: Budget, ending: Ending | None = None, *, ours: bool
    ) -> Answer:
        """Run ``text`` in READ mode. Whoever hits a budget gets the rows that came before it.

        ``ours`` is a question that comes with bankgraph, and needs no guard. Raises ``QueryError``: wrong, refused
        (it would write or leave the graph), over its budget before the first row, or ended by ``ending``.
        """
        database = "" if ours else self._connection.database
        with self._connection.asking(budget.seconds, ending) as transaction:
            with _sendable():
                if not ours:
                    self._guard.check(transaction, text, parameters, database)
                result = transaction.run(text, dict(parameters))
            return _read(transaction, result, budget)

    def plan(self, text: str, parameters: Mapping[str, Any], budget: Budget, ending: Ending | None = None) -> Answer:
        """How Neo4j would answer ``text``, without any row. Raises as ``ask`` does."""
        database = self._connection.database
        with self._connection.asking(budget.seconds, ending) as transaction, _sendable():
            columns, plan = self._guard.plan(transaction, text, parameters, database)
        return Answer(tuple(columns), [], None, (), plan)


@contextmanager
def _sendable() -> Iterator[None]:
    try:
        yield
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise QueryError(f"the query or a parameter of it cannot be sent to Neo4j: {error}", "wrong") from error


def _read(transaction: neo4j.Transaction, result: neo4j.Result, budget: Budget) -> Answer:
    columns, truncated, size = tuple(result.keys()), None, 0
    records: list[list[Any]] = []
    try:
        for record in result:
            if len(records) == budget.rows:
                truncated = "rows"
                break
            size += _size(record.values())
            if size > budget.bytes:
                truncated = "bytes"
                break
            records.append(record.values())
        summary = result.consume()
    except (ClientError, TransientError) as error:
        if not records or not (over := _over(error)):
            raise
        return Answer(columns, [Reader.bare(values) for values in records], truncated or over)
    reader = Reader()
    reader.learn(transaction, (value for values in records for value in values))
    rows = [[reader.plain(value) for value in values] for values in records]
    told = summary.profile or summary.plan
    return Answer(columns, rows, truncated, warnings(summary.gql_status_objects), plan_of(told) if told else None)


def _over(error: ClientError | TransientError) -> str | None:
    code = error.code or ""
    if any(part in code for part in ENDED):
        return "seconds"
    return "memory" if any(part in code for part in MEMORY) else None


def _size(values: list[Any]) -> int:
    try:
        return len(orjson.dumps(values, default=_length_of, option=orjson.OPT_NON_STR_KEYS))
    except orjson.JSONEncodeError as error:
        raise QueryError("the answer holds lists or maps too deep in each other to be shown", "wrong") from error


def _length_of(value: Any) -> Any:
    """What counts of a driver's value: the properties of nodes and relationships."""
    if isinstance(value, (Node, Relationship)):
        return dict(value.properties)
    return dict(value.items()) if hasattr(value, "items") else str(value)
