"""From files to facts: one module a format, each registered under its name.

A loader takes a path and yields a ``graph.records.Batch``; it knows the format and nothing of
what the records mean, which ``graph`` checks.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from graph.errors import InputError
from graph.records import Batch, FileRead, Mistake, Record
from loaders.native import NATIVE

Reads = Callable[[Path], Batch]
Accepts = Callable[[Path], bool]

LOADERS: dict[str, tuple[Accepts, Reads]] = {}
"""By name: whether a loader takes a path, and how it reads it."""

EXAMPLE = Path(__file__).parent / "data"
"""The data set that comes with bankgraph."""


def register(name: str, accepts: Accepts, reads: Reads) -> None:
    """Add a loader. Refuses a name that is taken."""
    if name in LOADERS:
        raise ValueError(f"there is a loader {name!r} already; known are {', '.join(LOADERS)}")
    LOADERS[name] = accepts, reads


def read(paths: Iterable[Path]) -> Batch:
    """Everything in ``paths`` as one batch. Raises ``InputError`` for a path that nobody can read."""
    return join([_read_one(path) for path in paths])


def join(batches: Iterable[Batch]) -> Batch:
    """Several batches as one."""
    records: list[Record] = []
    files: list[FileRead] = []
    mistakes: list[Mistake] = []
    for batch in batches:
        records += batch.records
        files += batch.files
        mistakes += batch.mistakes
    return Batch(records, files, mistakes)


def _read_one(path: Path) -> Batch:
    try:
        there = path.exists()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    if not there:
        raise InputError(f"{path}: there is no such file or folder")
    for accepts, reads in LOADERS.values():
        if accepts(path):
            return reads(path)
    raise InputError(f"{path}: nothing here reads such a file: expected a folder or a file that ends in .jsonl")


register("native", *NATIVE)
