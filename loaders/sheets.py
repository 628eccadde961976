"""What openpyxl does not tell of a sheet: merged cells, formulas that were never computed, cells far out."""

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from graph.errors import InputError

LAST_ROW = 1_048_576
"""Excel's own."""
LAST_COLUMN = 702
"""ZZ; a cell further out is no cell of a table here, and rows would be filled up to it."""
_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL, _ROW, _MERGED = f"{_SPACE}c", f"{_SPACE}row", f"{_SPACE}mergeCell"
_FORMULA, _VALUE = f"{_SPACE}f", f"{_SPACE}v"


@dataclass(slots=True)
class Surveyed:
    """``unknown`` are the cells of formulas without a value, by row."""

    formulas: int = 0
    unknown: dict[int, list[int]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    row: int = 0
    column: int = 0


def survey(name: str, sheet: Any) -> Surveyed:
    """Look through a sheet once. Raises ``InputError`` where it is no table: merged cells, cells far out."""
    seen = Surveyed()
    # The path of a sheet within the workbook is not public, and finding it anew would repeat what openpyxl did.
    with sheet.parent._archive.open(sheet._worksheet_path) as source:
        for event, element in iterparse(source, ("start", "end")):
            if event == "start":
                if element.tag == _ROW:
                    _begin_row(name, seen, element)
            elif element.tag == _CELL:
                _see(name, seen, element)
            elif element.tag == _ROW:
                element.clear()
            elif element.tag == _MERGED:
                seen.merged.append(element.get("ref", "?"))
    if seen.merged:
        raise InputError("merged cells", [_merged(name, cells) for cells in seen.merged])
    return seen


def _merged(name: str, cells: str) -> str:
    row = range_boundaries(cells)[1] or 1
    return f"{name}:{row}: the cells {cells} are merged: part them, and fill in each what is meant"


def _begin_row(name: str, seen: Surveyed, element: Element) -> None:
    seen.row, seen.column = int(element.get("r", seen.row + 1)), 0
    if seen.row > LAST_ROW:
        raise InputError(f"{name}:{seen.row}: a sheet has at most {LAST_ROW:,} rows: save the file anew")


def _see(name: str, seen: Surveyed, element: Element) -> None:
    at = element.get("r")
    seen.column = column_index_from_string(coordinate_from_string(at)[0]) if at else seen.column + 1
    if seen.column > LAST_COLUMN:
        raise InputError(
            f"{name}:{seen.row}: a table has at most {LAST_COLUMN} columns; {at or 'a cell'} is further out"
        )
    if element.find(_FORMULA) is None:
        return
    seen.formulas += 1
    value = element.find(_VALUE)
    if value is None or (not value.text and element.get("t") != "str"):
        seen.unknown.setdefault(seen.row, []).append(seen.column)
