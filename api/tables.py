"""Facts and things as CSV: the loader's columns, so that what was taken out can be loaded again."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.plain import as_text
from api.things import BY_LABEL
from graph.schema import ENTITIES, FACTS

BOM = "\ufeff"
FACT_COLUMNS: tuple[str, ...] = tuple(
    dict.fromkeys(("id", "kind", *(p.key for kind in FACTS for p in kind.properties)))
)
"""The columns of all kinds of fact: a kind that lacks one leaves its cell empty."""
_RENAMED = {p.column: p.name for entity in ENTITIES for p in entity.properties if p.column}
"""Columns that have another name in the graph: a source's title is its name."""


def thing_columns(label: str) -> tuple[str, ...]:
    """The columns of the file of this label."""
    return tuple(BY_LABEL[label].by_column)


def header(columns: Sequence[str], *, bom: bool) -> str:
    """The first line."""
    return (BOM if bom else "") + _written([columns])


def lines(columns: Sequence[str], items: Iterable[Mapping[str, Any]]) -> str:
    """A line for each item: lists parted by ``;``, named things by their ids, nothing for null."""
    return _written([_cell(_of(item, column)) for column in columns] for item in items)


def rows(columns: Sequence[str], values: Iterable[Sequence[Any]], *, bom: bool) -> str:
    """The rows of a query as CSV."""
    return header(columns, bom=bom) + row_lines(values)


def row_lines(values: Iterable[Sequence[Any]]) -> str:
    """A line for each row of a query."""
    return _written([as_text(value) for value in row] for row in values)


def _of(item: Mapping[str, Any], column: str) -> Any:
    name, _, inner = column.partition(".")
    if inner:
        value = item.get(name)
        parts = value if isinstance(value, list) else [value]
        found = [_of(part, inner) for part in parts if isinstance(part, Mapping)]
        return found if isinstance(value, list) else next(iter(found), None)
    return item[column] if column in item else item.get(_RENAMED.get(column, column))


def _cell(value: Any) -> str:
    match value:
        case {"id": id_}:
            return str(id_)
        case list() | tuple():
            return ";".join(_cell(part) for part in value)
        case dict():
            return ";".join(f"{key}={_cell(part)}" for key, part in value.items())
    return as_text(value)


def _written(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
