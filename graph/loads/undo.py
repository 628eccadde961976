"""Undo: the graph as the loads that stay would have made it."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from graph.connection import Connection
from graph.errors import InputError
from graph.loads.history import History
from graph.loads.intake import Step
from graph.loads.kept import keep
from graph.loads.known import Known, Transaction
from graph.loads.plan import Portion
from graph.loads.receipt import unknown_load
from graph.loads.turn import in_turn
from graph.loads.undo_entities import ENTITIES_KEPT, Entities
from graph.loads.undo_facts import SETTLED, facts_held, plan_facts, plan_years
from graph.loads.write import begin_step, write

AT_ONCE = 2_000
"""Deleting takes Neo4j more memory than creating: of more facts, so many are one transaction."""

_FIND = "MATCH (l:Load {id: $load}) RETURN l.state AS state, l.undone AS undone, l.counts AS counts"
_IDS = "MATCH (l:Load) RETURN l.id AS load ORDER BY l.number DESC"
_STEPS = "MATCH (s:GraphState {id: 'state'}) RETURN coalesce(s.steps, s.loads, 0) AS steps"
_GO_ON = "MATCH (l:Load {id: $load}) SET l.state = 'undoing', l.counts = $counts"
_FORGET = "MATCH (p:LoadPart {load: $load}) WHERE p.holds = $holds DELETE p"
_END = "MATCH (l:Load {id: $load}) SET l.state = 'undone', l.undone = $time, l.undo = $undo REMOVE l.counts, l.same"


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What an undo did. ``held``: by the loads that now hold them, how many of its facts stay.

    ``entities_kept``: how many entities stay although no load brings them, as what stays names them.
    """

    load: str
    undone: str
    withdrawn: int
    held: dict[str, int]
    entities_withdrawn: int
    entities_changed: int
    entities_kept: int
    digest: str

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the fields."""
        return asdict(self)


def undo(
    connection: Connection, load: str, step: Step, say: Callable[[str], None], *, at_once: int = AT_ONCE
) -> Undone:
    """Undo a load; see ``Store.undo``."""
    return in_turn(connection, load, _Undo(connection, load, step, at_once), say)


@dataclass(slots=True)
class _Undo:
    connection: Connection
    load: str
    step: Step
    at_once: int
    counts: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    """The number of the last step that was written."""
    alone: Transaction | None = None
    """The transaction in which all is done; ``None`` where each step is one of its own."""
    finished: Undone | None = None

    def run(self, tx: Transaction) -> Undone:
        self._find(tx)
        known = Known(tx, empty=False)
        held = facts_held(tx, self.load)
        facts = len(held[0]) + len(held[1])
        self.alone = tx if facts <= self.at_once else None
        with closing(History(tx, self.load, {*held[0], *held[1]})) as history:
            self._apply(Portion())
            done = 0
            for portion in plan_facts(known, history, self.load, held, self.at_once):
                self.step("undo", done, facts)
                self._apply(portion)
                done += self.at_once
            present = history.present
        with closing(Entities(tx, known, self.load, present)) as entities:
            for portion in entities.portions(self.at_once):
                self._apply(portion)
        self.step("undo", facts, facts)
        undone = self._finish()
        self.finished = None if self.alone else undone
        return undone

    def _find(self, tx: Transaction) -> None:
        row = tx.run(_FIND, load=self.load).single()
        if row is None:
            raise unknown_load(self.load, [one["load"] for one in tx.run(_IDS)])
        if row["state"] == "undone":
            raise InputError(f"load {self.load} has been undone already, at {row['undone']}: nothing was changed")
        self.counts = Counter(json.loads(row["counts"]) if row["state"] == "undoing" else {})
        self.counts.pop(ENTITIES_KEPT, None)  # all of them are met again
        self.steps = int(tx.run(_STEPS).single(strict=True)["steps"])

    def _apply(self, portion: Portion) -> None:
        self._write(lambda tx: self._portion(tx, portion))
        self.counts += portion.counts

    def _write(self, work: Callable[[Transaction], T]) -> T:
        done = work(self.alone) if self.alone else self.connection.in_write(work)
        self.steps += 1
        return done

    def _portion(self, tx: Transaction, portion: Portion) -> str:
        before, number = begin_step(tx, behind=self.steps)
        digest = write(tx, portion.changes, before, lambda _: None)
        keep(tx, self.load, number, portion.kept)
        tx.run(_GO_ON, load=self.load, counts=json.dumps(self.counts + portion.counts)).consume()
        return digest

    def _finish(self) -> Undone:
        time = datetime.now(UTC).isoformat(timespec="seconds")

        def work(tx: Transaction) -> Undone:
            years = Portion()
            plan_years(tx, years.changes)
            made = self._made(time, self._portion(tx, years))
            tx.run(_FORGET, load=self.load, holds=SETTLED).consume()
            tx.run(_END, load=self.load, time=time, undo=json.dumps(made.as_json())).consume()
            return made

        return self._write(work)

    def _made(self, time: str, digest: str) -> Undone:
        return Undone(
            load=self.load,
            undone=time,
            withdrawn=self._sum("withdrawn:"),
            held=dict(self._each("held:")),
            entities_withdrawn=self._sum("entities_withdrawn:"),
            entities_changed=self._sum("entities_changed:"),
            entities_kept=self.counts[ENTITIES_KEPT],
            digest=digest,
        )

    def _each(self, prefix: str) -> Iterator[tuple[str, int]]:
        return ((name.removeprefix(prefix), n) for name, n in sorted(self.counts.items()) if name.startswith(prefix))

    def _sum(self, prefix: str) -> int:
        return sum(count for _, count in self._each(prefix))
