"""Cells of a table to values, as the schema wants them.

What cannot be a value of its column becomes ``Odd``: a text that no check of ``graph`` takes, so that
the record is refused there with what stood in the cell, and whoever names the record is not blamed.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from graph.declare import Property
from graph.schema import FACT_ID_PROPERTY

_NUMBER = re.compile(r"[+-]?\d{1,400}(\.\d+)?([eE][+-]?\d{1,4})?", re.ASCII)
_DRESSED = re.compile(r"([+-]?\d{1,3}(?:[, '\u00a0\u202f]\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?) ?%?", re.ASCII)
_TRUTH = {"true": True, "false": False}
EMPTY = object()
"""Stands for no value where the column may not be null: the check says that it is missing."""


class Odd(str):
    """What a cell holds that is no value of its column."""

    __slots__ = ()


def value(declared: Property | None, cell: object) -> Any:
    """The value of a cell; ``declared`` is ``None`` for a column that the record should not have."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return _nothing(declared)
    if isinstance(cell, Odd) or declared is None:
        return cell if isinstance(cell, str | int | float) else Odd(str(cell))
    return _READ[declared.type](declared, cell)


def _nothing(declared: Property | None) -> Any:
    if declared is None or declared is FACT_ID_PROPERTY:
        return EMPTY
    if declared.type in ("texts", "references"):
        return []
    return None if declared.null else EMPTY


def _text(declared: Property, cell: object) -> str:
    if isinstance(cell, str):
        free = not (declared.choices or declared.pattern or declared.refers)
        return cell if free else cell.strip()
    if isinstance(cell, bool):
        return Odd(f"{str(cell).upper()}: not a text")
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return _of_date(declared, cell)


def _of_date(declared: Property, cell: object) -> str:
    """A day where days are meant; Excel keeps it as midnight."""
    whole = isinstance(cell, datetime) and cell.time() == time()
    if declared.dated and (whole or type(cell) is date):
        return cell.date().isoformat() if isinstance(cell, datetime) else str(cell)
    return _odd_time(cell)


def _odd_time(cell: object) -> Odd:
    if isinstance(cell, datetime) and cell.time() == time():
        return Odd(f"{cell.date()}: a date, give the cell the format text")
    what = "a date" if isinstance(cell, date) else "a time"
    return Odd(f"{cell}: {what}, give the cell the format text")


def _texts(_: Property, cell: object) -> list[str] | str:
    if isinstance(cell, bool | date | time | timedelta):
        return Odd(cell if isinstance(cell, str) else str(cell))
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return [item.strip() for item in text.strip().removesuffix(";").split(";")]


def _number(_: Property, cell: object) -> float | str:
    if isinstance(cell, bool):
        return Odd(str(cell).upper())
    if isinstance(cell, int | float):
        return int(cell) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53 else cell
    if not isinstance(cell, str):
        return _odd_time(cell)
    text = cell.strip()
    if found := _NUMBER.fullmatch(text):
        return float(text) if found[1] or found[2] else int(text)
    if plain := _DRESSED.fullmatch(text):
        return Odd(f"{text}: write {re.sub(r'[^0-9.+-]', '', plain[1])}")
    return Odd(text)


def _boolean(_: Property, cell: object) -> bool | str:
    if isinstance(cell, bool):
        return cell
    return _TRUTH.get(str(cell).strip().lower(), Odd(cell))


_READ: Mapping[str, Callable[[Property, object], Any]] = {
    "text": _text, "reference": _text, "texts": _texts, "references": _texts,
    "number": _number, "integer": _number, "boolean": _boolean,
}  # fmt: skip
