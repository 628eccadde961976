"""CSV and TSV: a table with a header; the separator is told by the header."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from graph.errors import InputError
from graph.records import Mistake, Place, Record
from loaders.encodings import looks_like_utf_16, not_utf_8
from loaders.files import LONGEST_LINE, File, too_long
from loaders.formats import Loader
from loaders.jsonl import encoding
from loaders.tables import Row, columns_of, records

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONGEST_CELL = 131_072
"""In characters: what Python's own reader takes."""
_UNDECODED = re.compile(r"[\udc80-\udcff]")
_EXCEL = re.compile(r'sep=(\t|[^\s\w"])\s*', re.IGNORECASE)


def reads(file: File) -> Iterator[Record | Mistake]:
    """The records of a file, each with the number of its first line."""
    return records(file.name, file.what, _rows(file))


def explains(file: File) -> Iterable[tuple[str, str]]:
    """Its encoding, its separator and the columns of its header."""
    lines = _Lines(file)
    mark = getattr(file.stream, "peek", bytes)()[:3]  # before the text stream takes it away
    yield "encoding", encoding(mark)
    separator, above = _begin(file, lines)
    header = next((row[1] for row in _parsed(file, lines, separator, above) if not isinstance(row, Mistake)), [])
    yield "separator", SEPARATORS.get(separator, repr(separator))
    yield "columns", ", ".join(str(cell).strip() for cell in header) or "none"
    lines.let_go()


class _Lines:
    """The lines of a file as texts; keeps the first ones to be looked at before they are read."""

    def __init__(self, file: File) -> None:
        # What is no UTF-8 comes as lone surrogates, so that its line can be named.
        text = io.TextIOWrapper(file.stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
        self._file, self._text, self._number = file, text, 0
        self._kept: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._kept:
            return self._kept.pop()
        line = self._text.readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        self._number += 1
        if self._number == 1 and "\0" in line[:2]:
            raise InputError(f"{self._file.name}:1: the file is in UTF-16: save it as UTF-8")
        if len(line) > LONGEST_LINE:
            raise too_long(self._file.name, self._number)
        if not line.isascii() and _UNDECODED.search(line):
            raise InputError(f"{self._file.name}:{self._number}: {self._undecoded(line)}")
        return line

    def peek(self) -> str:
        """The next line, which stays; empty behind the last one."""
        line = next(self, "")
        if line:
            self._kept.append(line)
        return line

    def let_go(self) -> None:
        """Leave the stream to whoever opened it."""
        self._text.detach()

    def _undecoded(self, line: str) -> str:
        raw = line.encode(errors="surrogateescape")
        if self._number == 1 and looks_like_utf_16(raw):
            return "the file is in UTF-16: save it as UTF-8"
        try:
            raw.decode()
        except UnicodeDecodeError as error:
            return not_utf_8(raw, error.start)
        return "is not UTF-8; save the file as UTF-8"


def _rows(file: File) -> Iterator[Row | Mistake]:
    lines = _Lines(file)
    yield from _parsed(file, lines, *_begin(file, lines))
    lines.let_go()


def _begin(file: File, lines: _Lines) -> tuple[str, int]:
    """The separator, and how many lines stand above the header."""
    above = 0
    while (first := lines.peek()) and not first.strip():
        next(lines)
        above += 1
    if said := _EXCEL.fullmatch(first):
        next(lines)
        return said[1], above + 1
    return _separator(file, first), above


def _separator(file: File, header: str) -> str:
    """The separator by which most of the header's names are known ones.

    Better than csv.Sniffer, which guesses from how often a character stands in the texts.
    """
    known = columns_of(file.what)

    def fits(separator: str) -> tuple[int, int]:
        cells = header.split(separator)
        return sum(cell.strip(' "\r\n') in known for cell in cells), len(cells)

    return max(SEPARATORS, key=fits)


def _parsed(file: File, lines: _Lines, separator: str, before: int) -> Iterator[Row | Mistake]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        number = before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Mistake(Place(file.name, number), _no_row(file.name, number, str(error)), what=file.what)
        else:
            yield number, cells


def _no_row(name: str, number: int, error: str) -> str:
    """What to say of one row; where it is not known where the row ends, the file is refused."""
    if "unexpected end" in error:
        raise InputError(f"{name}:{number}: a quoted cell of the record that begins here has no end: close the quote")
    if "field limit" in error:
        raise InputError(
            f"{name}:{number}: a cell of the record that begins here has more than {LONGEST_CELL:,} characters: "
            "is there a quote that is not closed?"
        )
    return "a quote within a quoted cell must be written twice, and nothing may follow the closing one"


CSV = Loader(name="csv", endings=(".csv", ".tsv"), holds="CSV", reads=reads, explains=explains)
