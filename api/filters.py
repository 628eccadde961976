"""The filters of facts and things, taken from the schema, and what a look-up makes of them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from api.asked import Parameter
from api.things import BY_KIND, BY_LABEL, THINGS, lines
from graph.check import near
from graph.declare import Property
from graph.errors import InputError
from graph.schema import FACTS

Pair = tuple[str, str]
"""A thing by its label and id."""

EXAMPLES: Mapping[str, str] = MappingProxyType({
    "bank": "bank-of-beijing", "initiative": "bank-of-beijing-all-in-ai", "metric": "technology_investment",
    "model": "deepseek", "vendor": "huawei", "area": "customer-service", "group": "small-and-medium-banks",
    "source": "jrsb-2025-05-13", "year": "2024",
})  # fmt: skip
"""By kind a thing of the data that comes with bankgraph, for the descriptions."""

_FEW_FIRST = ("initiative", "source", "vendor", "model", "bank", "group", "metric", "area", "year")
"""Kinds by how few facts name one of them as a rule: a look-up begins at the first that is asked for."""
_EXACT = ("country", "family", "publisher", "hq", "unit", "period")
"""Properties without a list of choices that one filters by all the same."""
_Q = Parameter(name="q", about="A part of its id or of one of its names.", such_as="bank")


def _by_thing(kind: str) -> Parameter:
    about = f"The id of a {kind}." if kind != "year" else "A year in four digits."
    return Parameter(
        name=kind, about=about, type="year" if kind == "year" else "text",
        label=BY_KIND[kind].label, such_as=EXAMPLES[kind],
    )  # fmt: skip


def _by_property(declared: Property) -> Parameter | None:
    if declared.type == "boolean":
        return Parameter(name=declared.name, about=declared.about, choices=("true", "false"))
    if declared.type == "text" and (declared.choices or declared.name in _EXACT):
        choices = () if declared.name in _EXACT else declared.choices
        return Parameter(name=declared.name, about=declared.about, choices=choices)
    return None


def _of_facts() -> tuple[Parameter, ...]:
    said = {p.name: found for kind in FACTS for p in kind.properties if (found := _by_property(p)) is not None}
    pair = "A thing that the fact names, as Label:id; repeated: it names all of them."
    return (
        Parameter(name="kind", about="What kind of claim it is.", choices=tuple(kind.kind for kind in FACTS)),
        *(_by_thing(kind) for kind in _FEW_FIRST),
        *said.values(),
        Parameter(name="about", about=pair, type="pair", many=True, such_as="Bank:bank-of-beijing"),
        Parameter(name="id", about="The fact's id; repeated: any of them.", many=True, such_as="f1aed3035ad869583"),
        Parameter(name="load", about="The id of the load that was the first to bring it, of those that are there."),
    )


FACT_FILTERS = _of_facts()


def thing_filters(label: str) -> tuple[Parameter, ...]:
    """The filters of the list of things of a label: its properties, the things that it is joined to, and words."""
    properties = (_by_property(declared) for declared in BY_LABEL[label].properties)
    joined = (_by_thing(kind) for kind in _FEW_FIRST if kind in lines(label))
    return (*joined, *(found for found in properties if found is not None), _Q)


def without(filters: Sequence[Parameter], *names: str) -> tuple[Parameter, ...]:
    """The filters but those that an address has settled itself."""
    return tuple(parameter for parameter in filters if parameter.name not in names)


def named_in(filters: Mapping[str, Any]) -> list[Pair]:
    """The things that the filters name, those first that few facts name."""
    named = [(BY_KIND[kind].label, str(filters[kind])) for kind in _FEW_FIRST if kind in filters]
    return list(dict.fromkeys((*named, *(_pair(text) for text in filters.get("about", ())))))


def said_in(filters: Mapping[str, Any]) -> dict[str, str]:
    """The properties that the filters ask for, as text."""
    return {name: str(value) for name, value in filters.items() if name not in _NO_PROPERTY}


def _pair(text: str) -> Pair:
    label, _, id_ = text.partition(":")
    if label not in BY_LABEL:
        like = near(label, tuple(BY_LABEL), 1)
        hint = f"did you mean {like[0]}?" if like else f"there is {', '.join(BY_LABEL)}"
        raise InputError(f"about: there is no label {label[:80]!r}; {hint}")
    return label, id_


_NO_PROPERTY = frozenset({*(thing.kind for thing in THINGS), "about", "id", "q"})
