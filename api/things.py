"""What the addresses know of things, taken from the schema: their labels, paths and neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.check import near
from graph.declare import EntityKind, Property, RelationshipType
from graph.errors import UnknownName
from graph.schema import ENTITIES, LABELS, RELATIONSHIPS, YEAR_LABEL

YEAR = EntityKind(
    kind="year", label=YEAR_LABEL, file="", path="years", plural="Years", plural_zh="年份",
    about="A year that facts speak of.",
    properties=(
        Property(name="id", type="text", about="The year in four digits, such as 2024."),
        Property(name="name", type="text", about="The same."),
        Property(name="name_zh", type="text", about="The year in Chinese."),
        Property(name="aliases", type="texts", about="Other names."),
        Property(name="value", type="integer", about="The year as a number."),
    ),
)  # fmt: skip

THINGS: tuple[EntityKind, ...] = (*ENTITIES, YEAR)
BY_LABEL: Mapping[str, EntityKind] = MappingProxyType({thing.label: thing for thing in THINGS})
BY_KIND: Mapping[str, EntityKind] = MappingProxyType({thing.kind: thing for thing in THINGS})
AT_FACT: Mapping[str, str] = MappingProxyType({"Source": "STATED_IN", YEAR_LABEL: "IN_YEAR"})
"""The relationship type from a fact to a thing of these labels; ABOUT to all others."""


@dataclass(frozen=True, slots=True)
class Line:
    """How things of two labels are joined: by a relationship type, or (``""``) by the facts that name both."""

    type: str
    other: EntityKind


def fact_line(label: str) -> str:
    """The type of the relationship from a fact to a thing of this label."""
    return AT_FACT.get(label, "ABOUT")


def lines(label: str) -> Mapping[str, Line]:
    """The relationships of a thing of this label to other things, by the kind of the other one."""
    found: dict[str, Line] = {}
    for declared in RELATIONSHIPS:
        if declared.basis != "claim":
            for other in _others(declared, label):
                found.setdefault(BY_LABEL[other].kind, Line(declared.type, BY_LABEL[other]))
    return found


def line(label: str, other: str) -> Line:
    """How a thing of one label is joined to those of the other."""
    thing = BY_LABEL[other]
    return lines(label).get(thing.kind, Line("", thing))


def address(label: str, id_: str) -> dict[str, str]:
    """Where a thing or fact is found: ``url`` in the API, ``page`` for people."""
    path = BY_LABEL[label].path if label in BY_LABEL else "facts"
    return {"url": f"/api/{path}/{id_}", "page": f"/{path}/{id_}"}


def label_of(text: str) -> str:
    """The label that an address names. Raises ``UnknownName``."""
    if text in LABELS:
        return text
    like = near(text, LABELS, 1)
    hint = f"did you mean {like[0]}?" if like else f"there is {', '.join(LABELS)}"
    raise UnknownName(f"there is no label {text[:80]!r}; {hint}", like)


def _others(declared: RelationshipType, label: str) -> tuple[str, ...]:
    if label in declared.start and label not in declared.end:
        return declared.end
    return declared.start if label in declared.end and label not in declared.start else ()
