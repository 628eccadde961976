"""What a format is, and which there are: one loader each, told by the ending of a file's name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from graph.errors import InputError
from graph.records import Mistake, Record
from loaders.files import PACKINGS, File

GROUP = "bankgraph.loaders"
"""The entry points by which other packages bring loaders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """A format: from an open file to its records.

    ``reads`` yields a ``Record`` for whatever is one and a ``Mistake`` for a line that is none, and
    raises ``InputError`` where the file as a whole cannot be read. ``explains`` yields what else is
    worth knowing of how a file is read, as pairs of a word and a sentence. ``packs``: the file may
    be packed as .gz or .zst; ``File.stream`` then cannot seek.
    """

    name: str
    endings: tuple[str, ...]
    holds: str
    reads: Callable[[File], Iterator[Record | Mistake]]
    explains: Callable[[File], Iterable[tuple[str, str]]] = lambda _: ()
    packs: bool = True


LOADERS: dict[str, Loader] = {}
"""By name."""


def register(loader: Loader) -> None:
    """Add a loader. Refuses a name or an ending that is taken."""
    if loader.name in LOADERS:
        raise ValueError(f"there is a loader {loader.name!r} already; known are {', '.join(LOADERS)}")
    for ending in loader.endings:
        if ending in PACKINGS or not ending.startswith(".") or ending != ending.lower():
            raise ValueError(f"{ending!r} is no ending of files for a loader: expected one such as .csv")
        if taken := next((other.name for other in LOADERS.values() if ending in other.endings), None):
            raise ValueError(f"files that end in {ending} are read by the loader {taken!r} already")
    LOADERS[loader.name] = loader


def by_ending() -> dict[str, Loader]:
    """The loaders by the ending of the files that they read, those of other packages with them."""
    _load_others()
    return {ending: loader for loader in LOADERS.values() for ending in loader.endings}


@cache
def _load_others() -> None:
    for point in entry_points(group=GROUP):
        _load_other(point)


def _load_other(point: EntryPoint) -> None:
    package = point.dist.name if point.dist else "?"
    where = f"the loader {point.name!r} of the package {package} cannot be used"
    try:
        loader = point.load()
    except Exception as error:  # whatever a package of others does wrong on import is its users' to know
        raise InputError(f"{where}: {type(error).__name__}: {error}; mend or uninstall the package") from error
    if not isinstance(loader, Loader):
        raise InputError(f"{where}: {point.value} is no loaders.Loader; mend or uninstall the package")
    if LOADERS.get(loader.name) is loader:
        return  # from an earlier try, which another package's loader ended
    try:
        register(loader)
    except ValueError as error:
        raise InputError(f"{where}: {error}; uninstall the package") from error
