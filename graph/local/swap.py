"""Put another store in the place of the one that is there, so that a failure or a kill changes nothing."""

import shutil
from pathlib import Path

from graph.local import child
from graph.local.place import Local


def stage(local: Local) -> Local:
    """Where the new store is built, within the data folder."""
    return Local(local.home / "restore", local.cache)


def into_place(local: Local) -> None:
    """The new store takes the old one's place; the old one waits aside for ``accept`` or ``settle``."""
    if local.neo4j.exists():
        local.neo4j.rename(_aside(local))
    stage(local).neo4j.rename(local.neo4j)


def accept(local: Local) -> None:
    """The new store is good: the old one goes."""
    if _aside(local).exists():
        _aside(local).rename(_trash(local))  # at once, so that half of it is never put back
    settle(local)


def settle(local: Local) -> None:
    """Undo what was not accepted, also after a kill, and clear away what is left."""
    if _aside(local).exists():
        if running := child.find(local):
            child.kill(local, running)
        if local.neo4j.exists():
            _remove(_trash(local))
            local.neo4j.rename(_trash(local))
        _aside(local).rename(local.neo4j)
    _remove(_trash(local))
    _remove(stage(local).home)


def _aside(local: Local) -> Path:
    return local.home / "neo4j.before"


def _trash(local: Local) -> Path:
    return local.home / "neo4j.trash"


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
