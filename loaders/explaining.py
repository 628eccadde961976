"""How files would be read: what ``bankgraph load --explain`` says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.check import FACT
from graph.errors import InputError
from graph.records import Mistake
from loaders.files import KIND_BY_FILE, NAMES, parts
from loaders.reading import STDIN, Found, find

_FILES = {kind: name for name, kind in KIND_BY_FILE.items()} | {FACT: NAMES[-1]}


@dataclass(slots=True)
class Part:
    """A file, or a sheet of one: what its records are, and how many."""

    place: str
    rows: dict[str, int] = field(default_factory=dict)
    mistakes: int = 0

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {"place": self.place, "rows": self.rows, "mistakes": self.mistakes}


@dataclass(frozen=True, slots=True)
class Explained:
    """How a file would be read; ``refused`` holds the sentences where it would not be."""

    path: str
    loader: str
    details: dict[str, str]
    parts: list[Part]
    refused: list[str]

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        read = [part.as_json() for part in self.parts]
        return {
            "file": self.path, "loader": self.loader, "details": self.details, "parts": read, "refused": self.refused,
        }  # fmt: skip


def explain(paths: Iterable[Path]) -> Iterator[Explained]:
    """How each file of ``paths`` would be read. Nothing is checked but the form of files."""
    for path in paths:
        if path == STDIN:
            raise InputError("-: standard input can be read only once: explain a file instead")
        yield from map(_explain, find(path))


def _explain(found: Found) -> Explained:
    packing = parts(found.path.name)[2]
    details = {"packed as": packing} if packing else {}
    seen: dict[str, Part] = {}
    refused: list[str] = []
    try:
        with found.opened() as file:
            details |= dict(found.loader.explains(file))
        with found.opened() as file:
            for one in found.loader.reads(file):
                part = seen.setdefault(one.place.file, Part(one.place.file))
                if isinstance(one, Mistake):
                    part.mistakes += 1
                else:
                    name = _FILES.get(one.what, one.what)
                    part.rows[name] = part.rows.get(name, 0) + 1
    except InputError as error:
        refused += error.mistakes or [str(error)]
    return Explained(str(found.path), found.loader.name, details, list(seen.values()), refused)
