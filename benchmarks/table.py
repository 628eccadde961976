"""Ways to print what was measured: our figure beside the bare thing's, or beside what is asked."""

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Measured:
    what: str
    ours: float
    bare_what: str
    bare: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


@dataclass(frozen=True)
class Asked:
    """A figure that has a mark to reach; ``ratio`` says how near it came, in the mark's own terms."""

    what: str
    asked: str
    seen: str
    ratio: str = ""
    met: bool = True


def seconds(work: Callable[[], object]) -> float:
    """How long one run of ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(work: Callable[[], object], times: int = 5) -> float:
    """The median of several runs, in seconds."""
    return statistics.median(seconds(work) for _ in range(times))


def show(title: str, rows: list[Measured]) -> None:
    """Print a table with the machine and the versions that matter."""
    table = Table(title=title)
    for column in ("what", "bankgraph", "beside it", "bare", "ratio"):
        table.add_column(column)
    for row in rows:
        ours, bare = f"{row.ours:.3g} {row.unit}", f"{row.bare:.3g} {row.unit}"
        table.add_row(row.what, ours, row.bare_what, bare, f"{row.ratio:.2f}")
    _print(table)


def show_asked(title: str, rows: list[Asked]) -> None:
    """The same for figures beside what is asked of them."""
    table = Table(title=title)
    for column in ("what", "asked", "seen", "ratio"):
        table.add_column(column)
    for row in rows:
        table.add_row(row.what, row.asked, row.seen, row.ratio if row.met else f"{row.ratio}, missed")
    _print(table)


def _print(table: Table) -> None:
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(table)
    used = ", ".join(f"{name} {version(name)}" for name in ("bankgraph", "neo4j", "neo4j-rust-ext", "fastapi"))
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    console.print(f"{datetime.now(UTC):%Y-%m-%d}, {machine}, {used}")
