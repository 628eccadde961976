"""What an undisturbed run gives and how long it takes: the drill compares with it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.drill_place import Place, Places, require
from benchmarks.made import make
from graph.local import use

_OVERLAP, _MORE = 150, 50
"""Facts of the further load that the first brings too, and that it does not."""
_OF_ONE_RUN = ("load", "time", "undone")


@dataclass(frozen=True)
class Took:
    """Seconds until Neo4j answered, and from then to the end of the command."""

    start: float
    rest: float

    def __str__(self) -> str:
        return f"{self.start:.1f} + {self.rest:.1f} s"


@dataclass(frozen=True)
class Undisturbed:
    """``empty`` and ``full`` are places to begin with; ``full`` holds both loads, ``first`` is the id of the first.

    Receipts are as ``told`` gives them; those behind ``after_`` are what ``store check`` prints.
    """

    made: Path
    more: Path
    empty: Place
    full: Place
    first: str
    loaded: Mapping[str, Any]
    loaded_more: Mapping[str, Any]
    undone: Mapping[str, Any]
    loaded_again: Mapping[str, Any]
    after_load: Mapping[str, Any]
    after_both: Mapping[str, Any]
    after_undo: Mapping[str, Any]
    load_took: Took
    undo_took: Took


def told(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """A receipt without what is another one at each run."""
    return {name: value for name, value in receipt.items() if name not in _OF_ONE_RUN}


def undisturbed(places: Places, facts: int, seed: int) -> Undisturbed:
    """Do everything once, and let nobody kill it."""
    made, more = places.folder / "made", places.folder / "more"
    make(facts, made, seed=seed)
    make(facts + _MORE, more, seed=seed, after=facts - _OVERLAP)
    empty = places.new("empty")
    empty.run("store", "check")
    full = places.new("full", empty)
    loaded, load_took = _timed(full, "load", str(made))
    with use(full.local):
        after_load = full.run("store", "check")
        loaded_more = full.run("load", str(more))
        after_both = full.run("store", "check")
    trial = places.new("trial", full)
    undone, undo_took = _timed(trial, "undo", loaded["load"])
    with use(trial.local):
        after_undo = trial.run("store", "check")
        loaded_again = trial.run("load", str(made))
        require(trial.run("store", "check") == after_both, "loading again what was undone gives another graph")
    require(loaded["new"] == loaded["read"] == facts, f"the made-up facts do not load as they should: {loaded}")
    return Undisturbed(
        made, more, empty, full, loaded["load"], told(loaded), told(loaded_more), told(undone), told(loaded_again),
        after_load, after_both, after_undo, load_took, undo_took,
    )  # fmt: skip


def _timed(place: Place, *words: str) -> tuple[dict[str, Any], Took]:
    command = place.begin(*words)
    while not place.answering():
        require(command.process.poll() is None, f"{command} ended before Neo4j answered")
        time.sleep(0.02)
    up = time.monotonic()
    answer = command.answer
    return answer, Took(up - command.begun, time.monotonic() - up)
