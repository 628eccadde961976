"""A query's plan: what Neo4j would do to answer it, told without doing it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import neo4j
from neo4j.exceptions import Neo4jError

from graph.errors import QueryError
from graph.tokens import explained
from graph.translate import of_a_users_query

_POSITION = re.compile(r"\(line (\d+), column (\d+) \(offset: (\d+)\)\)")
_AHEAD = len("EXPLAIN\n")


@dataclass(frozen=True, slots=True)
class Plan:
    """One operator of a plan with those that feed it.

    ``database`` is the one that it works on. ``rows`` and ``db_hits`` are what really came and what it cost,
    where the query was run with PROFILE; ``None`` elsewhere.
    """

    operator: str
    database: str
    details: str
    estimated_rows: float | None
    children: tuple["Plan", ...]
    rows: int | None = None
    db_hits: int | None = None

    def walk(self) -> Iterator["Plan"]:
        """This operator and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def plan_of(told: Mapping[str, Any]) -> Plan:
    """The driver's plan, or profile, as ours."""
    name, _, database = str(told["operatorType"]).partition("@")
    arguments = told.get("args", {})
    return Plan(
        name, database, str(arguments.get("Details", "")), arguments.get("EstimatedRows"),
        tuple(map(plan_of, told.get("children", ()))), arguments.get("Rows"), arguments.get("DbHits"),
    )  # fmt: skip


def explain(transaction: neo4j.Transaction, text: str, parameters: Mapping[str, Any]) -> tuple[list[str], Plan | None]:
    """The columns and the plan of a query, which is not run; ``None`` for a plan that Neo4j does not tell.

    Raises ``QueryError`` where Neo4j does not understand it.
    """
    try:
        result = transaction.run(explained(text), dict(parameters))
        columns, summary = list(result.keys()), result.consume()
    except Neo4jError as error:
        if (said := of_a_users_query(error)) is None:
            raise
        raise _as_written(said) from error
    return columns, plan_of(summary.plan) if summary.plan else None


def _as_written(said: QueryError) -> QueryError:
    """The same mistake, at its place in the text as the user wrote it: without the line put ahead of it."""

    def back(found: re.Match[str]) -> str:
        line, column, offset = map(int, found.groups())
        line, column, offset = (line - 1, max(1, column), offset - _AHEAD) if line > 1 else (1, 1, 0)
        return f"(line {line}, column {column} (offset: {offset}))"

    line, column = said.line, said.column
    if line is not None:
        line, column = (line - 1, column) if line > 1 else (1, 1)
    return QueryError(_POSITION.sub(back, str(said)), said.why, line, column)
