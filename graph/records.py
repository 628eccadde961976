"""What a loader hands over: one record a line, each with the place that it stands at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a record stands: a file and a line (or a sheet and a row) in it."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Record:
    """One line as it was read: what it is (``bank``, ..., ``source`` or ``fact``), its columns, its place.

    Which kind of fact it is, its column ``kind`` says.
    """

    what: str
    columns: Mapping[str, Any] = field(hash=False)
    place: Place


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something wrong in a file: where, and what was found and expected there.

    Of a line that is no record, ``line`` is the line itself, and ``what`` what was expected there.
    """

    place: Place
    text: str
    line: str = field(default="", compare=False)
    what: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file of a load: its name as given, the sha256 of its bytes, the number of its records."""

    name: str
    sha256: str
    records: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one load brings: entities and facts in any order; what is no record stands as a mistake
    among them or in ``mistakes``.

    ``records`` may come straight from the files as they are read, once; ``files`` are then complete when
    the last record has come.
    """

    records: Iterable[Record | Mistake]
    files: Sequence[FileRead] = ()
    mistakes: Sequence[Mistake] = ()
