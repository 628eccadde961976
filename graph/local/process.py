"""Processes of the system, and the port that one answers on."""

import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from graph.local.place import Local

HOME, PORT = "--home-dir=", "-Dbankgraph.port="

_started: list[subprocess.Popen[bytes]] = []
"""Held so that our own children are reaped, and not called forgotten, when others stop them."""


def launch(command: Sequence[str], environment: dict[str, str], folder: Path, console: Path) -> psutil.Process:
    """Start a process that outlives this one, and that Ctrl-C in the terminal does not reach."""
    with console.open("wb") as output:
        started = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,
        )
    _started.append(started)
    return psutil.Process(started.pid)


def alive(process: psutil.Process) -> bool:
    """Does it run? A zombie has ended, once all its threads have; its parent merely has not looked."""
    for own in _started[:]:
        if own.poll() is not None:
            _started.remove(own)
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and (process.status() != psutil.STATUS_ZOMBIE or process.num_threads() > 1)
    return False


def let_close(pid: int, seconds: float) -> None:
    """Give a process that was killed the moment in which the system closes its files and ports."""
    deadline = time.monotonic() + seconds
    while _closing(pid) and time.monotonic() < deadline:
        time.sleep(0.02)


def _closing(pid: int) -> bool:
    """Has it lost its memory, and with it its command line, but is not gone yet?"""
    try:
        process = psutil.Process(pid)
        return alive(process) and not process.cmdline()
    except psutil.ZombieProcess:
        return True
    except psutil.Error:
        return False


def gone(process: psutil.Process, seconds: float) -> bool:
    """Wait until it has ended, whoever its parent is; ``False`` if it has not by then."""
    deadline = time.monotonic() + seconds
    while alive(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def port_of(pid: int, local: Local) -> int | None:
    """The Bolt port of a process that is this data folder's Neo4j, ``None`` where it is not.

    A process number may have gone to another since; the folder in the command line has not.
    """
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        words = process.cmdline()
        ports = [word.removeprefix(PORT) for word in words if word.startswith(PORT)]
        if ports and f"{HOME}{local.neo4j}" in words and alive(process):
            return int(ports[0])
    return None


def answers(port: int) -> bool:
    """Does a Bolt server answer? Neo4j opens its port when its databases are up."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
        connection.sendall(bytes.fromhex("6060b017 00000405 00000004 00000000 00000000"))
        return len(connection.recv(4)) == 4
    return False


def free(port: int) -> bool:
    """Could a server listen here?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


def any_free() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
