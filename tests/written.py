"""Files to load, written as others write them: records as tables."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

import loaders
from graph.errors import InputError
from graph.records import Record
from loaders.tables import columns_of

EXPECTED = {
    "bank": "banks", "group": "groups", "vendor": "vendors", "model": "models", "area": "areas", "metric": "metrics",
    "initiative": "initiatives", "source": "sources", "fact": "facts",
}  # fmt: skip


def cell(value: Any) -> str:
    """A value as a cell of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def tables(records: Iterable[Record]) -> dict[str, list[Mapping[str, Any]]]:
    """The records by the name of the file that they belong to."""
    found: dict[str, list[Mapping[str, Any]]] = {name: [] for name in EXPECTED.values()}
    for record in records:
        found[EXPECTED[record.what]].append(record.columns)
    return found


def header_of(name: str) -> list[str]:
    """The columns of a file of that name."""
    return list(columns_of(next(what for what, file in EXPECTED.items() if file == name)))


def as_csv(name: str, rows: Iterable[Mapping[str, Any]], **how: Any) -> str:
    """A CSV file of that name."""
    out = io.StringIO()
    writer = csv.writer(out, **how)
    writer.writerow(header_of(name))
    writer.writerows([cell(row.get(column)) for column in header_of(name)] for row in rows)
    return out.getvalue()


def values(records: Iterable[Record]) -> list[tuple[str, dict[str, Any]]]:
    """What records say, wherever they stand; a companion that is null is as one that is not there."""
    return [
        (r.what, {c: v for c, v in r.columns.items() if v is not None or not c.endswith("_zh")}) for r in records
    ]  # fmt: skip


def said(*paths: Path) -> list[str]:
    """What is said of paths that are refused, without the folder that they are in."""
    with pytest.raises(InputError) as raised:
        loaders.read(paths)
    error = raised.value
    return [text.replace(f"{paths[0].parent}/", "") for text in error.mistakes or [str(error)]]


def mistakes(path: Path) -> list[str]:
    """The mistakes of a file that is read."""
    return [str(mistake).replace(f"{path.parent}/", "") for mistake in loaders.read([path]).mistakes]
