"""What there is of a local Neo4j, and who uses it."""

from dataclasses import dataclass
from pathlib import Path

from graph.local import aot, child, jars
from graph.local.installed import installed, jar_folder
from graph.local.place import Local, check
from graph.local.session import users


@dataclass(frozen=True, slots=True)
class Status:
    """``stays``: it goes on when nobody uses it; ``users``: process numbers; sizes are in bytes."""

    home: Path
    data_bytes: int
    jars: Path
    jars_bytes: int
    neo4j: str
    installed: bool
    fast_start: bool
    running: bool
    stays: bool
    pid: int | None
    uri: str | None
    users: list[int]


def status(local: Local) -> Status:
    """Look, and change nothing."""
    check(local)
    running = child.find(local)
    return Status(
        home=local.home,
        data_bytes=_size(local.neo4j),
        jars=jar_folder(local),
        jars_bytes=_size(jar_folder(local)),
        neo4j=jars.version(),
        installed=installed(local),
        fast_start=aot.path(local).exists(),
        running=running is not None,
        stays=running is not None and running.kept,
        pid=running.pid if running else None,
        uri=running.uri if running else None,
        users=users(local),
    )


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
