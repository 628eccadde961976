"""From what a load brings to what the graph must change: nodes, claims' own relationships, years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.changes import Changes
from graph.elements import Key, Relationship
from graph.entities import with_pinyin
from graph.facts import fact_name, shown_text, text_columns
from graph.intake import Claim, Intake
from graph.known import Known
from graph.schema import FACT_BY_KIND, YEAR_LABEL
from graph.summaries import plan_summaries


@dataclass(slots=True)
class Plan:
    """Changes and what the receipt and the load's own records say of them."""

    changes: Changes = field(default_factory=Changes)
    new_facts: list[str] = field(default_factory=list)
    new_by_kind: dict[str, int] = field(default_factory=dict)
    entities_new: int = 0
    entities_changed: int = 0
    repeated: list[dict[str, Any]] = field(default_factory=list)
    """Known facts that the load repeats, with its texts where they differ from those shown before."""
    reworded: list[str] = field(default_factory=list)
    """Those of them to which the load brings a text that is another."""
    displaced: list[dict[str, Any]] = field(default_factory=list)
    """The texts that stood before, where the load's are shown now, and the load they came with."""


def plan(known: Known, intake: Intake, load: str) -> Plan:
    """What to write for ``intake``, which must be free of mistakes."""
    made = Plan()
    _plan_entities(made, intake)
    there = known.fact_texts(intake.claims)
    new = {id_: claim for id_, claim in intake.claims.items() if id_ not in there}
    _plan_years(known, made, new.values())
    for id_, claim in sorted(new.items()):
        _plan_fact(made, intake, id_, claim, load)
    _plan_texts(known, made, intake, there)
    plan_summaries(known, made.changes, intake, {id_: claim.columns for id_, claim in new.items()})
    return made


def _plan_entities(made: Plan, intake: Intake) -> None:
    for key, entity in sorted(intake.entities.items()):
        if entity.before is None:
            made.entities_new += 1
            made.changes.create_node(key, with_pinyin(entity.properties))
        elif entity.changed:
            made.entities_changed += 1
            made.changes.change_node(key, entity.before, with_pinyin(entity.properties))


def _plan_years(known: Known, made: Plan, claims: Iterable[Claim]) -> None:
    years = {str(claim.columns["year"]) for claim in claims if claim.columns["year"] is not None}
    for year in sorted(years - known.nodes(YEAR_LABEL, years).keys()):
        properties = {"id": year, "name": year, "name_zh": f"{year}年", "aliases": [], "value": int(year)}
        made.changes.create_node(Key(YEAR_LABEL, year), properties)


def _plan_fact(made: Plan, intake: Intake, id_: str, claim: Claim, load: str) -> None:
    kind = FACT_BY_KIND[claim.columns["kind"]]
    made.new_facts.append(id_)
    made.new_by_kind[kind.kind] = made.new_by_kind.get(kind.kind, 0) + 1
    properties = fact_properties(id_, claim.columns, _names(intake, claim)) | {"load": load}
    made.changes.create_node(Key("Fact", id_), properties, *([kind.label] if kind.label else []))
    for line in claim_lines(id_, claim.columns):
        made.changes.create_line(line)


def fact_properties(id_: str, columns: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The properties of a fact's node: what the claim says, and a name to read."""
    kind = FACT_BY_KIND[columns["kind"]]
    said = {p.name: columns.get(p.key) for p in kind.properties}
    if kind.kind == "observation":
        said["value"] = float(columns["value"])
    return {"id": id_, "kind": kind.kind, "name": fact_name(columns, names), **said}


def claim_lines(id_: str, columns: Mapping[str, Any]) -> Iterable[Relationship]:
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


def _names(intake: Intake, claim: Claim) -> dict[str, str]:
    names: dict[str, str] = {}
    for declared in FACT_BY_KIND[claim.columns["kind"]].references:
        id_ = claim.columns[declared.key]
        if declared.type == "reference" and id_ is not None:
            entity = intake.entity(Key(declared.refers[0], id_))
            names[declared.key] = entity["name"] if entity else id_
    return names


def _plan_texts(known: Known, made: Plan, intake: Intake, there: Mapping[str, Mapping[str, Any]]) -> None:
    better: dict[str, dict[str, Any]] = {}
    for id_, shown in sorted(there.items()):
        columns = intake.claims[id_].columns
        ours = {c: columns.get(c) for c in text_columns(FACT_BY_KIND[columns["kind"]])}
        differing = {c: text for c, text in ours.items() if text != shown.get(c)}
        made.repeated.append({"id": id_, **({"texts": differing} if differing else {})})
        if any(text is not None for text in differing.values()):
            made.reworded.append(id_)
        after = {c: shown_text((shown.get(c), text)) for c, text in differing.items()}
        if any(text != shown.get(c) for c, text in after.items()):
            better[id_] = after
            made.displaced.append({"id": id_, "load": shown["load"], "texts": {c: shown.get(c) for c in after}})
    for id_, before in known.nodes("Fact", better).items():
        made.changes.change_node(Key("Fact", id_), before, better[id_])
