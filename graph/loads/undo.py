"""Undo: the graph as the loads that stay would have made it."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from graph.check import near
from graph.connection import Connection
from graph.errors import InputError, UnknownName
from graph.loads.history import History
from graph.loads.intake import Step
from graph.loads.kept import keep
from graph.loads.known import Known, Transaction
from graph.loads.plan import Portion
from graph.loads.turn import in_turn
from graph.loads.undo_entities import Entities
from graph.loads.undo_facts import facts_held, plan_facts, plan_years
from graph.loads.write import begin_step, write

AT_ONCE = 2_000
"""Deleting takes Neo4j more memory than creating: of more facts, so many are one transaction."""

_FIND = "MATCH (l:Load {id: $load}) RETURN l.state AS state, l.undone AS undone, l.counts AS counts"
_IDS = "MATCH (l:Load) RETURN l.id AS load ORDER BY l.number DESC"
_BEGIN = "MATCH (l:Load {id: $load}) SET l.state = 'undoing', l.counts = $counts"
_END = "MATCH (l:Load {id: $load}) SET l.state = 'undone', l.undone = $time, l.undo = $undo REMOVE l.counts, l.same"


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
    return in_turn(connection, load, lambda tx: _Undo(connection, tx, load, step, at_once).run(), say)


@dataclass(slots=True)
class _Undo:
    connection: Connection
    tx: Transaction
    load: str
    step: Step
    at_once: int
    counts: Counter[str] = field(default_factory=Counter)
    digest: str = ""
    alone: bool = True
    """Whether all is done in the transaction at hand."""

    def run(self) -> Undone:
        self._find()
        known = Known(self.tx, empty=False)
        held = facts_held(self.tx, self.load)
        facts = len(held[0]) + len(held[1])
        self.alone = facts <= self.at_once
        with closing(History(self.tx, self.load, {*held[0], *held[1]})) as history:
            self._apply(Portion())
            done = 0
            for portion in plan_facts(known, history, self.load, held, self.at_once):
                self.step("undo", done, facts)
                self._apply(portion)
                done += self.at_once
            present = history.present
        with closing(Entities(self.tx, known, self.load, present)) as entities:
            for portion in entities.portions(self.at_once):
                self._apply(portion)
        self.step("undo", facts, facts)
        return self._finish()

    def _find(self) -> None:
        row = self.tx.run(_FIND, load=self.load).single()
        if row is None:
            like = near(self.load, [one["load"] for one in self.tx.run(_IDS)])
            hint = f"did you mean {', '.join(like)}?" if like else "bankgraph loads lists them"
            raise UnknownName(f"there is no load {self.load!r}: {hint}", like)
        if row["state"] == "undone":
            raise InputError(f"load {self.load} has been undone already, at {row['undone']}: nothing was changed")
        if row["state"] == "undoing":
            self.counts.update(json.loads(row["counts"]))

    def _apply(self, portion: Portion) -> None:
        self._write(lambda tx: self._portion(tx, portion))

    def _write(self, work: Callable[[Transaction], None]) -> None:
        if self.alone:
            work(self.tx)
        else:
            self.connection.in_write(work)

    def _portion(self, tx: Transaction, portion: Portion) -> None:
        counts = self.counts + portion.counts
        before, number = begin_step(tx)
        self.digest = write(tx, portion.changes, before, lambda _: None)
        keep(tx, self.load, number, portion.kept)
        tx.run(_BEGIN, load=self.load, counts=json.dumps(counts)).consume()
        self.counts = counts

    def _finish(self) -> Undone:
        def work(tx: Transaction) -> None:
            years = Portion()
            plan_years(tx, years.changes)
            self._portion(tx, years)
            tx.run(_END, load=self.load, time=made().undone, undo=json.dumps(made().as_json())).consume()

        time = datetime.now(UTC).isoformat(timespec="seconds")

        def made() -> Undone:
            return Undone(
                load=self.load,
                undone=time,
                withdrawn=self._sum("withdrawn:"),
                held=dict(self._each("held:")),
                entities_withdrawn=self._sum("entities_withdrawn:"),
                entities_changed=self._sum("entities_changed:"),
                entities_kept=self.counts["entities_kept"],
                digest=self.digest,
            )

        self._write(work)
        return made()

    def _each(self, prefix: str) -> Iterator[tuple[str, int]]:
        return ((name.removeprefix(prefix), n) for name, n in self.counts.items() if name.startswith(prefix))

    def _sum(self, prefix: str) -> int:
        return sum(count for _, count in self._each(prefix))
