"""The native format: a folder of JSON Lines files, or one such file.

The nine file names (``banks.jsonl`` ... ``sources.jsonl``, ``facts.jsonl``) say what a file holds; a
file of any other name holds facts. A folder holds any of the nine.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import orjson

from graph.check import FACT
from graph.errors import InputError
from graph.records import Batch, FileRead, Mistake, Place, Record
from graph.schema import ENTITIES

FACTS = "facts"
ENDING = ".jsonl"
KIND_BY_FILE = {entity.file: entity.kind for entity in ENTITIES}
NAMES = (*KIND_BY_FILE, FACTS)


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
        found = [file for name in NAMES if (file := path / f"{name}{ENDING}").is_file()]
    except PermissionError as error:
        raise InputError(f"{path}: may not be read by this user: {error.strerror}") from error
    if not found:
        expected = ", ".join(f"{name}{ENDING}" for name in NAMES)
        raise InputError(f"{path}: holds none of the files of a data folder: {expected}")
    return found


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error


def _lines(file: Path, data: bytes) -> Iterator[Record | Mistake]:
    what = KIND_BY_FILE.get(file.stem, FACT)
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield _line(what, line, Place(file.name, number))


def _line(what: str, line: bytes, place: Place) -> Record | Mistake:
    try:
        columns = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return Mistake(place, f"is no JSON: {_said(error)}")
    if not isinstance(columns, dict):
        return Mistake(place, f"expected a JSON object, one record a line, found a {type(columns).__name__}")
    return Record(what, columns, place)


def _said(error: orjson.JSONDecodeError) -> str:
    # orjson counts lines within the text it was given, which is one line here: only the column says something.
    return f"{error.msg}, at character {error.colno}"


NATIVE = (accepts, reads)
