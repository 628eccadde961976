"""What an undisturbed run gives and how long it takes: the drill compares with it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from benchmarks.drill_place import Place, Places, require
from benchmarks.made import make
from graph.local import use

_BEFORE, _OVERLAP, _MORE, _TWICE = 200, 150, 50, 20
"""Facts that an earlier load brings too, in other words; that a later one brings too; that this alone brings; that
stand twice in the files of the load that is killed, in other words."""
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
    """``before`` and ``after`` are places to begin with: one earlier load is there, or that, the load and a later one.

    ``made`` is what is loaded, ``load`` its id in ``after``, ``more`` what is loaded later. Receipts are as ``told``
    gives them; what ``store check`` prints stands in ``after_load`` and so on.
    """

    made: Path
    more: Path
    before: Place
    after: Place
    load: str
    loaded: Mapping[str, Any]
    loaded_more: Mapping[str, Any]
    undone: Mapping[str, Any]
    loaded_again: Mapping[str, Any]
    after_load: Mapping[str, Any]
    after_more: Mapping[str, Any]
    after_undo: Mapping[str, Any]
    load_took: Took
    undo_took: Took


def told(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """A receipt without what is another one at each run."""
    return {name: value for name, value in receipt.items() if name not in _OF_ONE_RUN}


def undisturbed(places: Places, facts: int, seed: int) -> Undisturbed:
    """Do everything once, and let nobody kill it."""
    earlier, made, more = (places.folder / name for name in ("earlier", "made", "more"))
    make(_BEFORE, earlier, seed=seed)
    make(facts, made, seed=seed)
    make(facts + _MORE, more, seed=seed, after=facts - _OVERLAP)
    _reword(earlier, made)
    before = places.new("before")
    before.run("load", str(earlier))
    after = places.new("after", before)
    loaded, load_took = _timed(after, "load", str(made))
    with use(after.local):
        after_load = after.run("store", "check")
        loaded_more = after.run("load", str(more))
        after_more = after.run("store", "check")
    trial = places.new("trial", after)
    undone, undo_took = _timed(trial, "undo", loaded["load"])
    with use(trial.local):
        after_undo = trial.run("store", "check")
        loaded_again = trial.run("load", str(made))
        require(trial.run("store", "check") == after_more, "loading again what was undone gives another graph")
    counts = (loaded["read"], loaded["new"], loaded["known"])
    require(counts == (facts + _TWICE, facts - _BEFORE, _BEFORE + _TWICE), f"the made-up facts load as {loaded}")
    return Undisturbed(
        made, more, before, after, loaded["load"], told(loaded), told(loaded_more), told(undone), told(loaded_again),
        after_load, after_more, after_undo, load_took, undo_took,
    )  # fmt: skip


def _reword(earlier: Path, made: Path) -> None:
    """Let texts differ: half of those of the earlier load are shown, half are not; some stand twice."""
    facts = [orjson.loads(line) for line in (earlier / "facts.jsonl").read_bytes().splitlines()]
    for number, fact in enumerate(facts):
        fact["evidence"] = f"{'~' if number % 2 else '!'} {fact['evidence']}"
    (earlier / "facts.jsonl").write_bytes(b"".join(map(_line, facts)))
    with (made / "facts.jsonl").open("ab") as file:
        file.writelines(_line({**fact, "evidence": f"! {fact['evidence']}"}) for fact in facts[:_TWICE])


def _line(fact: Mapping[str, Any]) -> bytes:
    return orjson.dumps(fact, option=orjson.OPT_APPEND_NEWLINE)


def _timed(place: Place, *words: str) -> tuple[dict[str, Any], Took]:
    command = place.begin(*words)
    while not place.answering():
        require(command.process.poll() is None, f"{command} ended before Neo4j answered")
        time.sleep(0.02)
    up = time.monotonic()
    answer = command.answer
    return answer, Took(up - command.begun, time.monotonic() - up)
