"""What a command shows: results on standard output, all else on standard error."""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from api.plain import as_json, as_text

_WIDE = 100_000
"""Columns of a table that goes into a pipe: nothing is cut there."""


class Screen:
    """Progress for people: bars on a terminal, none in a pipe; sentences on both."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def say(self, text: str) -> None:
        """One sentence, on a line of its own."""
        self._bars.console.print(Text(text))

    def step(self, text: str, done: int, total: int) -> None:
        """Move the bar named ``text``; a finished bar goes."""
        if text not in self._tasks:
            self._tasks[text] = self._bars.add_task(text, total=total)
        self._bars.update(self._tasks[text], completed=done, total=total)
        if done >= total:
            self._bars.remove_task(self._tasks.pop(text))


@contextmanager
def screen() -> Iterator[Screen]:
    """A screen for as long as the block lasts."""
    console = Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        yield Screen(bars)


def show_json(value: Any) -> None:
    """A result for programs."""
    print(json.dumps(as_json(value), ensure_ascii=False, indent=2))


def show_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A result for spreadsheets: lists and maps as JSON in a cell."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([as_text(value) for value in row] for row in rows)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A result for people: as wide as the terminal, or as it needs in a pipe."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(as_text(value)) for value in row))
    Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False).print(table)


def complain(sentence: str, more: Sequence[str] = ()) -> None:
    """Say on standard error what went wrong, and each mistake on a line of its own."""
    for line in (f"bankgraph: {sentence}", *(f"  {one}" for one in more)):
        print(line, file=sys.stderr)
