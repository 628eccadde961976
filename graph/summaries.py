"""The one-hop summary: one relationship of a type between two things, made from all facts that say so."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from graph.changes import Changes
from graph.declare import RelationshipType
from graph.elements import Key, Relationship
from graph.intake import Intake
from graph.known import Known
from graph.schema import SUMMARIES
from graph.sources import SourceOrigin, independent_sources

Pair = tuple[str, str]
Things = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""By label and id the properties of entities."""
Lines = Iterator[tuple[Key, Key]]


def supported(columns: Mapping[str, Any]) -> Iterator[tuple[RelationshipType, Pair]]:
    """The summary relationships that one fact supports: type, and the ids of both ends."""
    for type_ in SUMMARIES:
        for support in type_.supports:
            if support.kinds and columns["kind"] not in support.kinds:
                continue
            for start in _ids(columns.get(support.start)):
                for end in _ids(columns.get(support.end)):
                    yield type_, (start, end)


def summary_properties(
    facts: Iterable[str],
    years: Iterable[int],
    sources: Iterable[str],
    origins: Mapping[str, SourceOrigin],
) -> dict[str, Any]:
    """The properties of a summary relationship; years are absent where no fact states one."""
    stated = sorted(years)
    properties = {"facts": sorted(facts), "sources": independent_sources(sources, origins)}
    return properties | ({"first_year": stated[0], "last_year": stated[-1]} if stated else {})


def plan_summaries(known: Known, changes: Changes, intake: Intake, new: Mapping[str, Mapping[str, Any]]) -> None:
    """Plan the summary relationships of ``new`` facts, and those that entity records alone make."""
    brought = {
        key.id: SourceOrigin(e.properties["copy_of"], e.properties["reliability"])
        for key, e in intake.entities.items()
        if key.label == "Source"
    }
    touched = _touched(known, intake, new)
    for type_, pairs in touched.items():
        _plan_type(known, changes, type_, pairs, new, brought)
    _plan_records(known, changes, intake)


def _touched(
    known: Known, intake: Intake, new: Mapping[str, Mapping[str, Any]]
) -> dict[RelationshipType, dict[Pair, list[str]]]:
    """By type and pair the new facts; pairs whose sources now count otherwise have none."""
    touched: dict[RelationshipType, dict[Pair, list[str]]] = defaultdict(dict)
    for id_, columns in new.items():
        for type_, pair in supported(columns):
            touched[type_].setdefault(pair, []).append(id_)
    for columns in known.facts_of_sources(known.copies_of(_recounted(intake))):
        for type_, pair in supported(columns):
            touched[type_].setdefault(pair, [])
    return touched


def _recounted(intake: Intake) -> list[str]:
    """Known sources whose origin or reliability the load fills in."""
    counted = ("copy_of", "reliability")
    return [
        key.id
        for key, e in intake.entities.items()
        if key.label == "Source" and e.before and any(e.before.get(p) != e.properties[p] for p in counted)
    ]


def _plan_type(
    known: Known,
    changes: Changes,
    type_: RelationshipType,
    pairs: Mapping[Pair, list[str]],
    new: Mapping[str, Mapping[str, Any]],
    brought: Mapping[str, SourceOrigin],
) -> None:
    start, end = type_.start[0], type_.end[0]
    there = known.relationships(type_.type, start, end, list(pairs))
    older = {id_ for properties in there.values() for id_ in properties["facts"]}
    source_of = known.sources_of_facts(older) | {id_: columns["source"] for id_, columns in new.items()}
    behind = {source_of[id_] for id_ in older.union(*pairs.values())}
    origins = known.origins(behind, brought)
    for pair, ids in sorted(pairs.items()):
        before = there.get(pair)
        facts = {*ids, *(before["facts"] if before else ())}
        years = [new[id_]["year"] for id_ in ids if new[id_]["year"] is not None]
        years += [before[y] for y in ("first_year", "last_year") if y in before] if before else []
        after = summary_properties(facts, years, (source_of[id_] for id_ in facts), origins)
        line = Relationship(type_.type, Key(start, pair[0]), Key(end, pair[1]), after)
        if before is None:
            changes.create_line(line)
        else:
            changes.change_line(Relationship(line.type, line.start, line.end, before), line)


def _plan_records(known: Known, changes: Changes, intake: Intake) -> None:
    for key, entity in sorted(intake.entities.items()):
        if key.label == "Source" and entity.properties["copy_of"] and not (entity.before or {}).get("copy_of"):
            changes.create_line(_record("COPY_OF", key, Key("Source", entity.properties["copy_of"])))
    for type_, labels, lines in (
        ("MADE_BY", ("AIModel", "Vendor", "Bank"), _makers),
        ("MEMBER_OF", ("Bank", "BankGroup"), _members),
    ):
        _plan_records_of_few(known, changes, intake, type_, labels, lines)


def _plan_records_of_few(
    known: Known,
    changes: Changes,
    intake: Intake,
    type_: str,
    labels: tuple[str, ...],
    lines: Callable[[Things], Lines],
) -> None:
    """Relationships between things of which there are so few that all are looked at, before and after the load."""
    changed = [key for key, entity in intake.entities.items() if key.label in labels and entity.changed]
    if not changed:
        return
    things = {label: known.all_nodes(label) for label in labels}
    before = set(lines(things))
    for key in changed:
        things[key.label][key.id] = intake.entities[key].properties
    after = set(lines(things))
    for start, end in sorted(after - before):
        changes.create_line(_record(type_, start, end))
    for start, end in sorted(before - after):
        changes.delete_line(_record(type_, start, end))


def _record(type_: str, start: Key, end: Key) -> Relationship:
    return Relationship(type_, start, end, {"basis": "record"})


def _makers(things: Things) -> Lines:
    """A model's maker is a vendor or a bank; where both bear the id, they are one house and both are."""
    for id_, model in things["AIModel"].items():
        for label in ("Vendor", "Bank"):
            if model.get("vendor") in things[label]:
                yield Key("AIModel", id_), Key(label, model["vendor"])


def _members(things: Things) -> Lines:
    for group_id, group in things["BankGroup"].items():
        for bank_id, bank in things["Bank"].items():
            by_rule = bank["type"] in group["bank_types"] and group.get("country") in (None, bank["country"])
            if by_rule or bank_id in group["banks"]:
                yield Key("Bank", bank_id), Key("BankGroup", group_id)


def _ids(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
