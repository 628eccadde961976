"""A folder of made-up facts of the example's shape, any number of them, the same ones for the same seed.

``python -m benchmarks.made FACTS FOLDER`` writes the nine files. Models, vendors, metrics, areas and
groups are the example's own, and chosen by Zipf's law, as years are; sources and initiatives grow with
the facts, banks up to 3,960. From 8,000 facts on one bank has 1,000 values of one metric.
"""

import shutil
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Annotated, BinaryIO

import orjson
import typer

import loaders
from benchmarks.made_facts import facts_of
from benchmarks.made_things import banks, initiatives, sources
from benchmarks.shape import FIXED, Columns, shape

_MIXED = 10
"""The facts of so many copies of the example stand in a file in any order."""
_GROWING = {"banks": (banks, "bank"), "initiatives": (initiatives, "initiative"), "sources": (sources, "source")}


def make(count: int, folder: Path, *, seed: int = 0, after: int = 0) -> dict[str, int]:
    """Write ``count`` facts, and what they name, into ``folder``; how many records each file holds.

    With ``after`` only what ``count`` facts have and the first ``after`` of them have not: to load
    behind those. Banks may be repeated then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if after == 0:
        for name in FIXED:
            shutil.copyfile(loaders.EXAMPLE / f"{name}.jsonl", folder / f"{name}.jsonl")
    made = Counter({name: len(shape().records[name]) for name in FIXED if after == 0})
    with ExitStack() as open_files:
        files = {name: open_files.enter_context((folder / f"{name}.jsonl").open("wb")) for name in ("facts", *_GROWING)}
        for window in _windows(count, after):
            made.update(_write(window, files, seed))
    return dict(made)


def _windows(count: int, after: int) -> Iterator[list[tuple[int, int, int]]]:
    """Copies of the example, some at a time: the number of each, and from which to which of its facts is wanted."""
    size = len(shape().facts)
    copies = (
        (copy, max(0, after - copy * size), min(size, count - copy * size))
        for copy in range(after // size, -(-count // size))
    )
    while window := list(islice(copies, _MIXED)):
        yield window


def _write(window: list[tuple[int, int, int]], files: Mapping[str, BinaryIO], seed: int) -> Counter[str]:
    made, lines = Counter[str](), list[bytes]()
    for copy, start, stop in window:
        for name, (things, column) in _GROWING.items():
            written = [_line(thing) for thing in things(copy, _named(column, start, stop))]
            files[name].writelines(written)
            made[name] += len(written)
        lines += map(_line, islice(facts_of(copy, seed), start, stop))
    Random(f"{seed}/{window[0]}").shuffle(lines)
    files["facts"].writelines(lines)
    made["facts"] += len(lines)
    return made


def _named(column: str, start: int, stop: int) -> Collection[str]:
    """Ids of what patterns name; with the first of them come those that none names, as some banks have no facts."""
    facts = shape().facts
    named = {fact[column] for fact in facts[start:stop] if fact.get(column)}
    return named | _never_named(column) if start == 0 else named


@cache
def _never_named(column: str) -> frozenset[str]:
    there = {record["id"] for record in shape().records[f"{column}s"]}
    return frozenset(there - {fact.get(column) for fact in shape().facts})


def _line(record: Columns) -> bytes:
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def main(
    facts: Annotated[int, typer.Argument(min=1, help="How many facts.")],
    folder: Annotated[Path, typer.Argument(help="Where the nine files go.")],
    seed: Annotated[int, typer.Option(help="Another seed, other facts.")] = 0,
) -> None:
    """Write made-up facts of the example's shape, to try bankgraph with many."""
    made = make(facts, folder, seed=seed)
    print(f"{folder}: " + ", ".join(f"{count:,} {name}" for name, count in made.items()))


if __name__ == "__main__":
    typer.run(main)
