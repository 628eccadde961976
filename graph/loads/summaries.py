"""The one-hop summary: one relationship of a type between two things, made from all facts that say so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.declare import RelationshipType
from graph.elements import Key, Relationship
from graph.loads.changes import Changes
from graph.loads.prospect import Pair, Prospect, ends_of
from graph.schema import SUMMARIES
from graph.sources import SourceOrigin, independent_sources

Facts = Mapping[str, Mapping[str, Any]]
"""The columns of facts by their ids."""


@dataclass(slots=True)
class _Touched:
    bank: str | None = None
    added: list[str] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)


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


def plan_summaries(
    prospect: Prospect, changes: Changes, added: Facts, removed: Facts | None = None, recounted: Iterable[str] = ()
) -> None:
    """Plan the summaries of facts that come or go, and of those whose sources now count otherwise."""
    touched: dict[RelationshipType, dict[Pair, _Touched]] = defaultdict(dict)
    for id_, columns in added.items():
        for type_, pair in supported(columns):
            touched[type_].setdefault(pair, _Touched(columns["bank"])).added.append(id_)
    for id_, columns in (removed or {}).items():
        for type_, pair in supported(columns):
            touched[type_].setdefault(pair, _Touched(columns["bank"])).removed.add(id_)
    for columns in prospect.known.facts_of_sources(recounted):
        for type_, pair in supported(columns):
            touched[type_].setdefault(pair, _Touched())
    prospect.planned_facts(added)
    for type_, pairs in touched.items():
        _plan_type(prospect, changes, type_, pairs)


def _plan_type(prospect: Prospect, changes: Changes, type_: RelationshipType, pairs: Mapping[Pair, _Touched]) -> None:
    ends = ends_of(type_.type, type_.start, type_.end)
    there = prospect.lines(ends, pairs)
    facts = {
        pair: {*there.get(pair, {"facts": ()})["facts"], *touch.added} - touch.removed for pair, touch in pairs.items()
    }
    bases = prospect.bases({id_ for ids in facts.values() for id_ in ids})
    origins = prospect.origins({source for source, _ in bases.values()})
    for pair, touch in sorted(pairs.items()):
        before, after = there.get(pair), None
        start, end = Key(ends[1], pair[0]), Key(ends[2], pair[1])
        if facts[pair]:
            behind = [bases[id_] for id_ in facts[pair]]
            years = (year for _, year in behind if year is not None)
            after = summary_properties(facts[pair], years, (source for source, _ in behind), origins)
        if before is None and after is not None:
            changes.create_line(Relationship(type_.type, start, end, after))
        elif before is not None and after is None:
            changes.delete_line(Relationship(type_.type, start, end, before))
        elif before is not None and after is not None:
            changes.change_line(
                Relationship(type_.type, start, end, before), Relationship(type_.type, start, end, after)
            )
        prospect.planned_line(ends, pair, after, touch.bank)


def _ids(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
