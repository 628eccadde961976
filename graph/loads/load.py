"""A load: a batch written whole, with a receipt; a large one in steps, each of which leaves the graph whole."""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from graph.connection import Connection
from graph.digest import EMPTY, moved
from graph.errors import StoreError
from graph.loads.draft import Draft
from graph.loads.intake import Intake, Step, take_in
from graph.loads.kept import keep, kept
from graph.loads.known import Known, Transaction
from graph.loads.meaning import settle
from graph.loads.names import Hints
from graph.loads.plan import Portion, plan
from graph.loads.prospect import Prospect
from graph.loads.receipt import Receipt, receipt
from graph.loads.rejected import named_mistakes, refuse, rejected_by_kind, rejected_lines
from graph.loads.turn import in_turn
from graph.loads.write import begin_step, size_of, write
from graph.records import Batch

AT_ONCE = 10_000
"""Up to so many facts a load is one transaction."""
_THINGS_AT_ONCE = 5
"""Times as many entities."""
_STEPS = 4
"""A larger load is written in steps of a part of that, as one is planned while another is written."""

_STATE = "MATCH (s:GraphState {id: 'state'}) RETURN s.digest AS digest, coalesce(s.steps, s.loads, 0) AS steps"
_UNFINISHED = """
MATCH (l:Load {state: 'unfinished'}) WHERE l.same = $same OR l.id = $load
RETURN l.id AS load, l.time AS time, l.counts AS counts, l.differing AS differing
"""
_BEGIN = """
MATCH (s:GraphState {id: 'state'})
SET s.steps = coalesce(s.steps, s.loads, 0), s.loads = coalesce(s.loads, 0) + 1
CREATE (:Load {id: $load, number: s.loads, time: $time, state: 'unfinished', same: $same, receipt: $receipt})
"""
_GO_ON = "MATCH (l:Load {id: $load}) SET l.counts = $counts, l.differing = $differing"
_LOADS = """
MATCH (l:Load) RETURN l.receipt AS receipt, l.state AS state, l.undone AS undone, l.undo AS undo ORDER BY l.number DESC
"""
_FINISH = "MATCH (l:Load {id: $load}) SET l.state = 'done', l.receipt = $receipt REMOVE l.counts, l.differing"

_OPEN = ("new", "known", "entities_new", "entities_changed", "evidence_differing", "digest")
_NOT_YET: dict[str, Any] = {**dict.fromkeys(_OPEN), "kinds": {}, "entities": {}}
Reject = Callable[[Iterable[str]], None]
Say = Callable[[str], None]


def load(
    connection: Connection, batch: Batch, step: Step, say: Say, *,
    dry_run: bool = False, reject: Reject | None = None, at_once: int = AT_ONCE,
) -> Receipt:  # fmt: skip
    """Load a batch; see ``Store.load``."""
    time = datetime.now(UTC)
    id_ = f"{time:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    with closing(Draft()) as draft:
        intake = take_in(batch, draft, step)
        job = _Job(connection, intake, id_, time.isoformat(timespec="seconds"), step, say, dry_run, reject, at_once)
        try:
            return in_turn(connection, id_, job, say)
        except BaseException:
            if job.in_steps:
                say(
                    f"Load {job.load} is not finished: load the same again to complete it, "
                    f"or take it back with bankgraph undo {job.load}."
                )
            raise


@dataclass(slots=True)
class _Job:
    connection: Connection
    intake: Intake
    load: str
    time: str
    step: Step
    say: Say
    dry_run: bool
    reject: Reject | None
    at_once: int
    counts: Counter[str] = field(default_factory=Counter)
    differing: set[str] = field(default_factory=set)
    """Facts that the batch brings with other texts than it or the graph has, as far as it is known yet."""
    differing_in_batch: set[str] = field(default_factory=set)
    differing_before: int = 0
    """How many others an interrupted run had found."""
    steps: int = 0
    """The number of the last step that was written."""
    in_steps: bool = False
    """Whether an end in the middle leaves it unfinished."""
    finished: Receipt | None = None
    mistakes: list[str] = field(default_factory=list)
    rejected: dict[str, int] = field(default_factory=dict)

    def run(self, tx: Transaction) -> Receipt:
        """Everything from the checks to the receipt. ``tx`` holds the turn; Neo4j may ask to try again."""
        draft, (before, self.steps) = self.intake.draft, _state(tx)
        known = Known(tx, empty=before == EMPTY)
        settled = settle(known, self.intake, skip=self.reject is not None)
        self._see_to_mistakes(Hints(known, draft))
        self.counts, self.differing, self.differing_in_batch = Counter(), {*settled.reworded}, settled.reworded
        begun = self._begun_before(tx)
        facts, things = draft.count("claim"), draft.count("thing")
        small = facts <= self.at_once and things <= _THINGS_AT_ONCE * self.at_once
        size = self.at_once if small else max(1, self.at_once // _STEPS)
        self.step("check", 1, 1)
        portions = plan(Prospect(known, draft), draft, self.load, size, _repeated(tx, self.load, begun))
        if self.dry_run:
            return self._receipt(moved(before, sum(map(self._counted, portions))))
        if small and not begun:
            return self._at_once(tx, portions)
        return self._in_steps(portions, begun=begun, total=facts)

    def _see_to_mistakes(self, hints: Hints) -> None:
        draft = self.intake.draft
        if self.reject is None:
            refuse(draft, hints)
        elif draft.count("bad"):
            self.mistakes, self.rejected = named_mistakes(draft, hints), rejected_by_kind(draft)
            if not self.dry_run:
                self.reject(rejected_lines(draft))

    def _begun_before(self, tx: Transaction) -> bool:
        row = tx.run(_UNFINISHED, same=self._same(), load=self.load).single()
        if row is None:
            return False
        self.load, self.time = row["load"], row["time"]
        self.counts.update(json.loads(row["counts"] or "{}"))
        self.differing_before = row["differing"] or 0
        return True

    def _same(self) -> str | None:
        """What tells this load from others: the bytes of its files, and whether bad records are left out."""
        files = sorted(file.sha256 for file in self.intake.files)
        text = " ".join([*files, str(self.reject is not None)])
        return hashlib.sha256(text.encode()).hexdigest() if files else None

    def _counted(self, portion: Portion) -> int:
        self.counts += portion.counts
        self.differing.update(portion.reworded)
        return portion.changes.digest

    def _receipt(self, digest: str) -> Receipt:
        return receipt(
            self.load, self.time, self.intake, self.counts, self.rejected,
            evidence_differing=self.differing_before + len(self.differing),
            mistakes=self.mistakes, digest=digest, dry_run=self.dry_run,
        )  # fmt: skip

    def _at_once(self, tx: Transaction, portions: Iterator[Portion]) -> Receipt:
        whole = Portion()
        for portion in portions:
            whole.join(portion)
        self._counted(whole)
        before, number = begin_step(tx)
        tx.run(_BEGIN, load=self.load, time=self.time, same=self._same(), receipt=None).consume()
        digest = write(tx, whole.changes, before, _Bar(self.step, size_of(whole.changes)))
        keep(tx, self.load, number, whole.kept)
        made = self._receipt(digest)
        tx.run(_FINISH, load=self.load, receipt=as_text(made)).consume()
        return made

    def _in_steps(self, portions: Iterator[Portion], *, begun: bool, total: int) -> Receipt:
        self.in_steps = True
        if not begun:
            first = as_text(self._receipt(""))  # which has no counts yet
            self.connection.in_write(
                lambda tx: tx.run(_BEGIN, load=self.load, time=self.time, same=self._same(), receipt=first).consume()
            )
        made = self._receipt(self._plan_and_write(portions, total))
        self.connection.in_write(lambda tx: tx.run(_FINISH, load=self.load, receipt=as_text(made)).consume())
        self.finished = made
        return made

    def _plan_and_write(self, portions: Iterator[Portion], total: int) -> str:
        """Write a portion while the next one is planned."""
        facts, writing = 0, Future[str]()
        writing.set_result("")
        with ThreadPoolExecutor(1, "write") as writer:
            for portion in portions:
                writing.result()
                self.step("write", facts, total)
                self._counted(portion)
                facts += sum(count for name, count in portion.counts.items() if name.startswith("new:"))
                counts = {name: count for name, count in self.counts.items() if name.startswith("entities_")}
                differing = self.differing_before + len(self.differing - self.differing_in_batch)
                writing = writer.submit(self._write, portion, json.dumps(counts), differing)
            digest = writing.result()
        self.step("write", total, total)
        return digest or self.connection.in_read(lambda tx: _state(tx)[0])

    def _write(self, portion: Portion, counts: str, differing: int) -> str:
        def work(tx: Transaction) -> str:
            before, number = begin_step(tx, behind=self.steps)
            digest = write(tx, portion.changes, before, lambda _: None)
            keep(tx, self.load, number, portion.kept)
            tx.run(_GO_ON, load=self.load, counts=counts, differing=differing).consume()
            return digest

        digest = self.connection.in_write(work)
        self.steps += 1
        return digest


class _Bar:
    """Counts the rows written."""

    def __init__(self, step: Step, total: int) -> None:
        self._step, self._total, self._done = step, total, 0

    def __call__(self, rows: int) -> None:
        self._done += rows
        self._step("write", self._done, self._total)


def _state(tx: Transaction) -> tuple[str, int]:
    """The digest, and the number of the last step."""
    row = tx.run(_STATE).single()
    if row is None:
        raise StoreError("the graph has not been set up: open it with Store.open")
    return str(row["digest"]), int(row["steps"])


def _repeated(tx: Transaction, load: str, begun: bool) -> set[str]:
    """Facts of which an interrupted load has already noted that it repeats them."""
    return {one.record["id"] for one in kept(tx, "repeated", load=load)} if begun else set()


def as_text(made: Receipt) -> str:
    """A receipt as it is kept."""
    return json.dumps(made.as_json(), ensure_ascii=False)


def loads(connection: Connection) -> list[dict[str, Any]]:
    """The receipts of all loads, the newest first, each with its ``state`` and, where undone, that receipt."""
    return [_told(**row) for row in connection.read(_LOADS)]


def _told(receipt: str, state: str, undone: str | None, undo: str | None) -> dict[str, Any]:
    told = json.loads(receipt)
    finished = bool(told["digest"])
    shown = {**told, "state": state, "undone": undone, "undo": json.loads(undo) if undo else None}
    return shown if finished else shown | _NOT_YET
