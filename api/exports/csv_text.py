"""CSV: the facts in the loader's columns, or the rows of a query."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from api import tables
from api.exports.formats import Format, portions
from graph.export import Graph
from loaders.tables import FACT_COLUMNS


def writes(graph: Graph) -> Iterator[str]:
    """All facts: one header, and empty cells where a kind lacks a column."""
    yield tables.header(tuple(FACT_COLUMNS), bom=False)
    for portion in portions(graph.facts()):
        yield tables.lines(tuple(FACT_COLUMNS), (columns for _, columns in portion))


def rows(columns: Sequence[str], values: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The rows of a query."""
    yield tables.header(columns, bom=False)
    yield from map(tables.row_lines, portions(values))


CSV = Format(
    name="csv", ending=".csv", media_type="text/csv; charset=utf-8", writes=writes, rows=rows,
    about="CSV for spreadsheets, pandas and bankgraph load: the facts, or a query's rows",
)  # fmt: skip
