"""A file to read: looked at before it is opened, unpacked, hashed, and watched while it is read."""

import hashlib
import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from graph.check import FACT
from graph.errors import InputError
from graph.schema import ENTITIES
from loaders.packing import Gunzip, Unpacking, Unzstd

FACTS = "facts"
KIND_BY_FILE = {entity.file: entity.kind for entity in ENTITIES}
NAMES = (*KIND_BY_FILE, FACTS)
"""The nine names of files and sheets that say what is in them."""
PACKINGS: dict[str, type[Unpacking]] = {".gz": Gunzip, ".zst": Unzstd}
LONGEST_LINE = 20_000_000
"""In bytes."""
STDIN = "<stdin>"


@dataclass(frozen=True, slots=True)
class File:
    """An open file. ``name`` is how places call it; ``stream`` gives its bytes, unpacked.

    ``stem`` is its name without endings, ``sha256`` that of its bytes as they lie on disk.
    """

    name: str
    stem: str
    stream: BinaryIO
    sha256: str
    size: int

    @property
    def what(self) -> str:
        """What its records are: what the nine names say, and facts for any other."""
        return KIND_BY_FILE.get(self.stem, FACT)

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Its lines with their numbers. Raises ``InputError`` for one longer than ``LONGEST_LINE``."""
        number = 0
        while line := self.stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise too_long(self.name, number)
            yield number, line


def too_long(name: str, number: int) -> InputError:
    """What to say of a line that is no line."""
    return InputError(f"{name}:{number}: the line is longer than {LONGEST_LINE:,} bytes; expected one record a line")


def parts(name: str) -> tuple[str, str, str]:
    """A file's name as stem, ending and packing: ``facts.CSV.gz`` is facts, .csv and .gz."""
    path = Path(name)
    packing = path.suffix.lower() if path.suffix.lower() in PACKINGS else ""
    if packing:
        path = path.with_suffix("")
    return path.stem, path.suffix.lower(), packing


@contextmanager
def opened(path: Path, holds: str) -> Iterator[File]:
    """The file at ``path``, for as long as the block lasts. ``holds`` says what is expected in it.

    Raises ``InputError`` where it is no file, may not be read, is damaged, or changed meanwhile.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # a pipe that nobody writes to would be waited for
            what = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
            raise InputError(f"{path}: is {what}; expected a file of {holds}")
        with path.open("rb") as raw:
            before = os.fstat(raw.fileno())
            yield _file(str(path), *parts(path.name)[::2], raw)
            after = os.fstat(raw.fileno())
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InputError(f"{path}: changed while it was read: load it when nothing writes to it any more")


@contextmanager
def spooled() -> Iterator[File]:
    """Standard input, kept in a temporary file for as long as the block lasts."""
    with tempfile.TemporaryFile() as kept:
        try:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            kept.flush()
        except OSError as error:
            where = f"in {tempfile.gettempdir()} (TMPDIR names another folder)"
            raise InputError(f"{STDIN}: cannot be kept {where}: {error.strerror}") from error
        kept.seek(0)
        yield _file(STDIN, STDIN, "", kept)


def _file(name: str, stem: str, packing: str, raw: io.BufferedReader | io.BufferedRandom) -> File:
    sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
    size = raw.tell()
    raw.seek(0)
    stream: BinaryIO = raw
    if packing:
        stream = io.BufferedReader(PACKINGS[packing](name, raw, size), 1 << 16)
    return File(name, stem, stream, sha256, size)
