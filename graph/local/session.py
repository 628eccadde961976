"""Using the local Neo4j: the first user starts it, others join, the last one stops it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from graph.local import aot, child
from graph.local.install import install
from graph.local.place import Local, alone, check, prepare, read_password
from graph.local.progress import Progress, Silent


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Neo4j answers, and how to get in."""

    uri: str
    username: str
    password: str


@contextmanager
def use(local: Local, progress: Progress | None = None, *, keep: bool = False) -> Iterator[Address]:
    """A running Neo4j for as long as the block lasts; with ``keep`` it stays afterwards.

    Installs and starts what is not there yet, joins what runs already.
    """
    progress = progress or Silent()
    check(local)
    install(local, progress)
    aot.make(local, progress)
    with alone(local.home, progress):
        running = _running(local, progress, keep)
        user = FileLock(local.users / f"{os.getpid()}-{uuid.uuid4().hex}", thread_local=False)
        user.acquire()
    try:
        yield Address(running.uri, "neo4j", read_password(local))
    finally:
        with alone(local.home, progress):
            user.release()
            _end_if_unused(local)


def users(local: Local) -> list[int]:
    """The processes that use the running Neo4j, this one included; a killed one is none."""
    if not local.users.exists():
        return []
    return sorted({int(path.name.split("-")[0]) for path in local.users.iterdir() if _held(path)})


def _running(local: Local, progress: Progress, keep: bool) -> child.Child:
    prepare(local)
    running = child.find(local) or child.start(local, progress, *aot.option(local))
    return child.keep(local, running, kept=True) if keep else running


def _end_if_unused(local: Local) -> None:
    running = child.find(local)
    if running and not running.kept and not users(local):
        child.stop(local, running)


def _held(path: Path) -> bool:
    """Does a living process hold this file? If not, it goes."""
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    path.unlink(missing_ok=True)
    lock.release()
    return False
