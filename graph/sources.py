"""How many say so: independent sources, as far as known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.schema import RELIABILITY


@dataclass(frozen=True, slots=True)
class SourceOrigin:
    """Of a source what counting needs: the one it copies, and how far it is relied on."""

    copy_of: str | None
    reliability: str | None


def root_of(source: str, origins: Mapping[str, SourceOrigin]) -> str:
    """The source at the end of the chain of ``copy_of``."""
    while (origin := origins[source].copy_of) is not None:
        source = origin
    return source


def independent_sources(sources: Iterable[str], origins: Mapping[str, SourceOrigin]) -> int:
    """The number of independent sources among ``sources``, as far as known.

    Copies count as their root, each root once; all roots of class ``vendor`` together count as one.
    """
    roots = {root_of(source, origins) for source in sources}
    vendors = {root for root in roots if origins[root].reliability == "vendor"}
    return len(roots - vendors) + (1 if vendors else 0)


def cycles_in(copies: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Every cycle of ``copy_of`` as the ids on it, first repeated last."""
    done: set[str] = set()
    for start in copies:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = copies.get(at)
        if at in path:
            ring = [*path][[*path].index(at) :]
            yield [*ring, at]
        done.update(path)


def strength(reliability: str | None) -> int:
    """A rank to sort by: 0 for primary up to 5 for not judged."""
    return RELIABILITY.index(reliability) if reliability in RELIABILITY else len(RELIABILITY)
