"""Many made-up facts into an empty store by ``bankgraph load``, and again; beside it the bare driver.

Asked: 60 % of the speed at which the bare driver creates the same elements, a second load in a fifth
of the time, and less than 300 MB of memory in Python. Both stores are new, running, with the same
constraints and indexes; the bare driver's rows are read from the loaded graph beforehand.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import psutil
import typer

from benchmarks import bare
from benchmarks.command import Ran, bankgraph
from benchmarks.made import make
from benchmarks.table import Asked, show_asked
from graph.connection import Server
from graph.local import Local, status, use
from graph.store import Store

FACTS, SMALLEST = 200_000, 5_000
SPEED, FASTER, MEMORY = 0.6, 5.0, 300.0


@dataclass(frozen=True)
class Loaded:
    """What was measured: the command's start alone, both loads, and the bare driver.

    ``busy`` are the processor's seconds of Neo4j and Python together, which other work on the machine hardly changes.
    """

    facts: int
    elements: int
    start: float
    first: Ran
    second: Ran
    bare: float
    first_busy: float
    bare_busy: float


def main(
    facts: Annotated[int, typer.Option(min=1, help="How many facts.")] = FACTS,
    smallest: Annotated[bool, typer.Option("--smallest", help=f"{SMALLEST:,} facts: to see that it works.")] = False,
) -> None:
    """Load many made-up facts, twice, beside the bare driver creating the same elements."""
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(SMALLEST if smallest else facts, Path(folder))
    show_asked(f"{measured.facts:,} facts, {measured.elements:,} elements, over Bolt", rows(measured))


def measure(facts: int, folder: Path) -> Loaded:
    made, rows, home = folder / "made", folder / "rows", folder / "ours"
    make(facts, made)
    rows.mkdir()
    with running(home) as (server, neo4j):
        start, idle = bankgraph("loads", "--json", home=home), busy(neo4j)
        first = load(made, home, new=facts)
        first_busy = busy(neo4j) - idle + first.busy - start.busy
        second = load(made, home, new=0)
        spool = bare.read(server, rows)
    with running(folder / "bare") as (server, neo4j):
        idle = busy(neo4j)
        took, driver_busy = bare.create(server, spool)
        bare_busy = busy(neo4j) - idle + driver_busy
        if (created := bare.count(server)) != spool.rows:
            raise SystemExit(f"the bare driver made {created} elements, and the load {spool.rows}")
    return Loaded(facts, spool.rows, start.seconds, first, second, took, first_busy, bare_busy)


@contextmanager
def running(home: Path) -> Iterator[tuple[Server, psutil.Process]]:
    """A new local store that runs, set up, with nothing in it; and its process."""
    local = Local(home)
    with use(local) as address:
        server = Server(address.uri, address.username, address.password)
        Store.open(server).close()
        yield server, psutil.Process(status(local).pid)


def busy(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def load(made: Path, home: Path, new: int) -> Ran:
    ran = bankgraph("load", str(made), "--json", home=home)
    receipt = json.loads(ran.output)
    if receipt["new"] != new or receipt["rejected"]:
        raise SystemExit(f"the load was to bring {new} new facts: {receipt}")
    return ran


def rows(seen: Loaded) -> list[Asked]:
    first, second = seen.first.seconds - seen.start, seen.second.seconds - seen.start
    speed, faster, memory = seen.bare / first, first / second, max(seen.first.peak, seen.second.peak)
    return [
        Asked(
            "first load, beside UNWIND CREATE by the bare driver",
            f"{SPEED:.0%} of its speed",
            f"{_each(seen.elements, first)} elements/s beside {_each(seen.elements, seen.bare)}",
            f"{speed:.0%}",
            speed >= SPEED,
        ),
        Asked(
            "second load of the same files",
            f"{FASTER:g} times faster",
            f"{_each(seen.facts, second)} facts/s after {_each(seen.facts, first)}",
            f"{faster:.1f} times",
            faster >= FASTER,
        ),
        Asked(
            "most memory of the process that loads",
            f"under {MEMORY:g} MB",
            f"{seen.first.peak:.0f} MB, then {seen.second.peak:.0f} MB",
            f"{memory / MEMORY:.2f}",
            memory < MEMORY,
        ),
        Asked("first load, without the command's own start", "", f"{first:.1f} s"),
        Asked("second load, without the command's own start", "", f"{second:.1f} s"),
        Asked("bare driver, creating the same", "", f"{seen.bare:.1f} s"),
        Asked(
            "first load, the processor's seconds in all",
            "",
            f"{seen.first_busy:.1f} s beside {seen.bare_busy:.1f} s",
            f"{seen.bare_busy / seen.first_busy:.0%}",
        ),
        Asked("the command's own start (bankgraph loads)", "", f"{seen.start:.1f} s"),
    ]


def _each(count: int, seconds: float) -> str:
    return f"{count / seconds:,.0f}"


if __name__ == "__main__":
    typer.run(main)
