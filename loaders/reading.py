"""Paths to records: which files there are, which loader reads each, everything as one batch."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from graph.errors import InputError
from graph.loads.rejected import MOST_MISTAKES
from graph.records import Batch, FileRead, Mistake, Record
from loaders.files import NAMES, PACKINGS, File, opened, parts, spooled
from loaders.formats import Loader, by_ending
from loaders.jsonl import JSONL

STDIN = Path("-")
_SAVE_AS = {
    ".xlsm": "it may hold macros: save it as .xlsx",
    ".xlsb": "save it as .xlsx",
    ".xls": "save it as .xlsx",
    ".ods": "save it as .xlsx",
    ".numbers": "export it as .xlsx",
    ".json": "write one object a line, without a list around them, and name it .jsonl",
    ".ndjson": "name it .jsonl",
    ".txt": "name it .tsv or .csv if it is a table",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file and the loader that reads it."""

    path: Path
    loader: Loader

    @property
    def name(self) -> str:
        """The file's name, as receipts list it."""
        return "<stdin>" if self.path == STDIN else self.path.name

    def opened(self) -> AbstractContextManager[File]:
        """The file, open for as long as the block lasts."""
        return spooled() if self.path == STDIN else opened(self.path, self.loader.holds)


def read(paths: Iterable[Path]) -> Batch:
    """Everything in ``paths`` as one batch, in memory; ``-`` is standard input.

    Raises ``InputError`` where a path or a file as a whole cannot be read, after all have been tried.
    """
    batch = stream(paths)
    everything = [*batch.records]
    records = [one for one in everything if isinstance(one, Record)]
    return Batch(records, batch.files, [one for one in everything if isinstance(one, Mistake)])


def stream(paths: Iterable[Path]) -> Batch:
    """The same as it is read, for once: in flat memory. What ``read`` raises comes behind the last record.

    The first record is read at once: where there is none because nothing can be read, that is said now.
    """
    files: list[FileRead] = []
    records = _streamed(list(_tried(paths)), files)
    return Batch(chain([*islice(records, 1)], records), files)


def _streamed(found: Iterable[Found | InputError], files: list[FileRead]) -> Iterator[Record | Mistake]:
    refused: list[str] = []
    mistakes: list[str] = []
    wrong = 0
    for one in found:
        count = 0
        try:
            if isinstance(one, InputError):
                raise one
            with one.opened() as file:
                for record in one.loader.reads(file):
                    if isinstance(record, Record):
                        count += 1
                    else:
                        wrong += 1
                        if wrong <= MOST_MISTAKES:
                            mistakes.append(str(record))
                    yield record
            files.append(FileRead(one.name, file.sha256, count))
        except InputError as error:
            refused += error.mistakes or [str(error)]
    if refused:
        named = list(dict.fromkeys([*refused, *mistakes]))
        raise _refusal(named, len(named) + wrong - len(mistakes))


def find(path: Path) -> list[Found]:
    """The files that ``path`` stands for. Raises ``InputError`` for a path that nobody can read."""
    if path == STDIN:
        return [Found(path, JSONL)]
    try:
        there, folder = path.exists(), path.is_dir()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    if not there:
        raise InputError(f"{path}: there is no such file or folder")
    return _in_folder(path) if folder else [Found(path, _loader_of(path))]


def _tried(paths: Iterable[Path]) -> Iterator[Found | InputError]:
    for path in paths:
        try:
            yield from find(path)
        except InputError as error:
            yield error


def _refusal(mistakes: list[str], count: int) -> InputError:
    if count == 1:
        return InputError(mistakes[0])
    more = f", of which the first {MOST_MISTAKES} are named" if count > MOST_MISTAKES else ""
    return InputError(f"nothing was loaded: {count} mistakes{more}", mistakes[:MOST_MISTAKES])


def _in_folder(folder: Path) -> list[Found]:
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise InputError(f"{folder}: the folder cannot be read: {error.strerror}") from error
    loaders, by_stem = by_ending(), {name: list[Found]() for name in NAMES}
    for name in names:
        stem, ending, packing = parts(name)
        loader = loaders.get(ending)
        if stem in by_stem and loader and (loader.packs or not packing):
            by_stem[stem].append(Found(folder / name, loader))
    twins = [found for found in by_stem.values() if len(found) > 1]
    if twins:
        raise InputError(*_twins(folder, twins))
    if not any(by_stem.values()):
        raise InputError(_none(folder, loaders))
    return [found for files in by_stem.values() for found in files]


def _twins(folder: Path, twins: list[list[Found]]) -> tuple[str, list[str]]:
    said = [
        f"{folder}: {' and '.join(found.name for found in files)} are two files for one name: keep one, "
        "or load them by their own names"
        for files in twins
    ]
    return said[0], said


def _none(folder: Path, loaders: dict[str, Loader]) -> str:
    endings = ", ".join(loaders)
    return (
        f"{folder}: the folder holds none of the files that it may hold: {', '.join(NAMES)}, "
        f"each with one of the endings {endings}"
    )


def _loader_of(path: Path) -> Loader:
    loaders = by_ending()
    _, ending, packing = parts(path.name)
    loader = loaders.get(ending)
    if loader is None:
        hint = f"; {_SAVE_AS[ending]}" if ending in _SAVE_AS else ""
        packings = " or ".join(PACKINGS)
        raise InputError(
            f"{path}: nothing here reads such a file: expected a folder or a file that ends in "
            f"{', '.join(loaders)}, or that with {packings} behind it{hint}"
        )
    if packing and not loader.packs:
        raise InputError(f"{path}: a file of {loader.holds} is not read packed as {packing}: unpack it")
    return loader
