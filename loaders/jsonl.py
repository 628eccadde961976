"""JSON Lines: one object a line.

In a file of none of the nine names a line may begin with the field ``record``, which says what it is:
``bank``, ..., ``source`` or ``fact``. So one file, or standard input, holds records of every kind.
"""

import codecs
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from graph.check import FACT, near, show
from graph.records import Mistake, Place, Record
from graph.schema import ENTITY_BY_KIND
from loaders.encodings import looks_like_utf_16, not_utf_8
from loaders.files import NAMES, File
from loaders.formats import Loader

RECORD = "record"
REJECTED = "rejected"
"""Why a load left a record out: a field beside ``record`` that is not read."""
WHATS = (*ENTITY_BY_KIND, FACT)
_FOUND = {list: "a list", str: "a text", int: "a number", float: "a number", bool: "true or false"}


def reads(file: File) -> Iterator[Record | Mistake]:
    """The records of a file, with what is no JSON as mistakes."""
    mixed = file.stem not in NAMES
    for number, line in file.lines():
        place = Place(file.name, number)
        if number == 1:
            if looks_like_utf_16(line):
                yield Mistake(place, "the file is in UTF-16: save it as UTF-8")
                return
            line = line.removeprefix(codecs.BOM_UTF8)
        if line.strip():
            yield _line(file.what, line.rstrip(b"\n"), place, mixed)


def explains(file: File) -> Iterable[tuple[str, str]]:
    """Its encoding, and the columns of all its records together."""
    columns: dict[str, None] = {}
    for number, line in file.lines():
        if number == 1:
            yield "encoding", encoding(line)
        record = _line(file.what, line.removeprefix(codecs.BOM_UTF8), Place(file.name, number), False)
        if isinstance(record, Record):
            columns |= dict.fromkeys(record.columns)
    yield "columns", ", ".join(columns) or "none"


def encoding(start: bytes) -> str:
    """The encoding of a file that begins so."""
    if looks_like_utf_16(start):
        return "UTF-16, which is not read"
    return "UTF-8 with a byte order mark" if start.startswith(codecs.BOM_UTF8) else "UTF-8"


def _line(what: str, line: bytes, place: Place, mixed: bool) -> Record | Mistake:
    try:
        columns = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return _mistake(place, _no_json(line, error), line, what)
    if not isinstance(columns, dict):
        found = _FOUND.get(type(columns), "null")
        return _mistake(place, f"expected one record in braces a line, found {found}", line, what)
    # Each column has a colon, and other colons stand in addresses and texts: only where there are more is a closer
    # look worth it.
    if line.count(b":") - line.count(b"://") != len(columns) and (twice := _twice(line)):
        return _mistake(place, f"{twice} stands twice: which one is meant?", line, what)
    if mixed and RECORD in columns:
        what = columns.pop(RECORD)
        if what not in WHATS:
            return _mistake(place, _no_record(what), line)
        reasons = columns.pop(REJECTED, None)
        if reasons and set(columns) == {"line"}:
            return _mistake(
                place, f"was rejected, and is not mended yet: put the record itself here ({reasons[0]})", line
            )
    return Record(what, columns, place)


def _mistake(place: Place, text: str, line: bytes, what: str = FACT) -> Mistake:
    return Mistake(place, text, line.decode(errors="replace"), what)


def _no_record(what: object) -> str:
    like = near(what, WHATS, 1) if isinstance(what, str) else []
    return f"{RECORD} must be one of {', '.join(WHATS)}, not {show(what)}" + (
        f"; did you mean {like[0]}?" if like else ""
    )


def _no_json(line: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        found = line.decode()[error.pos :][:20].rstrip()
    except UnicodeDecodeError as wrong:
        return not_utf_8(line, wrong.start)
    where = f"is no JSON at character {error.colno}"
    if found.startswith(("NaN", "Infinity")) or error.msg.startswith("number is infinity"):
        return f"{where}: {found!r} is no number of JSON; null where it is unknown"
    return f"{where}: {error.msg}" + (f"; found {found!r}" if found else "")


def _twice(line: bytes) -> str | None:
    """The first name that an object of the line gives two values; orjson takes the last one silently."""
    doubled: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        count = Counter(name for name, _ in pairs)
        doubled.extend(name for name, times in count.items() if times > 1)

    try:
        json.loads(line, object_pairs_hook=note)
    except RecursionError:
        return None  # no record nests: the check of the record refuses it
    return doubled[0] if doubled else None


JSONL = Loader(name="jsonl", endings=(".jsonl",), holds="JSON Lines", reads=reads, explains=explains)
