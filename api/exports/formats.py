"""What a format of exports is, and which there are: one module each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from graph.check import near
from graph.errors import UnknownName
from graph.export import Graph

T = TypeVar("T")
Rows = Callable[[Sequence[str], Iterable[Sequence[Any]]], Iterator[str | bytes]]
"""From the columns and rows of a query's answer to the text of a file, piece by piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: from a graph to the text of a file, piece by piece as the graph is read.

    ``rows``: it is a table, and writes the rows of a query's answer; else it writes the graph in them.
    """

    name: str
    ending: str
    media_type: str
    about: str
    writes: Callable[[Graph], Iterator[str | bytes]]
    rows: Rows | None = None


FORMATS: dict[str, Format] = {}
"""By name."""


def register(format_: Format) -> None:
    """Add a format. Refuses a name that is taken."""
    if format_.name in FORMATS:
        raise ValueError(f"there is a format {format_.name!r} already; known are {', '.join(FORMATS)}")
    FORMATS[format_.name] = format_


def format_named(name: str) -> Format:
    """The format of that name. Raises ``UnknownName`` with the nearest ones."""
    if name in FORMATS:
        return FORMATS[name]
    like = near(name, FORMATS)
    hint = f"did you mean {', '.join(like)}?" if like else f"there is {', '.join(FORMATS)}"
    raise UnknownName(f"there is no format {name[:80]!r}: {hint}", like)


def portions(items: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """The items, as many at once as is quick to write."""
    left = iter(items)
    while portion := list(islice(left, size)):
        yield portion
