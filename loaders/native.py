"""The native format: a folder of JSON Lines files, or one such file.

The nine file names (``banks.jsonl`` ... ``sources.jsonl``, ``facts.jsonl``) say what a file holds; a
file of any other name holds facts. A folder holds any of the nine.
"""

import codecs
import hashlib
import json
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from graph.check import FACT
from graph.errors import InputError
from graph.records import Batch, FileRead, Mistake, Place, Record
from graph.schema import ENTITIES

FACTS = "facts"
ENDING = ".jsonl"
KIND_BY_FILE = {entity.file: entity.kind for entity in ENTITIES}
NAMES = (*KIND_BY_FILE, FACTS)
_FOUND = {list: "a list", str: "a text", int: "a number", float: "a number", bool: "true or false"}


def accepts(path: Path) -> bool:
    """Whether this is a folder or a file of JSON Lines."""
    return path.is_dir() or path.suffix == ENDING


def reads(path: Path) -> Batch:
    """The records of a file, or of the nine files of a folder, with what is no JSON as mistakes."""
    records: list[Record] = []
    mistakes: list[Mistake] = []
    files: list[FileRead] = []
    for file in _files(path):
        data = _bytes(file)
        before = len(records)
        for found in _lines(file, data):
            if isinstance(found, Mistake):
                mistakes.append(found)
            else:
                records.append(found)
        files.append(FileRead(file.name, hashlib.sha256(data).hexdigest(), len(records) - before))
    return Batch(records, files, mistakes)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        there = {entry.name for entry in path.iterdir()}
    except OSError as error:
        raise InputError(f"{path}: the folder cannot be read: {error.strerror}") from error
    found = [path / f"{name}{ENDING}" for name in NAMES if f"{name}{ENDING}" in there]
    if not found:
        expected = ", ".join(f"{name}{ENDING}" for name in NAMES)
        raise InputError(f"{path}: the folder holds none of the files that it may hold: {expected}")
    return found


def _bytes(file: Path) -> bytes:
    try:
        mode = file.stat().st_mode
        if not stat.S_ISREG(mode):  # a pipe that nobody writes to would be waited for
            what = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
            raise InputError(f"{file}: is {what}; expected a file of JSON Lines")
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error


def _lines(file: Path, data: bytes) -> Iterator[Record | Mistake]:
    what, name = KIND_BY_FILE.get(file.stem, FACT), str(file)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield Mistake(Place(name, 1), "the file is in UTF-16: save it as UTF-8")
        return
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if line.strip():
            yield _line(what, line, Place(name, number))


def _line(what: str, line: bytes, place: Place) -> Record | Mistake:
    try:
        columns = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return Mistake(place, _no_json(line, error))
    if not isinstance(columns, dict):
        return Mistake(place, f"expected one record in braces a line, found {_FOUND.get(type(columns), 'null')}")
    # Each column has a colon, and other colons stand in texts: only where there are more is a closer look worth it.
    if line.count(b":") != len(columns) and (twice := _twice(line)):
        return Mistake(place, f"{twice} stands twice: which one is meant?")
    return Record(what, columns, place)


def _no_json(line: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        found = line.decode()[error.pos :][:20].rstrip()
    except UnicodeDecodeError as wrong:
        return f"is not UTF-8: byte {wrong.start + 1} is 0x{line[wrong.start]:02x}; save the file as UTF-8"
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


NATIVE = (accepts, reads)
