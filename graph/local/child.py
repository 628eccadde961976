"""The running Neo4j of a data folder: find it, start it, stop it."""

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass

import psutil

from graph.errors import StoreError
from graph.local import java, process, trouble
from graph.local.conf import write_conf
from graph.local.place import HOME, Local, make_password, plain_errors, read_password, write
from graph.local.progress import Progress

TRIES = 3
NOBODY = 0
"""Stands for the process where none runs: the port is kept, so that drivers find Neo4j again."""
PATIENCE = 300.0
"""Seconds: after a crash Neo4j reads its transaction logs before it answers."""


@dataclass(frozen=True, slots=True)
class Child:
    """A running Neo4j; ``kept`` means that it stays when nobody uses it."""

    pid: int
    port: int
    kept: bool = False

    @property
    def uri(self) -> str:
        """Where it answers."""
        return f"bolt://127.0.0.1:{self.port}"


def find(local: Local) -> Child | None:
    """The Neo4j process of this data folder, whoever started it, whether or not it answers yet."""
    noted = _noted(local)
    if noted and process.port_of(noted.pid, local) == noted.port:
        return noted
    if not local.neo4j.exists():
        return None
    for pid in psutil.pids():  # its starter may have been killed before it could note it down
        if port := process.port_of(pid, local):
            return Child(pid, port)
    return None


def was_kept(local: Local) -> bool:
    """Was the Neo4j that ran last to stay when nobody uses it?"""
    noted = _noted(local)
    return noted is not None and noted.kept


def join(local: Local, progress: Progress) -> Child | None:
    """The Neo4j of this data folder once it answers; ``None`` where none runs, or where it is ending."""
    child = find(local)
    if child and _answers_in_time(local, child, progress):
        return child
    return None


def start(local: Local, progress: Progress, *extra: str) -> Child:
    """Start Neo4j and wait until it answers; ``extra`` are options for Java."""
    noted = _noted(local)
    if noted:
        process.let_close(noted.pid, seconds=10)
    ports = [noted.port] if noted and process.free(noted.port) else []
    with plain_errors("starting Neo4j", HOME):
        _first_password(local, progress)
        for port in [*ports, *(process.any_free() for _ in range(TRIES))]:
            child = _launch(local, port, extra)
            if _comes_up(local, child, progress):
                return child
            if not trouble.port_taken(local):
                break
    raise StoreError(trouble.sentence(local))


def stop(local: Local, child: Child, seconds: float = 60) -> None:
    """Let Neo4j finish what it does and end; after ``seconds`` it is killed."""
    with suppress(psutil.NoSuchProcess):
        running = psutil.Process(child.pid)
        running.terminate()
        if not process.gone(running, seconds):
            kill(local, child)
    keep(local, Child(NOBODY, child.port), kept=False)


def kill(local: Local, child: Child) -> None:
    """End Neo4j at once, as if the power failed."""
    with suppress(psutil.NoSuchProcess):
        running = psutil.Process(child.pid)
        running.kill()
        process.gone(running, 10)
    keep(local, Child(NOBODY, child.port), kept=False)


def keep(local: Local, child: Child, kept: bool) -> Child:
    """Note whether ``child`` stays when nobody uses it."""
    child = Child(child.pid, child.port, kept)
    write(local.child, json.dumps(asdict(child)))
    return child


def _noted(local: Local) -> Child | None:
    try:
        return Child(**json.loads(local.child.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _launch(local: Local, port: int, extra: tuple[str, ...]) -> Child:
    write_conf(local, port)
    trouble.forget(local)
    java.clear_scratch(local)
    command = java.server(local, port, *extra)
    started = process.launch(command, java.environment(), local.neo4j, trouble.console(local))
    return keep(local, Child(started.pid, port), kept=False)


def _comes_up(local: Local, child: Child, progress: Progress) -> bool:
    """Wait until it answers; leave nothing running that does not, or that came up without the graph."""
    good = False
    try:
        good = _answers_in_time(local, child, progress) and not trouble.broken(local)
    finally:
        if not good:
            kill(local, child)
    return good


def _answers_in_time(local: Local, child: Child, progress: Progress) -> bool:
    """Wait for the answer; ``False`` where the process ended instead. What does neither is killed."""
    begun, told = time.monotonic(), False
    while process.port_of(child.pid, local) is not None:
        if process.answers(child.port):
            return True
        waited = time.monotonic() - begun
        if waited > 15 and not told:
            progress.say(f"Neo4j is still starting: it gets up to {PATIENCE / 60:.0f} minutes")
            told = True
        if waited > PATIENCE:
            kill(local, child)
            raise StoreError(f"Neo4j on {local.home} did not answer for {PATIENCE:.0f} s and was ended: try again")
        time.sleep(0.03)
    return False


def _first_password(local: Local, progress: Progress) -> None:
    """Neo4j takes its first password from a file, once, when it makes its system database."""
    if (local.neo4j / "data" / "databases" / "system").exists():
        read_password(local)  # without it nobody could log in: say so before the wait
        return
    progress.say(f"making a new Neo4j store in {local.home}")
    password = read_password(local) if local.password.exists() else make_password(local)
    write_conf(local, 0)
    arguments = local.home / "arguments"
    try:
        # not on the command line, which every process of the machine can read
        write(arguments, f"dbms set-initial-password {password}\n")
        java.admin(local, f"@{arguments}")
    finally:
        arguments.unlink(missing_ok=True)
