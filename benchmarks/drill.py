"""Loads and undos are killed in the middle, and Neo4j too, many times: nothing is lost, nothing stays behind.

``scripts/drill --times N --seed S``. Each round has a store of its own, and made-up facts in many small
transactions. At a random moment kill -9 ends the command, its Neo4j, or both. Then the graph must be whole, hold
what was acknowledged, and be completed by the same command into what an undisturbed run gives; no process and
no lock may be left. The first violation ends the drill, and its data folder stays to be looked at.
"""

import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import FrameType
from typing import Annotated, NoReturn

import typer

from benchmarks.drill_place import Place, Places, Violation
from benchmarks.drill_round import Round, Target, play
from benchmarks.drill_setup import Undisturbed, undisturbed
from graph.errors import BankgraphError

_TARGETS: tuple[Target, ...] = ("command", "Neo4j", "both")
_LOADS = len(_TARGETS)
_CYCLE = _LOADS + 2
"""So many rounds kill each target in a load, and two of them in an undo."""


def main(
    times: Annotated[int, typer.Option(min=1, help="How many rounds.")] = 100,
    seed: Annotated[int | None, typer.Option(help="The same seed, the same moments; else any.")] = None,
    facts: Annotated[int, typer.Option(min=300, help="Facts of the load that is killed.")] = 2_500,
    at_once: Annotated[int, typer.Option(min=1, help="Facts that one transaction writes.")] = 200,
) -> None:
    """Kill loads, undos and Neo4j at random moments; see that nothing is lost and nothing stays behind."""
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _end)
    seed = Random().randrange(1_000_000) if seed is None else seed
    print(f"{times} rounds of {facts:,} facts, {at_once} a transaction; seed {seed}", flush=True)
    places = Places(Path(tempfile.mkdtemp(prefix="bankgraph-drill-")), at_once)
    kept = False
    try:
        _show(list(_rounds(places, times, undisturbed(places, facts, seed), Random(seed))))
    except Violation as violation:
        kept = True
        _tell(violation, places.made[-1])
        sys.exit(1)
    finally:
        places.end()
        if not kept:
            shutil.rmtree(places.folder)


def _rounds(places: Places, times: int, right: Undisturbed, dice: Random) -> Iterator[Round]:
    print(f"undisturbed, the load takes {right.load_took}, the undo {right.undo_took}", flush=True)
    for number in range(times):
        asked, begun = round_of(number), time.monotonic()
        place = places.new(f"round-{number + 1}", right.before if asked.work == "load" else right.after)
        try:
            play(place, asked, right, dice)
        except (Violation, BankgraphError) as violation:
            raise Violation(f"round {number + 1}, {asked.work}, {asked.target} killed: {violation}") from violation
        print(f"{number + 1:4}  {asked}; all as it should be ({time.monotonic() - begun:.0f} s)", flush=True)
        shutil.rmtree(place.folder)
        places.made.remove(place)
        yield asked


def round_of(number: int) -> Round:
    """What is done and killed in a round; they count from 0."""
    cycle, at = divmod(number, _CYCLE)
    if at < _LOADS:
        return Round("load", _TARGETS[at])
    return Round("undo", _TARGETS[(cycle * (_CYCLE - _LOADS) + at) % len(_TARGETS)])


def _show(rounds: list[Round]) -> None:
    states = Counter(state.partition(", ")[2] for played in rounds for state in played.states)
    kinds = Counter(f"{played.work}, {played.target} killed" for played in rounds)
    print(f"{len(rounds)} rounds without a violation: " + "; ".join(f"{n} {kind}" for kind, n in kinds.items()))
    print(f"{states.total()} kills left: " + ", ".join(f"{n} {state}" for state, n in states.most_common()))


def _tell(violation: Violation, place: Place) -> None:
    print(f"\nVIOLATION in {violation}\n\n{place.account()}\nThe data folder stays: {place.home}", flush=True)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    """End as Ctrl-C does, so that nothing is left running."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    typer.run(main)
