"""What an undisturbed run gives and how long it takes: the drill compares with it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from benchmarks.drill_place import Place, Places, require
from benchmarks.made import make
from graph.verify import Checked

_BEFORE, _OVERLAP, _MORE, _TWICE = 0.1, 0.07, 0.03, 0.01
"""Parts of the facts that an earlier load brings too, in other words; that a later one brings too; as many as this
alone brings; that stand twice in the files of the load that is killed, in other words."""
_OF_ONE_RUN = ("load", "time", "undone")


@dataclass
class Took:
    """Seconds until Neo4j answers, and from then to the end of the command: on this machine, as busy as it is now."""

    start: float
    rest: float

    def __str__(self) -> str:
        return f"{self.start:.1f} + {self.rest:.1f} s"


@dataclass(frozen=True)
class Undisturbed:
    """``before`` and ``after`` are places to begin with: one earlier load is there, or that, the load and a later one.

    ``made`` is what is loaded, ``load`` its id in ``after``, ``more`` what is loaded later. Receipts are as ``told``
    gives them; what is in the graph then stands in ``after_load`` and so on.
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
    after_load: Checked
    after_more: Checked
    after_undo: Checked
    load_took: Took
    undo_took: Took


def told(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """A receipt without what is another one at each run."""
    return {name: value for name, value in receipt.items() if name not in _OF_ONE_RUN}


def undisturbed(places: Places, facts: int, seed: int) -> Undisturbed:
    """Do everything once, and let nobody kill it."""
    earlier, made, more = (places.folder / name for name in ("earlier", "made", "more"))
    known, twice = int(facts * _BEFORE), int(facts * _TWICE)
    make(known, earlier, seed=seed)
    make(facts, made, seed=seed)
    make(int(facts * (1 + _MORE)), more, seed=seed, after=int(facts * (1 - _OVERLAP)))
    _reword(earlier, made, twice)
    before = places.new("before")
    before.run("load", str(earlier))
    after = places.new("after", before)
    loaded, load_took = _timed(after, "load", str(made))
    with after.opened() as store:
        after_load = store.check()
        loaded_more = after.run("load", str(more))
        after_more = store.check()
    trial = places.new("trial", after)
    with trial.opened() as store:
        undone, undo_took = _timed(trial, "undo", loaded["load"])
        after_undo = store.check()
        loaded_again = trial.run("load", str(made))
        require(store.check() == after_more, "loading again what was undone gives another graph")
    counts = (loaded["read"], loaded["new"], loaded["known"])
    require(counts == (facts + twice, facts - known, known + twice), f"the made-up facts load as {loaded}")
    return Undisturbed(
        made, more, before, after, loaded["load"], told(loaded), told(loaded_more), told(undone), told(loaded_again),
        after_load, after_more, after_undo, load_took, undo_took,
    )  # fmt: skip


def _reword(earlier: Path, made: Path, twice: int) -> None:
    """Let texts differ: half of those of the earlier load are shown, half are not; some stand twice."""
    facts = [orjson.loads(line) for line in (earlier / "facts.jsonl").read_bytes().splitlines()]
    for number, fact in enumerate(facts):
        fact["evidence"] = f"{'~' if number % 2 else '!'} {fact['evidence']}"
    (earlier / "facts.jsonl").write_bytes(b"".join(map(_line, facts)))
    with (made / "facts.jsonl").open("ab") as file:
        file.writelines(_line({**fact, "evidence": f"! {fact['evidence']}"}) for fact in facts[:twice])


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
