"""The running Neo4j of a data folder: find it, start it, stop it."""

import json
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass

import psutil

from graph.errors import StoreError
from graph.local import java, trouble
from graph.local.conf import write_conf
from graph.local.place import Local, make_password, plain_errors, read_password, write
from graph.local.progress import Progress

TRIES = 3
NOBODY = 0
"""Stands for the process where none runs: the port is kept, so that drivers find Neo4j again."""
PATIENCE = 300.0
"""Seconds: after a crash Neo4j reads its transaction logs before it answers."""

_started: list[subprocess.Popen[bytes]] = []
"""Held so that our own children are reaped, and not called forgotten, when others stop them."""


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
    """The Neo4j that runs on this data folder, whoever started it."""
    noted = _noted(local)
    if noted and _is_ours(noted.pid, local):
        return noted
    if not local.neo4j.exists():
        return None
    # its starter may have been killed before it could note it down
    pids = [process.pid for process in psutil.process_iter() if _is_ours(process.pid, local)]
    return Child(pids[0], noted.port) if pids and noted else None


def start(local: Local, progress: Progress, *extra: str) -> Child:
    """Start Neo4j and wait until it answers; ``extra`` are options for Java."""
    noted = _noted(local)
    ports = [noted.port] if noted and _free(noted.port) else []
    with plain_errors("starting Neo4j"):
        _first_password(local, progress)
        for port in [*ports, *(_any_free() for _ in range(TRIES))]:
            child, process = _launch(local, port, extra)
            if _answers_in_time(child, process, progress):
                if not trouble.broken(local):
                    return child
                kill(local, child)
            if not trouble.port_taken(local):
                break
    raise StoreError(trouble.sentence(local))


def stop(local: Local, child: Child, seconds: float = 60) -> None:
    """Let Neo4j finish what it does and end; after ``seconds`` it is killed."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(child.pid)
        process.terminate()
        if not gone(process, seconds):
            kill(local, child)
    keep(local, Child(NOBODY, child.port), kept=False)


def kill(local: Local, child: Child) -> None:
    """End Neo4j at once, as if the power failed."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(child.pid)
        process.kill()
        gone(process, 10)
    keep(local, Child(NOBODY, child.port), kept=False)


def keep(local: Local, child: Child, kept: bool) -> Child:
    """Note whether ``child`` stays when nobody uses it."""
    child = Child(child.pid, child.port, kept)
    write(local.child, json.dumps(asdict(child)))
    return child


def gone(process: psutil.Process, seconds: float) -> bool:
    """Wait until the process has ended, whoever its parent is."""
    deadline = time.monotonic() + seconds
    while _alive(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _alive(process: psutil.Process) -> bool:
    for own in _started[:]:
        if own.poll() is not None:
            _started.remove(own)
    try:
        # a zombie has ended; its parent merely has not looked
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _noted(local: Local) -> Child | None:
    try:
        return Child(**json.loads(local.child.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _is_ours(pid: int, local: Local) -> bool:
    """A number may have gone to another process since; the data folder in its command line has not."""
    try:
        process = psutil.Process(pid)
        return java.mark(local.neo4j) in process.cmdline() and _alive(process)
    except psutil.Error:
        return False


def _launch(local: Local, port: int, extra: tuple[str, ...]) -> "tuple[Child, subprocess.Popen[bytes]]":
    write_conf(local, port)
    trouble.forget(local)
    keep(local, Child(NOBODY, port), kept=False)
    with trouble.console(local).open("wb") as console:
        process = subprocess.Popen(
            java.server(local, *extra),
            env=java.environment(),
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            cwd=local.neo4j,
            start_new_session=True,  # Ctrl-C in the terminal is for bankgraph, which then stops it
        )
    _started.append(process)
    return keep(local, Child(process.pid, port), kept=False), process


def _answers_in_time(child: Child, process: "subprocess.Popen[bytes]", progress: Progress) -> bool:
    begun = time.monotonic()
    told = False
    try:
        while process.poll() is None and time.monotonic() - begun < PATIENCE:
            if _answers(child.port):
                return True
            if not told and time.monotonic() - begun > 15:
                progress.say("Neo4j is still starting: after a crash it repairs its store first")
                told = True
            time.sleep(0.03)
    except BaseException:
        process.kill()
        process.wait()
        raise
    process.kill()
    process.wait()
    return False


def _answers(port: int) -> bool:
    """Does a Bolt server answer? Neo4j opens its port when its databases are up."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
        connection.sendall(bytes.fromhex("6060b017 00000405 00000004 00000000 00000000"))
        return len(connection.recv(4)) == 4
    return False


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _any_free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _first_password(local: Local, progress: Progress) -> None:
    """Neo4j takes its first password from a file, once, when it makes its system database."""
    if (local.neo4j / "data" / "databases" / "system").exists():
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
