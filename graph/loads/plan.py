"""From a draft to what the graph must change, a portion at a time; each leaves the graph whole."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from graph.elements import Key, Relationship
from graph.entities import with_pinyin
from graph.facts import fact_name, shown_text, texts_of
from graph.loads.changes import Changes
from graph.loads.draft import Draft, Thing
from graph.loads.meaning import portions
from graph.loads.prospect import Prospect
from graph.loads.record_lines import FEW, plan_copy, plan_few
from graph.loads.summaries import plan_summaries
from graph.schema import ENTITY_BY_LABEL, FACT_BY_KIND, KEPT, LABELS, YEAR_LABEL

_MANY = tuple(label for label in LABELS if label in ENTITY_BY_LABEL and label not in FEW and label != "Source")
Claims = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Portion:
    """What one transaction changes, keeps for undo, and counts."""

    changes: Changes = field(default_factory=Changes)
    kept: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    """What undo will need, by what it is; see docs/decisions/004-loads.md."""
    counts: Counter[str] = field(default_factory=Counter)
    """``new:observation``, ``entities_new:bank`` and the like."""
    reworded: list[str] = field(default_factory=list)
    """Known facts to which the load brings another text."""

    def keep(self, holds: str, records: Iterable[Mapping[str, Any]]) -> None:
        """Keep records beside the load."""
        self.kept.setdefault(holds, []).extend(records)

    def join(self, other: "Portion") -> None:
        """Take in what another portion would have changed behind this one."""
        self.changes.join(other.changes)
        for holds, records in other.kept.items():
            self.keep(holds, records)
        self.counts += other.counts
        self.reworded += other.reworded


def plan(prospect: Prospect, draft: Draft, load: str, size: int, noted: Set[str]) -> Iterator[Portion]:
    """The load in portions of up to ``size`` things or claims: first what claims name, then claims bank by bank.

    ``noted``: facts of which it is kept already that this load repeats them.
    """
    yield from _if_any(_things(prospect, draft, [thing for label in FEW for thing in draft.things_of(label)]))
    for label in _MANY:
        for some in portions(draft.things_of(label), size):
            yield _things(prospect, draft, some)
    recounted = []
    for some in portions(draft.things_of("Source"), size):
        later = [thing for thing in some if _counts_otherwise(thing)]
        recounted += later
        yield from _if_any(_things(prospect, draft, [thing for thing in some if not _counts_otherwise(thing)]))
    yield from _if_any(_things(prospect, draft, recounted))
    for claims in portions(draft.claims(), size):
        yield _claims(prospect, dict(claims), load, noted)


def _if_any(portion: Portion) -> Iterator[Portion]:
    if portion.kept:
        yield portion


def _counts_otherwise(thing: Thing) -> bool:
    """Whether it is a known source of which origin or reliability is filled in."""
    before = thing.before
    return before is not None and any(before.get(p) != thing.properties[p] for p in ("copy_of", "reliability"))


def _things(prospect: Prospect, draft: Draft, things: Sequence[Thing]) -> Portion:
    made = Portion()
    changes = made.changes
    for key, after, before in things:
        kind = ENTITY_BY_LABEL[key.label].kind
        if before is None:
            made.counts[f"entities_new:{kind}"] += 1
            changes.create_node(key, with_pinyin(after))
        elif any(before.get(name) != value for name, value in after.items()):
            made.counts[f"entities_changed:{kind}"] += 1
            changes.change_node(key, before, with_pinyin(after))
        if before and before.get(KEPT):
            changes.mark_node(key, {KEPT: None})
        if key.label == "Source":
            plan_copy(changes, key.id, (before or {}).get("copy_of"), after["copy_of"])
    few = {thing.key: thing.properties for thing in things if thing.key.label in FEW and _is_other(thing)}
    plan_few(prospect.known, changes, few)
    recounted = [thing.key.id for thing in things if thing.key.label == "Source" and _counts_otherwise(thing)]
    plan_summaries(prospect, changes, {}, recounted=prospect.known.copies_of(recounted))
    keys = [thing.key for thing in things]
    if keys:
        made.keep("entities", ({"label": key.label, "record": record} for key, record in draft.records_of(keys)))
    return made


def _is_other(thing: Thing) -> bool:
    before = thing.before
    return before is None or any(before.get(name) != value for name, value in thing.properties.items())


def _claims(prospect: Prospect, claims: Claims, load: str, noted: Set[str]) -> Portion:
    made = Portion()
    there = prospect.known.fact_texts(claims)
    new = {id_: columns for id_, columns in claims.items() if id_ not in there}
    for columns in (columns for id_, columns in claims.items() if id_ in new or there[id_]["load"] == load):
        made.counts[f"new:{columns['kind']}"] += 1
    _plan_years(prospect, made, new.values())
    names = prospect.names({key for columns in new.values() for key in _named(columns).values()})
    for id_, columns in new.items():
        plan_fact(made.changes, id_, columns, {column: names[key] for column, key in _named(columns).items()}, load)
    repeated = {id_: shown for id_, shown in there.items() if shown["load"] != load and id_ not in noted}
    _plan_texts(prospect, made, claims, repeated)
    plan_summaries(prospect, made.changes, new)
    prospect.keep_only(claims[next(reversed(claims))].get("bank"))
    return made


def _plan_years(prospect: Prospect, made: Portion, claims: Iterable[Mapping[str, Any]]) -> None:
    for year in prospect.new_years({str(columns["year"]) for columns in claims if columns["year"] is not None}):
        properties = {"id": year, "name": year, "name_zh": f"{year}年", "aliases": [], "value": int(year)}
        made.changes.create_node(Key(YEAR_LABEL, year), properties)


def plan_fact(changes: Changes, id_: str, columns: Mapping[str, Any], names: Mapping[str, str], load: str) -> None:
    """Plan a fact's node and the claim's own relationships."""
    kind = FACT_BY_KIND[columns["kind"]]
    properties = fact_properties(id_, columns, names) | {"load": load}
    changes.create_node(Key("Fact", id_), properties, *([kind.label] if kind.label else []))
    for line in claim_lines(id_, columns):
        changes.create_line(line)


def fact_properties(id_: str, columns: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The properties of a fact's node: what the claim says, and a name to read."""
    kind = FACT_BY_KIND[columns["kind"]]
    said = {p.name: columns.get(p.key) for p in kind.properties}
    if kind.kind == "observation":
        said["value"] = float(columns["value"])
    return {"id": id_, "kind": kind.kind, "name": fact_name(columns, names), **said}


def claim_lines(id_: str, columns: Mapping[str, Any]) -> Iterator[Relationship]:
    """The relationships of the claim itself: whom it is about, who says so, when, what it measures."""
    fact = Key("Fact", id_)
    for declared in FACT_BY_KIND[columns["kind"]].references:
        if declared.name == "source":
            yield Relationship("STATED_IN", fact, Key("Source", columns["source"]), {})
            continue
        value = columns[declared.key]
        for named in value if isinstance(value, list) else [value] if value is not None else []:
            yield Relationship("ABOUT", fact, Key(declared.refers[0], named), {})
    if columns["year"] is not None:
        yield Relationship("IN_YEAR", fact, Key(YEAR_LABEL, str(columns["year"])), {})
    if columns["kind"] == "observation":
        yield Relationship("REPORTED", Key("Bank", columns["bank"]), fact, {})
        yield Relationship("MEASURES", fact, Key("Metric", columns["metric"]), {})


def _named(columns: Mapping[str, Any]) -> dict[str, Key]:
    """The things that a fact's name may speak of, by column."""
    return {
        declared.key: Key(declared.refers[0], columns[declared.key])
        for declared in FACT_BY_KIND[columns["kind"]].references
        if declared.type == "reference" and declared.name != "source" and columns[declared.key] is not None
    }


def _plan_texts(prospect: Prospect, made: Portion, claims: Claims, there: Mapping[str, Mapping[str, Any]]) -> None:
    better: dict[str, dict[str, Any]] = {}
    for id_, shown in there.items():
        differing = {c: text for c, text in texts_of(claims[id_]).items() if text != shown.get(c)}
        made.keep("repeated", [{"id": id_, **({"texts": differing} if differing else {})}])
        if any(text is not None for text in differing.values()):
            made.reworded.append(id_)
        after = {c: shown_text((shown.get(c), text)) for c, text in differing.items()}
        if any(text != shown.get(c) for c, text in after.items()):
            better[id_] = after
            made.keep("displaced", [{"id": id_, "load": shown["load"], "texts": {c: shown.get(c) for c in after}}])
    for id_, before in prospect.known.nodes("Fact", better).items():
        made.changes.change_node(Key("Fact", id_), before, better[id_])
