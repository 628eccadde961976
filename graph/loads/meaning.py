"""The second look at a batch: what it means beside the graph. Entities united, references resolved, ids made.

Runs while no other load writes. Every mistake is found before anything is written.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, islice
from typing import Any, TypeVar

from babel.numbers import list_currencies

from graph.check import FACT, show
from graph.declare import EntityKind, Kind
from graph.entities import contradictions, node_properties, unite
from graph.facts import as_written, has_its_id, in_order, ordered_id, shown_text, text_columns
from graph.loads.draft import Draft, Read, packed
from graph.loads.intake import Intake
from graph.loads.known import Known
from graph.loads.names import Labels, Resolved, nobody, resolve, several
from graph.schema import ENTITIES, FACT_BY_KIND, KEPT
from graph.sources import cycles_in

T = TypeVar("T")
_PORTION = 2_000
_LEFT_OUT = "whose own record is left out"


@dataclass(slots=True)
class Settled:
    """What the checks found beside mistakes."""

    reworded: set[str] = field(default_factory=set)
    """Facts that the batch brings more than once, with other texts."""
    bad: int = 0


def settle(known: Known, intake: Intake, *, skip: bool) -> Settled:
    """Make things and claims of what was read. Where ``skip``, a record with a mistake is as if not brought."""
    intake.draft.begin_again()
    meaning = _Meaning(known, intake.draft, resolve(known, intake.draft, intake.references), skip)
    meaning.entities()
    meaning.facts()
    return meaning.settled


@dataclass(slots=True)
class _Meaning:
    known: Known
    draft: Draft
    resolved: Resolved
    skip: bool
    settled: Settled = field(default_factory=Settled)
    copies: dict[str, str] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)
    """Where mistakes are skipped: entities that therefore nobody brings."""

    def entities(self) -> None:
        """All labels; where records are left out again, for those who name them are then left out too."""
        while True:
            before = self.settled.bad
            for kind in ENTITIES:
                self._entities_of(kind)
            self._copies()
            self.draft.new_thing.flush()
            self.draft.new_bad.flush()
            if not self.skip or self.settled.bad == before:
                return
            self.draft.spool.run("DELETE FROM thing")
            self.gone = self._gone()

    def _entities_of(self, kind: EntityKind) -> None:
        records = self.draft.entities(kind.label, good=self.skip)
        groups = ([*group] for _, group in groupby(records, key=lambda read: read.columns["id"]))
        for some in portions(groups):
            there = self.known.nodes(kind.label, [group[0].columns["id"] for group in some])
            for group in some:
                self._entity(kind, group, there.get(group[0].columns["id"]))

    def _entity(self, kind: EntityKind, group: list[Read], before: dict[str, Any] | None) -> None:
        kept = bool(before and before.get(KEPT))
        in_graph = {} if before is None else before
        united: Mapping[str, Any] = {}
        places: list[Read] = []
        for read in group:
            columns, bad = self._resolve(kind, read)
            if columns != read.columns:
                self.draft.mend(read.seq, columns)
            properties = node_properties(kind, columns)
            bad += self._twins(kind, read, places)
            bad += self._contradictions(kind, read, properties, in_graph, united, places)
            if bad and self.skip:
                continue
            if not places or read.place.file != places[0].place.file:
                united = unite(kind, united, properties) if united else properties
            places.append(read)
        if not places:
            return
        after = united if kept or before is None else unite(kind, before, united)
        changed = before is None or kept or any(before.get(name) != value for name, value in after.items())
        if kind.label == "Source" and after["copy_of"]:
            self.copies[after["id"]] = after["copy_of"]
        there = packed(before) if before else None
        self.draft.new_thing.add(kind.label, after["id"], 0, packed(after), there, int(changed))

    def _twins(self, kind: EntityKind, read: Read, places: list[Read]) -> int:
        twin = next((other.place for other in places if other.place.file == read.place.file), None)
        if twin is None or twin == read.place:  # the same file may be given twice
            return 0
        id_ = read.columns["id"]
        text = f"the id {id_} stands already at {twin}: make one {kind.kind} of both lines, or give another id"
        return self._bad(read, kind, text)

    def _contradictions(
        self, kind: EntityKind, read: Read, properties: Mapping[str, Any], in_graph: Mapping[str, Any],
        united: Mapping[str, Any], places: list[Read],
    ) -> int:  # fmt: skip
        count = 0
        said = unite(kind, in_graph, united) if united and in_graph else united or in_graph
        for column, ours, theirs in contradictions(kind, said, properties) if said else ():
            known = any(p.key == column and in_graph.get(p.name) is not None for p in kind.properties)
            where = "in the graph" if known else f"at {places[0].place}"
            text = f"{column} is {show(theirs)} for {kind.kind} {properties['id']}, but {show(ours)} {where}: mend one"
            count += self._bad(read, kind, text)
        return count

    def _copies(self) -> None:
        copies: dict[str, str | None] = dict(self.copies)
        wanted = {origin for origin in copies.values() if origin} - copies.keys()
        while wanted:
            found = {id_: node.get("copy_of") for id_, node in self.known.nodes("Source", wanted).items()}
            copies |= {id_: found.get(id_) for id_ in wanted}
            wanted = {origin for origin in found.values() if origin} - copies.keys()
        rings = list(cycles_in(copies))
        for ring in rings:
            self._ring(ring)
        if not rings:
            ranks = [(_rank(id_, self.copies), id_) for id_ in self.copies]
            self.draft.new_thing.flush()
            self.draft.spool.add("UPDATE thing SET rank = ? WHERE label = 'Source' AND id = ?", ranks)
        self.copies.clear()

    def _ring(self, ring: list[str]) -> None:
        kind = next(kind for kind in ENTITIES if kind.label == "Source")
        self.draft.new_bad.flush()
        records = self.draft.entities_by_id("Source", ring, good=self.skip)
        brought = sorted((read for read in records if read.columns.get("copy_of")), key=lambda read: read.place)
        for read in brought if self.skip else brought[:1]:
            self._bad(read, kind, f"copy_of runs in a circle: {' -> '.join(ring)}")

    def _gone(self) -> set[tuple[str, str]]:
        lost: dict[str, set[str]] = {}
        for label, id_ in self.draft.left_out():
            lost.setdefault(label, set()).add(id_)
        return {(label, id_) for label, ids in lost.items() for id_ in ids - self.known.ids(label, ids)}

    def facts(self) -> None:
        """All facts; of one that stands several times the texts are joined."""
        for some in portions(self.draft.facts()):
            self._facts(some)
        self.draft.new_claim.flush()
        self.draft.new_bad.flush()
        self._join_twins()

    def _facts(self, reads: list[Read]) -> None:
        resolved = [(read, *self._resolve(FACT_BY_KIND[read.columns["kind"]], read)) for read in reads]
        metrics = self._things("Metric", (columns.get("metric") for _, columns, _ in resolved), "unit")
        owners = self._things("Initiative", (columns.get("initiative") for _, columns, _ in resolved), "bank")
        for read, columns, bad in resolved:
            kind = FACT_BY_KIND[columns["kind"]]
            claim = in_order(columns)
            right = ordered_id(claim)
            id_ = columns.get("id", right)
            if id_ != right:
                claim = as_written(columns)
                if not has_its_id(claim):
                    text = f"id {id_} does not match what the fact says, whose id is {right}: "
                    bad += self._bad(read, kind, f"{text}leave it out or mend the fact")
            for wrong in _misfits(claim, metrics, owners):
                bad += self._bad(read, kind, wrong)
            if not bad:
                self.draft.new_claim.add(read.seq, id_, claim.get("bank"), kind.kind, packed(claim))

    def _things(self, label: str, ids: Iterable[str | None], prop: str) -> dict[str, Any]:
        wanted = {id_ for id_ in ids if id_}
        found = {id_: thing[prop] for id_, thing in self.draft.things(label, wanted).items()}
        return found | {id_: node[prop] for id_, node in self.known.nodes(label, wanted - found.keys()).items()}

    def _join_twins(self) -> None:
        spool = self.draft.spool
        spool.run("CREATE INDEX IF NOT EXISTS claim_id ON claim (id)")
        twins = [row[0] for row in spool.rows("SELECT id FROM claim GROUP BY id HAVING count(*) > 1")]
        for id_ in twins:
            first, *others = self.draft.twins(id_)
            columns = first.columns
            for column in text_columns(FACT_BY_KIND[columns["kind"]]):
                texts = [columns.get(column), *(other.columns.get(column) for other in others)]
                if len({text for text in texts if text is not None}) > 1:
                    self.settled.reworded.add(id_)
                columns[column] = shown_text(texts)
            spool.run("DELETE FROM claim WHERE id = ? AND seq <> ?", (id_, first.seq))
            spool.run("UPDATE claim SET columns = ? WHERE seq = ?", (packed(columns), first.seq))

    def _resolve(self, kind: Kind, read: Read) -> tuple[dict[str, Any], int]:
        """The columns with names made ids, and how many could not be."""
        columns, bad = dict(read.columns), 0
        for declared in kind.references:
            value = columns.get(declared.key)
            if not value:
                continue
            found = []
            for one in value if isinstance(value, list) else [value]:
                ids = self._meant(declared.refers, one, columns)
                if len(ids) == 1:
                    found.append(ids[0])
                else:
                    bad += self._unresolved(read, kind, declared.key, one, declared.refers, ids)
                    found.append(one)
            columns[declared.key] = list(dict.fromkeys(found)) if isinstance(value, list) else found[0]
        return columns, bad

    def _meant(self, labels: Labels, value: str, columns: Mapping[str, Any]) -> list[str]:
        ids = self.resolved.find(labels, value, columns.get("bank"))
        return [id_ for id_ in ids if not self.gone or any((label, id_) not in self.gone for label in labels)]

    def _unresolved(self, read: Read, kind: Kind, column: str, value: str, labels: Labels, ids: list[str]) -> int:
        if ids:
            return self._bad(read, kind, several(column, value, labels, ids))
        spoiled = any((label, value) in self.gone or self.draft.spoiled(label, [value]) for label in labels)
        if spoiled and not self.skip:
            return 0  # the record that bears the id has mistakes of its own, which are named
        if spoiled:
            return self._bad(read, kind, f"{column} names {show(value)}, {_LEFT_OUT}")
        return self._bad(read, kind, nobody(column, value, labels), labels, value)

    def _bad(self, read: Read, kind: Kind, text: str, labels: Labels = (), look: str = "") -> int:
        what = kind.kind if isinstance(kind, EntityKind) else FACT
        row = packed({"record": what, **read.columns}).decode()
        place = read.place
        self.draft.new_bad.add(read.seq, place.file, place.line, what, kind.kind, row, text, "|".join(labels), look, 1)
        self.settled.bad += 1
        return 1


def portions(rows: Iterable[T], size: int = _PORTION) -> Iterator[list[T]]:
    """Rows in lists of ``size``."""
    left = iter(rows)
    while some := [*islice(left, size)]:
        yield some


def _rank(id_: str, copies: Mapping[str, str]) -> int:
    rank = 0
    while (origin := copies.get(id_)) is not None:
        id_, rank = origin, rank + 1
    return rank


def _misfits(columns: Mapping[str, Any], units: Mapping[str, str], owners: Mapping[str, str]) -> Iterator[str]:
    metric, initiative = columns.get("metric"), columns.get("initiative")
    if metric is not None and metric in units and (wrong := _unit_mistake(columns["unit"], metric, units[metric])):
        yield wrong
    if initiative is not None and initiative in owners and owners[initiative] != columns["bank"]:
        yield f"initiative {initiative} is one of {owners[initiative]}, not of {columns['bank']}"


def _unit_mistake(unit: str, metric: str, expected: str) -> str | None:
    if expected == "currency":
        if unit in _currencies():
            return None
        return f"unit must be an ISO 4217 code such as CNY, as {metric} is money, not {show(unit)}"
    if unit != expected:
        return f"unit must be {expected}, the unit of {metric}, not {show(unit)}"
    return None


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())
