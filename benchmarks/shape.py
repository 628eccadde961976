"""The example's shape: what the made-up facts take from it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any, Generic, TypeVar

import orjson

import loaders

Columns = dict[str, Any]
T = TypeVar("T")

FIXED = ("areas", "groups", "metrics", "models", "vendors")
"""Files whose records are the example's own, however many facts there are."""
_SAME: Mapping[str, tuple[str, ...]] = {
    "observation": ("bank", "metric", "unit", "year", "scope", "status", "initiative", "period"),
    "deployment": ("bank", "model"),
    "partnership": ("bank", "vendor"),
    "trend": ("groups", "topic", "year"),
}
"""Facts of a kind that are equal in these columns corroborate or contest each other."""


@dataclass(frozen=True)
class Zipf(Generic[T]):
    """Things by rank: the k-th is drawn one k-th as often as the first."""

    things: Sequence[T]
    weights: Sequence[float]

    @classmethod
    def of(cls, things: Iterable[T]) -> "Zipf[T]":
        ranked = list(things)
        return cls(ranked, list(accumulate(1 / rank for rank in range(1, len(ranked) + 1))))

    def draw(self, rng: Random, count: int) -> list[T]:
        return rng.choices(self.things, cum_weights=self.weights, k=count)

    def several(self, rng: Random, count: int) -> list[T]:
        """``count`` things, each only once."""
        if count == 0:  # as in most facts
            return []
        drawn = dict.fromkeys(self.draw(rng, count))
        while len(drawn) < count:
            drawn |= dict.fromkeys(self.draw(rng, 1))
        return list(drawn)


@dataclass(frozen=True)
class Shape:
    """The example's records by file, its facts as patterns, and what is drawn for them."""

    records: Mapping[str, list[Columns]]
    twins: Sequence[int]
    """For each fact the first of those that corroborate or contest it: what is drawn for one holds for all."""
    metrics: Zipf[str]
    models: Zipf[str]
    vendors: Zipf[str]
    areas: Zipf[str]
    groups: Zipf[str]
    years: Zipf[int]
    values: Mapping[str, list[tuple[float, str]]]
    """By metric: the values that the example has, each with its unit."""

    @property
    def facts(self) -> list[Columns]:
        return self.records["facts"]


@cache
def shape() -> Shape:
    """Read the example."""
    records = {path.stem: _read(path.read_bytes()) for path in sorted(loaders.EXAMPLE.glob("*.jsonl"))}
    facts = records["facts"]
    values: dict[str, list[tuple[float, str]]] = {}
    for fact in facts:
        if fact["kind"] == "observation":
            values.setdefault(fact["metric"], []).append((fact["value"], fact["unit"]))
    years = Counter(fact["year"] for fact in facts if fact["year"] is not None)
    ranked = _ranking(records)
    return Shape(
        records=records,
        twins=_twins(facts),
        metrics=ranked("metrics", "metric"),
        models=ranked("models", "model"),
        vendors=ranked("vendors", "vendor"),
        areas=ranked("areas", "area"),
        groups=ranked("groups", "group"),
        years=Zipf.of(year for year, _ in years.most_common()),
        values=values,
    )


def _read(text: bytes) -> list[Columns]:
    return [orjson.loads(line) for line in text.splitlines()]


def _ranking(records: Mapping[str, list[Columns]]) -> Callable[[str, str], Zipf[str]]:
    def ranked(many: str, one: str) -> Zipf[str]:
        named = Counter(id_ for fact in records["facts"] for id_ in [*fact.get(many, []), fact.get(one)])
        return Zipf.of(sorted((record["id"] for record in records[many]), key=lambda id_: -named[id_]))

    return ranked


def _twins(facts: Sequence[Columns]) -> list[int]:
    first: dict[Any, int] = {}
    return [first.setdefault(_claimed(fact) or at, at) for at, fact in enumerate(facts)]


def _claimed(fact: Columns) -> tuple[Any, ...] | None:
    columns = _SAME.get(fact["kind"])
    return columns and (fact["kind"], *(str(fact[column]) for column in columns))
