"""An export as bytes: of the whole graph or of a named query, for the command line and over HTTP alike."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from api.exports import Format
from api.finding import check_things
from api.parameters import typed
from api.questions import comes_with_us
from cypher import NamedQuery
from graph.ask import Budget
from graph.errors import InputError, QueryError
from graph.part import Part
from graph.store import Store

AT_ONCE = 1 << 16
"""Bytes, about, that are handed on together."""
_PATIENCE = 3.0
"""Seconds beyond the budget of a query that each part of its answer is waited for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A named query, the values of all its parameters, and the label and id of each thing that was named."""

    query: NamedQuery
    values: Mapping[str, Any]
    things: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, query: NamedQuery, given: Mapping[str, Sequence[str]]) -> "Question":
        """Raises ``InputError`` for parameters that the query has not, or of another type."""
        values = typed(query, given)
        named = [(p.label, values[p.name]) for p in query.parameters if p.label and p.name in given]
        return cls(query, values, [(label, str(id_)) for label, id_ in named if id_ is not None])


def export(
    store: Store, form: Format, version: str, asked: Question | None, budget: Budget, *, before: bytes = b""
) -> Generator[bytes, None, None]:
    """The file piece by piece, read from the graph meanwhile; ``close`` it, or go to its end.

    ``before``: what it begins with. Raises ``StoreAway`` where the data are not, or do not stay, of ``version``;
    ``InputError`` where the query does not fit the format, before the first piece.
    """
    held, size = [before], 0
    with closing(_pieces(store, form, version, asked, budget)) as pieces:
        for piece in pieces:
            held.append(piece.encode() if isinstance(piece, str) else piece)
            size += len(held[-1])
            if size >= AT_ONCE:
                yield b"".join(held)
                held, size = [], 0
    yield b"".join(held)


def _pieces(
    store: Store, form: Format, version: str, asked: Question | None, budget: Budget
) -> Generator[str | bytes, None, None]:
    if asked is None:
        with store.exporting(version) as graph:
            yield from form.writes(graph)
    elif form.rows is not None:
        with store.exporting(version, budget.seconds + _PATIENCE, users_query=True) as graph:
            columns, rows = graph.rows(asked.query.text, asked.values, ours=comes_with_us(asked.query))
            yield from form.rows(columns, _checked(store, asked, rows))
    else:
        found = _elements(store, asked, budget)
        with store.exporting(version) as graph:
            yield from form.writes(Part(graph, found))


def _elements(store: Store, asked: Question, budget: Budget) -> list[Any]:
    """The values of an answer that holds a graph."""
    answer = store.ask(asked.query.text, asked.values, budget, ours=comes_with_us(asked.query))
    if answer.truncated:
        raise QueryError(
            f"{asked.query.name} answers with more than its budget of {answer.truncated}, and a part would pass for "
            "the whole: ask for less, or raise BANKGRAPH_QUERY_SECONDS, BANKGRAPH_QUERY_ROWS or BANKGRAPH_QUERY_BYTES",
            "budget",
        )
    values = [value for row in _checked(store, asked, answer.rows) for value in row]
    if values and not Part.holds_any(values):
        raise InputError(
            f"{asked.query.name} answers with rows ({', '.join(asked.query.columns)}), which are no nodes or "
            "relationships: export it as csv"
        )
    return values


def _checked(store: Store, asked: Question, rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """The rows; where there are none, it may be that what was asked about does not exist (``InputError``)."""
    none = True
    for row in rows:
        none = False
        yield row
    if none:
        check_things(store.read, asked.things)
