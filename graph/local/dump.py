"""The whole graph in one file, and back, by Neo4j's own dump: of a stopped Neo4j only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import InputError, StoreError
from graph.local import aot, child, java, swap
from graph.local.conf import write_conf
from graph.local.installed import bring
from graph.local.place import Local, alone, check, plain_errors, prepare
from graph.local.progress import Progress, Silent
from graph.local.session import refuse_if_used

UNCLEAN = "Active logical log"
"""What neo4j-admin says of a store whose Neo4j was killed."""


def backup(local: Local, file: Path, progress: Progress | None = None) -> None:
    """Write the graph of a data folder that nobody uses into ``file``, which must not be there yet."""
    progress = progress or Silent()
    if file.exists():
        raise InputError(f"{file} is there already: choose another name, or remove it")
    if not file.absolute().parent.is_dir():
        raise InputError(f"{file.absolute().parent}: there is no such folder")
    check(local)
    if not _database(local).exists():
        raise StoreError(f"{local.home} holds no graph yet: there is nothing to back up")
    bring(local, progress)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    with _stopped(local, progress), plain_errors("the backup"):
        progress.say(f"backing up to {file}")
        try:
            _dump(local, part, progress)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


def restore(local: Local, file: Path, progress: Progress | None = None) -> None:
    """Make the graph of a data folder that nobody uses what ``file`` says.

    The old graph stays aside until Neo4j has opened the new one; after a failure it is there as before.
    """
    progress = progress or Silent()
    if not file.is_file():
        raise InputError(f"{file}: there is no such file; expected one that bankgraph store backup wrote")
    check(local)
    bring(local, progress)
    with _stopped(local, progress) as kept, plain_errors("restoring"):
        progress.say(f"restoring from {file}")
        try:
            _load(swap.stage(local), file)
            swap.into_place(local)
            opened = child.start(local, progress, *aot.option(local))
            swap.accept(local)
            if not kept:
                child.stop(local, opened)
        except StoreError as error:
            raise StoreError(f"{file} cannot be restored, and the data folder is as it was: {error}") from error
        finally:
            swap.settle(local)


def _database(local: Local) -> Path:
    return local.neo4j / "data" / "databases" / "neo4j"


def _dump(local: Local, part: Path, progress: Progress) -> None:
    try:
        _dump_clean(local, part)
    except StoreError as error:
        if UNCLEAN not in str(error):
            raise
        progress.say("Neo4j was killed: repairing its store first")
        child.stop(local, child.start(local, progress, *aot.option(local)))
        _dump_clean(local, part)


def _dump_clean(local: Local, part: Path) -> None:
    with part.open("wb") as out:
        java.admin(local, "database", "dump", "neo4j", "--to-stdout", stdout=out)
        os.fsync(out.fileno())


def _load(stage: Local, file: Path) -> None:
    write_conf(stage, 0)
    with file.open("rb") as dump:
        java.admin(stage, "database", "load", "neo4j", "--from-stdin", stdin=dump)


@contextmanager
def _stopped(local: Local, progress: Progress) -> Iterator[bool]:
    """Nobody uses the data folder's Neo4j, and it does not run; was it to stay, then it runs again afterwards."""
    with alone(local.home, progress):
        refuse_if_used(local, "while it is in use Neo4j can neither be backed up nor restored")
        prepare(local)
        swap.settle(local)
        running = child.find(local)
        kept = running is not None and running.kept
        if running:
            child.stop(local, running)
        try:
            yield kept
        finally:
            if kept:
                again = child.find(local) or child.start(local, progress, *aot.option(local))
                child.keep(local, again, kept=True)
