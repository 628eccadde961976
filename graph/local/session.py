"""Using the local Neo4j: the first user starts it, others join, the last one stops it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from graph.errors import StoreError
from graph.local import aot, child, swap
from graph.local.installed import bring
from graph.local.place import Local, alone, check, prepare, read_password
from graph.local.progress import Progress, Silent


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Neo4j answers, and how to get in."""

    uri: str
    username: str
    password: str


def install(local: Local, progress: Progress | None = None, *, check: bool = False) -> None:
    """Fetch Neo4j and prepare it for fast starts, unless that is done; ``check`` looks at each byte again."""
    progress = progress or Silent()
    bring(local, progress, check=check)
    aot.make(local, progress, again=check)


@contextmanager
def use(local: Local, progress: Progress | None = None, *, keep: bool = False) -> Iterator[Address]:
    """A running Neo4j for as long as the block lasts; with ``keep`` it stays afterwards.

    Installs and starts what is not there yet, joins what runs already. Raises ``StoreError``.
    """
    progress = progress or Silent()
    check(local)
    install(local, progress)
    with alone(local.home, progress), ExitStack() as undo:
        undo.callback(_end_if_unused, local)
        running = _running(local, progress, keep)
        user = FileLock(local.users / f"{os.getpid()}-{uuid.uuid4().hex}", thread_local=False)
        user.acquire()
        undo.pop_all()
    try:
        yield Address(running.uri, "neo4j", read_password(local))
    finally:
        with alone(local.home, progress):
            user.release()
            _end_if_unused(local)


def start(local: Local, progress: Progress | None = None) -> None:
    """Start Neo4j, or take over the one that runs, to stay until ``stop``."""
    with use(local, progress, keep=True):
        pass


def stop(local: Local, progress: Progress | None = None) -> bool:
    """End a Neo4j that was started to stay; ``False`` where none runs.

    Raises ``StoreError`` where others use it: then it ends when they do.
    """
    check(local)
    if child.find(local) is None:
        return False
    with alone(local.home, progress or Silent()):
        running = child.find(local)
        if running:
            child.keep(local, running, kept=False)
            refuse_if_used(local, "it will stop when they end")
            child.stop(local, running)
    return running is not None


def revive(local: Local, progress: Progress | None = None) -> None:
    """Start a Neo4j again that died while this process uses it; change nothing where it runs, or without a use.

    It takes the same port, so that drivers which are open find it. Raises ``StoreError``.
    """
    progress = progress or Silent()
    if child.find(local) or not local.version.exists():  # a data folder that is gone is not made again
        return
    with alone(local.home, progress):
        if child.find(local) is None and os.getpid() in users(local):
            progress.say("Neo4j has stopped by itself, or was killed: starting it again")
            _running(local, progress, child.was_kept(local))


def end_stuck(local: Local, began: float) -> None:
    """End at once a Neo4j that was started before ``began`` (seconds since 1970): what it does cannot be stopped
    in another way. Whoever uses it starts it again (``revive``)."""
    with alone(local.home, Silent()):
        running = child.find(local)
        if running and psutil.Process(running.pid).create_time() < began:
            child.kill(local, running)
            child.keep(local, child.Child(child.NOBODY, running.port), kept=running.kept)


def users(local: Local) -> list[int]:
    """The processes that use the running Neo4j, this one included; a killed one is none."""
    return sorted({int(path.name.split("-")[0]) for path in local.users.glob("[0-9]*-*") if _held(path)})


def refuse_if_used(local: Local, so: str) -> None:
    """Raise ``StoreError`` with the names of those who use Neo4j, and what follows."""
    if pids := users(local):
        raise StoreError(f"Neo4j on {local.home} is in use by {', '.join(map(_described, pids))}: {so}")


def _running(local: Local, progress: Progress, keep: bool) -> child.Child:
    prepare(local)
    swap.settle(local)
    running = child.join(local, progress) or child.start(local, progress, *aot.option(local))
    return child.keep(local, running, kept=True) if keep else running


def _end_if_unused(local: Local) -> None:
    running = child.find(local)
    if running and not running.kept and not users(local):
        child.stop(local, running)


def _held(path: Path) -> bool:
    """Does a living process hold this file? If not, it goes."""
    lock = FileLock(path, thread_local=False)
    try:
        if psutil.pid_exists(int(path.name.split("-")[0])):
            lock.acquire(timeout=0)
    except Timeout:
        return True
    path.unlink(missing_ok=True)
    lock.release()
    return False


def _described(pid: int) -> str:
    with suppress(psutil.Error):
        words = [Path(word).name if word.startswith("/") else word for word in psutil.Process(pid).cmdline()]
        return f"process {pid} ({' '.join(' '.join(words).split())[:60]})"
    return f"process {pid}"
