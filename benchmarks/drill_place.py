"""A data folder of the drill's own, the commands that run on it, and the processes that they leave there."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.command import ROOT
from graph.connection import Server
from graph.local import Local, status, use
from graph.local.child import find
from graph.local.process import answers, gone
from graph.store import Store

PATIENCE = 600.0
"""Seconds after which a command is taken to wait for something that never comes."""


class Violation(Exception):
    """Something that was promised does not hold."""


def require(holds: bool, else_: str) -> None:
    """Raise a violation unless it holds."""
    if not holds:
        raise Violation(else_)


@dataclass
class Command:
    """``bankgraph`` as a process of its own; its output goes to files."""

    words: tuple[str, ...]
    process: "subprocess.Popen[bytes]"
    begun: float
    out: Path
    err: Path

    def __str__(self) -> str:
        return f"bankgraph {' '.join(self.words)}"

    def over(self) -> int:
        """Its exit status, once it has ended; a call stack is never right."""
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Violation(f"{self} does not end") from None
        require("Traceback" not in self.said, f"{self} ended with a call stack")
        return status

    @property
    def said(self) -> str:
        """What it printed for people."""
        return self.err.read_text(errors="replace")

    @property
    def answer(self) -> Any:
        """What it printed for programs, once it has ended well, or does now."""
        status = self.over()
        require(status == 0, f"{self} ended with status {status}")
        return json.loads(self.out.read_bytes())


@dataclass
class Place:
    """The data folder is ``home``; what the commands print is kept beside it, for the account."""

    folder: Path
    at_once: int
    commands: list[Command] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir()

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def local(self) -> Local:
        cache = os.environ.get("BANKGRAPH_CACHE")
        return Local(self.home, Path(cache)) if cache else Local(self.home)

    def begin(self, *words: str) -> Command:
        """Start a command that answers in JSON."""
        files = self.folder / f"{len(self.commands) + 1:02}-{words[0]}"
        out, err = files.with_suffix(".out"), files.with_suffix(".err")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "BANKGRAPH_"))}
        settings = {"HOME": self.home, "CACHE": self.local.cache, "LOAD_AT_ONCE": self.at_once}
        environment = kept | {f"BANKGRAPH_{name}": str(value) for name, value in settings.items()}
        command = [sys.executable, "-m", "api", *words, "--json"]
        with out.open("wb") as to, err.open("wb") as errors:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=to, stderr=errors
            )
        self.commands.append(Command(words, process, time.monotonic(), out, err))
        return self.commands[-1]

    def run(self, *words: str) -> Any:
        """The answer of a command that must end well."""
        return self.begin(*words).answer

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Look into the graph, as one user more."""
        with use(self.local) as address:
            store = Store.open(Server(address.uri, address.username, address.password, local=True))
            try:
                yield store
            finally:
                store.close()

    def neo4j(self) -> psutil.Process | None:
        """The Java that runs on the data folder."""
        running = find(self.local)
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(running.pid) if running else None
        return None

    def answering(self) -> bool:
        """Does its Neo4j take queries?"""
        running = find(self.local)
        return running is not None and answers(running.port)

    def at_rest(self) -> None:
        """Require that nothing is left of those who were here."""
        left = status(self.local)
        require(not left.running, f"Neo4j (process {left.pid}) still runs, though nobody uses it")
        require(left.users == [], f"users are noted who have gone: {left.users}")

    def end(self) -> None:
        """Let nothing run here: all of it was started here."""
        for command in self.commands:
            if command.process.poll() is None:
                command.process.kill()
                command.process.wait()
        while neo4j := self.neo4j():
            with suppress(psutil.NoSuchProcess):
                neo4j.kill()
            gone(neo4j, 30)

    def account(self) -> str:
        """All commands, their exit status, and what they printed."""
        return "\n".join(
            f"$ {command}\nstatus {command.process.poll()}\n{command.out.read_text()}{command.said}"
            for command in self.commands
        )


@dataclass
class Places:
    """All places of a drill, below one folder."""

    folder: Path
    at_once: int
    made: list[Place] = field(default_factory=list)

    def new(self, name: str, like: Place | None = None) -> Place:
        """A new place; it begins with a copy of another one, on which nothing runs."""
        place = Place(self.folder / name, self.at_once)
        self.made.append(place)
        if like:
            shutil.copytree(like.home, place.home)
        return place

    def end(self) -> None:
        """Let nothing run in any of them."""
        for place in self.made:
            place.end()
