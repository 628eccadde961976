"""The entities of a load that is undone: as the records of the other loads make them, or gone.

An entity that nobody brings any more stays as long as a fact or an entity that stays names it, and is marked
``kept``: a later load that brings it then says alone what it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from graph.declare import EntityKind
from graph.elements import Key
from graph.entities import node_properties, unite, with_pinyin
from graph.loads.draft import by_label, marks
from graph.loads.draft import portions as in_lists
from graph.loads.kept import kept
from graph.loads.known import Known, Transaction
from graph.loads.meaning import portions
from graph.loads.plan import Portion
from graph.loads.prospect import Prospect
from graph.loads.record_lines import FEW, plan_copy, plan_few
from graph.loads.spool import Adding, Spool
from graph.loads.summaries import plan_summaries
from graph.schema import ENTITIES, ENTITY_BY_LABEL, KEPT

_TABLES = (
    "CREATE TABLE theirs (label TEXT, id TEXT, number INTEGER, record BLOB)",
    "CREATE TABLE after (label TEXT, id TEXT, properties BLOB, PRIMARY KEY (label, id)) WITHOUT ROWID",
)
ENTITIES_KEPT = "entities_kept"
_NAMED = """
UNWIND $ids AS id MATCH (n:{label} {{id: id}}) USING INDEX n:{label}(id)
WHERE EXISTS {{ (n)<-[:ABOUT|STATED_IN]-(:Fact) }} RETURN n.id AS id
"""


class Entities:
    """What becomes of the entities that ``load`` brought, once its facts are gone."""

    def __init__(self, tx: Transaction, known: Known, load: str, present: Mapping[str, int]) -> None:
        self._tx, self._known, self._load = tx, known, load
        self._spool = Spool(*_TABLES)
        self._mine = self._touched()
        self._collect(present)
        self._unite()
        self._named = self._still_named()

    def close(self) -> None:
        """Give memory and disk back."""
        self._spool.close()

    def things(self, label: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The properties as they will be of those of ``ids`` that other loads bring too."""
        return {
            id_: orjson.loads(properties)
            for some in in_lists(ids)
            for id_, properties in self._spool.rows(
                f"SELECT id, properties FROM after WHERE label = ? AND id IN ({marks(some)})", (label, *some)
            )
        }

    def portions(self, size: int) -> Iterator[Portion]:
        """What to change, in an order in which nothing that is named goes before what names it."""
        many = sorted(key for key in self._mine if key.label not in FEW and key.label != "Source")
        for some in portions(many, size):
            yield self._portion(some)
        yield self._portion(sorted(key for key in self._mine if key.label in FEW))
        yield from self._sources(size)

    def _touched(self) -> set[Key]:
        mine = {
            Key(one.record["label"], one.record["record"]["id"]) for one in kept(self._tx, "entities", load=self._load)
        }
        for kind in ENTITIES:
            rows = self._tx.run(f"MATCH (n:{kind.label}) WHERE n.{KEPT} IS NOT NULL RETURN n.id AS id")
            mine.update(Key(kind.label, row["id"]) for row in rows)
        return mine

    def _collect(self, present: Mapping[str, int]) -> None:
        adding = Adding(self._spool, "theirs", 4)
        for one in kept(self._tx, "entities"):
            record = one.record["record"]
            label, id_ = one.record["label"], record["id"]
            if one.load in present and Key(label, id_) in self._mine:
                adding.add(label, id_, present[one.load], orjson.dumps(record))
        adding.flush()
        self._spool.run("CREATE INDEX theirs_key ON theirs (label, id, number)")

    def _unite(self) -> None:
        adding = Adding(self._spool, "after", 3)
        united: dict[str, Any] = {}
        key = None
        for label, id_, record in self._spool.rows("SELECT label, id, record FROM theirs ORDER BY label, id, number"):
            if Key(label, id_) != key:
                if key:
                    adding.add(key.label, key.id, orjson.dumps(united))
                key, united = Key(label, id_), {}
            kind = ENTITY_BY_LABEL[label]
            united = unite(kind, united, node_properties(kind, orjson.loads(record)))
        if key:
            adding.add(key.label, key.id, orjson.dumps(united))
        adding.flush()

    def _still_named(self) -> set[Key]:
        """Entities that nobody brings, and that facts or entities which stay name."""
        orphans = self._mine - {Key(*row) for row in self._spool.rows("SELECT label, id FROM after")}
        named = {
            Key(label, row["id"])
            for label, ids in by_label(orphans).items()
            for some in portions(ids, 5_000)
            for row in self._tx.run(_NAMED.format(label=label), ids=some)
        }
        names: dict[Key, set[Key]] = defaultdict(set)
        for key, other in self._references(orphans):
            if key in orphans:
                names[key].add(other)
            else:
                named.add(other)
        left = list(named)
        while left:
            for other in names.get(left.pop(), ()):
                if other not in named:
                    named.add(other)
                    left.append(other)
        return named

    def _references(self, orphans: set[Key]) -> Iterator[tuple[Key, Key]]:
        """Which entity names which of ``orphans``, as it will be."""
        labels = {key.label for key in orphans}
        for kind in ENTITIES:
            for declared in kind.references:
                if labels.isdisjoint(declared.refers):
                    continue
                prop = f"n.{declared.name}"
                rows = self._tx.run(f"MATCH (n:{kind.label}) WHERE {prop} IS NOT NULL RETURN n.id AS id, {prop} AS v")
                for some in portions(rows, 5_000):
                    after = self.things(kind.label, [row["id"] for row in some])
                    for row in some:
                        value = after.get(row["id"], {declared.name: row["v"]})[declared.name]
                        for id_ in value if isinstance(value, list) else [value]:
                            for label in declared.refers:
                                if Key(label, id_) in orphans:
                                    yield Key(kind.label, row["id"]), Key(label, id_)

    def _portion(self, keys: Iterable[Key]) -> Portion:
        made, few = Portion(), {}
        recounted = []
        for label, ids in by_label(keys).items():
            there, after = self._known.nodes(label, ids), self.things(label, ids)
            for id_ in (id_ for id_ in ids if id_ in there):
                key, before, then = Key(label, id_), there[id_], after.get(id_)
                if then is None and key in self._named:
                    self._keep(made, key, before)
                    continue
                if label == "Source":
                    plan_copy(made.changes, id_, before.get("copy_of"), then["copy_of"] if then else None)
                    if then and any(before.get(p) != then[p] for p in ("copy_of", "reliability")):
                        recounted.append(id_)
                few[key] = then
                self._change(made, ENTITY_BY_LABEL[label], key, before, then)
        plan_few(self._known, made.changes, {key: then for key, then in few.items() if key.label in FEW})
        prospect = Prospect(self._known, self)
        plan_summaries(prospect, made.changes, {}, recounted=self._known.copies_of(recounted))
        return made

    def _keep(self, made: Portion, key: Key, before: Mapping[str, Any]) -> None:
        made.counts[ENTITIES_KEPT] += 1
        if before.get(KEPT) is None:
            made.changes.mark_node(key, {KEPT: self._load})

    def _change(
        self, made: Portion, kind: EntityKind, key: Key, before: dict[str, Any], then: dict[str, Any] | None
    ) -> None:
        if then is None:
            made.counts[f"entities_withdrawn:{kind.kind}"] += 1
            made.changes.delete_node(key, before)
        elif any(before.get(name) != value for name, value in then.items()):
            made.counts[f"entities_changed:{kind.kind}"] += 1
            made.changes.change_node(key, before, with_pinyin(then))

    def _sources(self, size: int) -> Iterator[Portion]:
        """Copies before what they copy; those that count otherwise all at once."""
        keys = [key for key in self._mine if key.label == "Source"]
        there = {
            id_: (node.get("copy_of"), node.get("reliability"))
            for some in portions([key.id for key in keys], 5_000)
            for id_, node in self._known.nodes("Source", some).items()
        }
        otherwise = []
        for some in portions(there, 5_000):
            for id_, then in self.things("Source", some).items():
                if there[id_] != (then["copy_of"], then["reliability"]):
                    otherwise.append(Key("Source", id_))
        yield self._portion(otherwise)
        origins = {id_: origin for id_, (origin, _) in there.items() if origin}
        rest = {key.id for key in keys} - {key.id for key in otherwise}
        ordered = sorted(rest, key=lambda id_: (-_depth(id_, origins), id_))
        for some in portions(ordered, size):
            yield self._portion(Key("Source", id_) for id_ in some)


def _depth(id_: str, origins: Mapping[str, str]) -> int:
    depth = 0
    while (origin := origins.get(id_)) is not None:
        id_, depth = origin, depth + 1
    return depth
