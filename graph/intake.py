"""A batch made ready to be written: checked in form and meaning, entities joined with those known.

Every mistake is found before anything is written; see ``Intake.mistakes``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from babel.numbers import list_currencies

from graph.check import FACT, kind_of, mistakes_in, near, show
from graph.declare import EntityKind, Property
from graph.elements import Key
from graph.entities import contradictions, node_properties, unite
from graph.facts import as_written, fact_id, has_its_id, in_order, shown_text, text_columns
from graph.known import Known
from graph.records import Batch, Mistake, Place, Record
from graph.schema import ENTITIES, ENTITY_BY_LABEL, FACT_BY_KIND
from graph.sources import cycles_in

MOST_MISTAKES = 100
"""So many are named; of the others it is said that they are."""


@dataclass(slots=True)
class Entity:
    """An entity as it will be: what the load brings, united with what the graph has."""

    kind: EntityKind
    properties: dict[str, Any]
    place: Place
    brought: list[Mapping[str, Any]]
    before: dict[str, Any] | None = None

    @property
    def changed(self) -> bool:
        """Whether it is new, or will be other than the graph has it."""
        before = self.before
        return before is None or any(before.get(name) != value for name, value in self.properties.items())


@dataclass(slots=True)
class Claim:
    """A fact of the load, its lists sorted; texts of repeated lines already joined."""

    columns: dict[str, Any]
    place: Place


@dataclass(slots=True)
class Intake:
    """What a batch brings. Nothing of it may be written while there are ``mistakes``."""

    entities: dict[Key, Entity] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)
    graph: dict[Key, dict[str, Any]] = field(default_factory=dict)
    """Entities named by the batch that the graph holds, by key."""
    spoiled: set[Key] = field(default_factory=set)
    """Entities whose record holds a mistake: what names them is not blamed for it."""
    reworded: set[str] = field(default_factory=set)
    """Facts that the batch brings more than once, with other texts."""

    def entity(self, key: Key) -> Mapping[str, Any] | None:
        """The properties of an entity as they will be, ``None`` where nobody knows it."""
        brought = self.entities.get(key)
        return brought.properties if brought else self.graph.get(key)


def take_in(known: Known, batch: Batch) -> Intake:
    """Check ``batch`` against the schema and the graph."""
    intake = Intake(mistakes=list(batch.mistakes))
    for record in batch.records:
        _take_record(intake, record)
    _look_up(known, intake)
    _join_with_graph(intake)
    _check_references(known, intake)
    _check_claims(intake)
    _check_copies(known, intake)
    intake.mistakes.sort()
    return intake


def _take_record(intake: Intake, record: Record) -> None:
    wrong = [Mistake(record.place, text) for text in mistakes_in(record)]
    kind = kind_of(record)
    if record.what == FACT:
        intake.read[kind.kind if kind else FACT] += 1
    if wrong or kind is None:
        intake.mistakes += wrong
        if isinstance(kind, EntityKind):
            intake.spoiled.add(Key(kind.label, str(record.columns.get("id"))))
    elif isinstance(kind, EntityKind):
        _take_entity(intake, kind, record)
    else:
        _take_claim(intake, record)


def _take_entity(intake: Intake, kind: EntityKind, record: Record) -> None:
    key = Key(kind.label, record.columns["id"])
    properties = node_properties(kind, record.columns)
    twin = intake.entities.get(key)
    if twin is None:
        intake.entities[key] = Entity(kind, properties, record.place, [record.columns])
        return
    if twin.place == record.place:
        return  # the same file was given twice
    if twin.place.file == record.place.file:
        text = f"the id {key.id} stands already at {twin.place}: make one {kind.kind} of both lines, or give another id"
        intake.mistakes.append(Mistake(record.place, text))
        return
    _unite(intake, twin, properties, record.place, f"at {twin.place}")
    twin.brought.append(record.columns)


def _take_claim(intake: Intake, record: Record) -> None:
    columns = in_order(record.columns)
    id_ = fact_id(columns)
    given = columns.get("id", id_)
    if given != id_:
        columns = as_written(record.columns)
        if not has_its_id(columns):
            text = f"id {given} does not match what the fact says, whose id is {id_}: leave it out or mend the fact"
            intake.mistakes.append(Mistake(record.place, text))
            return
    twin = intake.claims.setdefault(given, Claim(columns, record.place))
    if twin.columns is not columns:
        for column in text_columns(FACT_BY_KIND[columns["kind"]]):
            ours, theirs = twin.columns.get(column), columns.get(column)
            twin.columns[column] = shown_text((ours, theirs))
            if ours is not None and theirs is not None and ours != theirs:
                intake.reworded.add(given)


def _unite(intake: Intake, entity: Entity, other: Mapping[str, Any], place: Place, where: str) -> None:
    for column, ours, theirs in contradictions(entity.kind, entity.properties, other):
        text = f"{column} is {show(theirs)} for {entity.kind.kind} {other['id']}, but {show(ours)} {where}: mend one"
        intake.mistakes.append(Mistake(place, text))
    entity.properties = unite(entity.kind, entity.properties, other)


def _references(intake: Intake) -> Iterator[tuple[Place, Property, str]]:
    for entity in intake.entities.values():
        for declared in entity.kind.references:
            for id_ in _ids(entity.properties[declared.name]):
                yield entity.place, declared, id_
    for claim in intake.claims.values():
        for declared in FACT_BY_KIND[claim.columns["kind"]].references:
            for id_ in _ids(claim.columns[declared.key]):
                yield claim.place, declared, id_


def _ids(value: Any) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _look_up(known: Known, intake: Intake) -> None:
    wanted: dict[str, set[str]] = {entity.label: set() for entity in ENTITIES}
    for key in intake.entities:
        wanted[key.label].add(key.id)
    for _, declared, id_ in _references(intake):
        for label in declared.refers:
            wanted[label].add(id_)
    for label, ids in wanted.items():
        for id_, properties in known.nodes(label, ids).items():
            intake.graph[Key(label, id_)] = properties


def _join_with_graph(intake: Intake) -> None:
    for key, entity in intake.entities.items():
        entity.before = intake.graph.get(key)
        if entity.before is not None:
            brought, entity.properties = entity.properties, entity.before
            _unite(intake, entity, brought, entity.place, "in the graph")


def _check_references(known: Known, intake: Intake) -> None:
    unknown = [
        (place, declared, id_)
        for place, declared, id_ in _references(intake)
        if not any(
            intake.entity(key) is not None or key in intake.spoiled
            for key in (Key(label, id_) for label in declared.refers)
        )
    ]
    unknown.sort(key=lambda one: one[0])
    ids: dict[str, list[str]] = {}
    for at, (place, declared, id_) in enumerate(unknown):
        kinds = " or ".join(ENTITY_BY_LABEL[label].kind for label in declared.refers)
        text = f"{declared.key} names {show(id_)}, which is the id of no {kinds} known"
        if at < MOST_MISTAKES:  # looking for near ones takes its time, and nobody reads on
            text += _hint(known, intake, declared, id_, kinds, ids)
        intake.mistakes.append(Mistake(place, text))


def _hint(known: Known, intake: Intake, declared: Property, id_: str, kinds: str, ids: dict[str, list[str]]) -> str:
    for label in declared.refers:
        if label not in ids:
            ids[label] = known.all_ids(label) + [key.id for key in intake.entities if key.label == label]
    like = near(id_, dict.fromkeys(one for label in declared.refers for one in ids[label]))
    return f"; did you mean {', '.join(like)}?" if like else f": bring the {kinds} in this load or an earlier one"


def _check_claims(intake: Intake) -> None:
    for claim in intake.claims.values():
        columns = claim.columns
        if columns["kind"] == "observation":
            metric = intake.entity(Key("Metric", columns["metric"]))
            if metric and (wrong := _unit_mistake(columns["unit"], metric)):
                intake.mistakes.append(Mistake(claim.place, wrong))
        if columns.get("initiative"):
            initiative = intake.entity(Key("Initiative", columns["initiative"]))
            if initiative and initiative["bank"] != columns["bank"]:
                text = f"initiative {columns['initiative']} is one of {initiative['bank']}, not of {columns['bank']}"
                intake.mistakes.append(Mistake(claim.place, text))


def _unit_mistake(unit: str, metric: Mapping[str, Any]) -> str | None:
    if metric["unit"] == "currency":
        if unit in _currencies():
            return None
        return f"unit must be an ISO 4217 code such as CNY, as {metric['id']} is money, not {show(unit)}"
    if unit != metric["unit"]:
        return f"unit must be {metric['unit']}, the unit of {metric['id']}, not {show(unit)}"
    return None


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def _check_copies(known: Known, intake: Intake) -> None:
    brought = {key.id: entity for key, entity in intake.entities.items() if key.label == "Source"}
    copies = {id_: entity.properties["copy_of"] for id_, entity in brought.items()}
    wanted = {origin for origin in copies.values() if origin} - copies.keys()
    while wanted:
        found = {id_: node.get("copy_of") for id_, node in known.nodes("Source", wanted).items()}
        copies |= found
        wanted = {origin for origin in found.values() if origin} - copies.keys()
    for ring in cycles_in(copies):
        place = min(brought[id_].place for id_ in ring if id_ in brought)
        intake.mistakes.append(Mistake(place, f"copy_of runs in a circle: {' -> '.join(ring)}"))
