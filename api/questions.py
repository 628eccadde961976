"""The named questions: ours, and those in the user's folder."""

from functools import cache
from pathlib import Path

from api.settings import Settings
from cypher import Library, NamedQuery
from cypher.library import OURS
from graph.check import near
from graph.errors import InputError, UnknownName


def questions(settings: Settings) -> Library:
    """All named questions. Raises ``HeaderError`` (file:line) where one of them is badly headed."""
    if settings.queries is not None and not settings.queries.is_dir():
        raise InputError(f"BANKGRAPH_QUERIES is {settings.queries}, which is no folder")
    return _library(settings.queries)


def question(settings: Settings, name: str) -> NamedQuery:
    """The question of that name. Raises ``UnknownName`` with the nearest ones."""
    known = questions(settings)
    if name in known:
        return known[name]
    like = near(name, list(known))
    hint = f"did you mean {', '.join(like)}?" if like else "bankgraph queries lists those there are"
    raise UnknownName(f"there is no question named {name!r}: {hint}", like)


def comes_with_us(query: NamedQuery) -> bool:
    """Whether it is one of bankgraph's own, and none of the user's folder."""
    return Path(query.file).parent == OURS


@cache
def _library(folder: Path | None) -> Library:
    return Library(OURS, *([folder] if folder else []))
