"""Relationships that entity records alone make: a model's maker, a source's origin, a group's members."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graph.elements import Key, Relationship
from graph.loads.changes import Changes
from graph.loads.known import Known

Things = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""By label and id the properties of entities."""
Lines = Iterator[tuple[Key, Key]]
FEW = ("Bank", "BankGroup", "Vendor", "AIModel")
"""Labels of which there are so few that all are looked at, before and after."""


def plan_few(known: Known, changes: Changes, after: Mapping[Key, Mapping[str, Any] | None]) -> None:
    """Plan MADE_BY and MEMBER_OF for entities that will be so, or (``None``) will be gone."""
    for type_, labels, lines in (
        ("MADE_BY", ("AIModel", "Vendor", "Bank"), _makers),
        ("MEMBER_OF", ("Bank", "BankGroup"), _members),
    ):
        changed = {key: properties for key, properties in after.items() if key.label in labels}
        if changed:
            _plan(known, changes, type_, labels, lines, changed)


def plan_copy(changes: Changes, source: str, before: str | None, after: str | None) -> None:
    """Plan COPY_OF of one source, which copied ``before`` and copies ``after``."""
    if before != after:
        if before:
            changes.delete_line(_record("COPY_OF", Key("Source", source), Key("Source", before)))
        if after:
            changes.create_line(_record("COPY_OF", Key("Source", source), Key("Source", after)))


def _plan(
    known: Known,
    changes: Changes,
    type_: str,
    labels: tuple[str, ...],
    lines: Callable[[Things], Lines],
    changed: Mapping[Key, Mapping[str, Any] | None],
) -> None:
    things: dict[str, dict[str, Mapping[str, Any]]] = {label: {**known.all_nodes(label)} for label in labels}
    before = set(lines(things))
    for key, properties in changed.items():
        if properties is None:
            things[key.label].pop(key.id, None)
        else:
            things[key.label][key.id] = properties
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
