"""Loads records that are written as ``column: value`` lines, one paragraph a record."""

from collections.abc import Iterator

from graph.records import Mistake, Place, Record
from loaders import File, Loader
from loaders.cells import EMPTY, value
from loaders.tables import columns_of


def reads(file: File) -> Iterator[Record | Mistake]:
    """Each paragraph as a record that stands where its first line stands."""
    columns: dict[str, str] = {}
    begins = 1
    for number, line in file.lines():
        place, text = Place(file.name, number), line.decode(errors="replace").strip()
        if not text and columns:
            yield record(file, columns, begins)
            columns = {}
        elif text and ":" not in text:
            yield Mistake(place, f"expected 'column: value', found {text[:20]!r}")
        elif text:
            begins = begins if columns else number
            name, _, cell = text.partition(":")
            columns[name.strip()] = cell.strip()
    if columns:
        yield record(file, columns, begins)


def record(file: File, columns: dict[str, str], line: int) -> Record:
    """A record, its texts made values by the schema."""
    known = columns_of(file.what)
    values = {name: value(known.get(name), cell) for name, cell in columns.items()}
    return Record(file.what, {name: v for name, v in values.items() if v is not EMPTY}, Place(file.name, line))


LINES = Loader(name="lines", endings=(".lines",), holds="'column: value' lines", reads=reads)
