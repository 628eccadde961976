"""People's own Cypher: read only, within a budget of time, rows and bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from neo4j.exceptions import ClientError, TransientError

from graph.connection import Connection
from graph.elements import Node, Relationship
from graph.errors import QueryError
from graph.translate import ENDED, MEMORY
from graph.values import Reader


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that one query may use: seconds in Neo4j, rows, bytes of the answer as JSON."""

    seconds: float = 10.0
    rows: int = 10_000
    bytes: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows; ``truncated`` names the budget that was hit, ``None`` where all is there."""

    columns: tuple[str, ...]
    rows: list[list[Any]]
    truncated: str | None


def ask(connection: Connection, text: str, parameters: Mapping[str, Any], budget: Budget) -> Answer:
    """Run ``text`` in READ mode. Whoever hits a budget gets the rows that came before it.

    Raises ``QueryError``: wrong, refused (it would write or leave the graph), or over its budget
    before the first row.
    """
    with connection.asking(budget.seconds) as transaction:
        try:
            result = transaction.run(text, dict(parameters))
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            raise QueryError(f"the query or a parameter of it cannot be sent to Neo4j: {error}", "wrong") from error
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
        except (ClientError, TransientError) as error:
            if not records or not (over := _over(error)):
                raise
            return Answer(columns, [Reader.bare(values) for values in records], over)
        reader = Reader()
        reader.learn(transaction, (value for values in records for value in values))
        return Answer(columns, [[reader.plain(value) for value in values] for values in records], truncated)


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
