"""XLSX: every visible sheet of a workbook is a table.

A sheet is told by its name, one of the nine; else by the file's name; else it holds facts.
"""

import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from graph.check import FACT
from graph.errors import InputError
from graph.records import Mistake, Record
from loaders.cells import Odd
from loaders.files import KIND_BY_FILE, NAMES, File
from loaders.formats import Loader
from loaders.sheets import LAST_ROW, Surveyed, survey
from loaders.tables import Row, records

MOST_UNPACKED = 1_000_000_000
"""In bytes, for all parts of a workbook together."""
MOST_PARTS = 10_000
MOST_TIMES = 200
FREE_BYTES = 20_000_000
"""Up to here a part may unpack to more than ``MOST_TIMES`` its size: empty cells pack well."""
_PROTECTED = b"\xd0\xcf\x11\xe0"  # the container that holds encrypted workbooks, and those of Excel before 2007
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"})
# openpyxl has no error of its own for most of what may be wrong in a workbook.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, KeyError, IndexError, ValueError,
    TypeError, AttributeError, NotImplementedError, RuntimeError,
)  # fmt: skip


def reads(file: File) -> Iterator[Record | Mistake]:
    """The records of all visible sheets. Raises ``InputError`` with what is wrong with sheets as a whole."""
    wrong: list[str] = []
    with _opened(file) as book:
        for sheet in book.worksheets:
            name = _place(file, sheet)
            try:
                if sheet.sheet_state == "visible":
                    yield from records(name, _what(file, sheet), _rows(name, sheet))
                elif sheet.title in NAMES:
                    wrong.append(f"{name}: the sheet is hidden: show it, or give it another name if it is not meant")
            except InputError as error:
                wrong += error.mistakes or [str(error)]
    if wrong:
        raise InputError(wrong[0], wrong)


def explains(file: File) -> Iterable[tuple[str, str]]:
    """Its sheets: what each is read as, or why it is not."""
    with _opened(file) as book:
        for sheet in book.worksheets:
            visible = sheet.sheet_state == "visible"
            yield f"sheet {sheet.title}", _read_as(file, sheet) if visible else "hidden, not read"


def _read_as(file: File, sheet: Any) -> str:
    name = _place(file, sheet)
    seen = survey(name, sheet)
    header = next((cells for _, cells in _rows(name, sheet) if any(cells)), [])
    columns = ", ".join(str(cell).strip() for cell in header if cell is not None)
    formulas = f"; formulas read by their stored values: {seen.formulas}" if seen.formulas else ""
    return f"read as {_file_of(_what(file, sheet))}, with the columns {columns}{formulas}" if columns else "empty"


def _place(file: File, sheet: Any) -> str:
    return f"{file.name}#{sheet.title}"


def _what(file: File, sheet: Any) -> str:
    return KIND_BY_FILE.get(sheet.title, FACT) if sheet.title in NAMES else file.what


def _file_of(what: str) -> str:
    return next((name for name, kind in KIND_BY_FILE.items() if kind == what), NAMES[-1])


@contextmanager
def _opened(file: File) -> Iterator[Workbook]:
    _look_at(file)
    with warnings.catch_warnings():  # on styles and the like, of which nothing is read
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(file.stream, read_only=True, data_only=True, keep_links=False)
        except _DAMAGE as error:
            raise _damaged(file.name, error) from error
        try:
            yield book
        finally:
            book.close()


def _damaged(name: str, error: Exception) -> InputError:
    said = str(error).splitlines()
    return InputError(f"{name}: is no workbook, or damaged ({said[0] if said else type(error).__name__}): save it anew")


def _look_at(file: File) -> None:
    """Refuse what should not be unpacked, by the list of its parts alone."""
    if file.stream.read(4) == _PROTECTED:
        what = "is protected by a password, or of Excel before 2007"
        raise InputError(f"{file.name}: {what}: save it as .xlsx without a password")
    try:
        with zipfile.ZipFile(file.stream) as packed:
            parts = packed.infolist()
    except _DAMAGE as error:
        raise _damaged(file.name, error) from error
    total = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or total > MOST_UNPACKED:
        much = f"{len(parts):,} parts of {total:,} bytes"
        raise InputError(
            f"{file.name}: unpacks to {much}, more than {MOST_PARTS:,} or {MOST_UNPACKED:,}: this is not read; "
            "make several files of it, or a CSV"
        )
    for part in parts:
        if part.file_size > max(FREE_BYTES, MOST_TIMES * part.compress_size):
            much = f"{part.compress_size:,} to {part.file_size:,} bytes, more than {MOST_TIMES} times as much"
            raise InputError(
                f"{file.name}: its part {part.filename} unpacks from {much}, beyond {FREE_BYTES:,}: this is not read; "
                "save it anew"
            )
        if part.filename.lower().endswith("vbaproject.bin"):
            raise InputError(f"{file.name}: holds macros: save it as .xlsx without them")
    file.stream.seek(0)


def _rows(name: str, sheet: Any) -> Iterator[Row]:
    try:
        seen = survey(name, sheet)
        sheet.reset_dimensions()  # what a workbook says of its size may be wrong, and be filled with empty cells
        for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW, values_only=True), 1):
            yield number, _read(number, cells, seen)
    except _DAMAGE as error:
        raise _damaged(name, error) from error


def _read(number: int, cells: tuple[Any, ...], seen: Surveyed) -> list[Any]:
    row = [Odd(f"{cell}: an error") if isinstance(cell, str) and cell in _ERRORS else cell for cell in cells]
    for column in seen.unknown.get(number, ()):
        row[column - 1] = Odd("a formula without a stored value: open and save the file in Excel")
    return row


XLSX = Loader(name="xlsx", endings=(".xlsx",), holds="XLSX", reads=reads, explains=explains, packs=False)
