"""Made-up facts: copies of the example's, told of things drawn anew.

A fact keeps of its pattern what is null, how long texts and lists are, whether others say the same,
and which of the copy's banks, initiatives and sources it names. Metric, models, vendors, areas,
groups and year are drawn by Zipf's law.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from random import Random
from zlib import crc32

from benchmarks.prose import chinese, english
from benchmarks.shape import Columns, Shape, shape
from graph.schema import FACT_BY_KIND

BANK_COPIES = 30
"""So often the example's 132 banks are copied at most: 3,960."""
HEAVY = 1_000
"""So many facts are of one bank and metric, where there are enough: each third that could be, from the first on."""
DEVIATE = 0.1
"""So many values are other than what is said of the same elsewhere."""

_CLAIMED = {
    kind: itemgetter(*(p.key for p in declared.properties if p.key != "evidence" and not p.companion))
    for kind, declared in FACT_BY_KIND.items()
}


def own(id_: str, copy: int) -> str:
    """The id of the copy's initiative or source."""
    return f"{id_}-m{copy}"


def bank_of(id_: str, copy: int) -> str:
    """The id of the copy's bank; those of the first are the example's own, which models and groups name."""
    at = copy % BANK_COPIES
    return f"{id_}-m{at}" if at else id_


def facts_of(number: int, seed: int) -> Iterator[Columns]:
    """All facts of a copy of the example, in the order of their patterns, without ids."""
    return _Copy(shape(), number, seed).facts()


class _Copy:
    def __init__(self, shape: Shape, number: int, seed: int) -> None:
        rng, count = Random(f"{seed}/{number}"), len(shape.facts)
        self._shape, self._number, self._rng = shape, number, rng
        self._years = shape.years.draw(rng, count)
        self._metrics = shape.metrics.draw(rng, count)
        self._models = shape.models.draw(rng, count)
        self._vendors = shape.vendors.draw(rng, count)
        self._groups = [shape.groups.several(rng, len(fact.get("groups", ()))) for fact in shape.facts]
        self._said: set[tuple[object, ...]] = set()
        self._heavy_bank, eligible = _heavy()
        self._eligible = number * eligible

    def facts(self) -> Iterator[Columns]:
        make = {
            "observation": self._observation, "initiative": self._initiative, "deployment": self._deployment,
            "partnership": self._partnership, "trend": self._trend,
        }  # fmt: skip
        first = self._number * len(self._shape.facts)
        for at, pattern in enumerate(self._shape.facts):
            fact = pattern.copy()
            del fact["id"]
            if "bank" in fact:
                fact["bank"] = bank_of(fact["bank"], self._number)
            if fact.get("initiative"):
                fact["initiative"] = own(fact["initiative"], self._number)
            fact["source"] = own(fact["source"], self._number)
            if fact["year"] is not None:
                fact["year"] = self._years[at]
            fact["evidence"] = english(len(fact["evidence"]), first + at, f"Made up, {first + at}: ")
            fact["evidence_zh"] = chinese(len(fact["evidence_zh"]), first + at, f"虚构{first + at}：")
            make[fact["kind"]](fact, at, first + at)
            yield fact

    def _observation(self, fact: Columns, at: int, _number: int) -> None:
        twin = self._shape.twins[at]
        metric = self._metrics[twin]
        if fact["year"] is not None:
            fact["year"] = self._years[twin]
            if (fact["period"] or "").startswith("as of"):
                fact["period"] = f"as of {fact['year']}{fact['period'][10:]}"
        if self._is_heavy(fact):
            fact["bank"], metric = self._heavy_bank, self._shape.metrics.things[0]
        elif fact["bank"] == self._heavy_bank and metric == self._shape.metrics.things[0]:
            metric = self._shape.metrics.things[1]  # the heavy pair has just so many facts
        fact["metric"] = metric
        values = self._shape.values[metric]
        value, fact["unit"] = values[crc32(f"{fact['bank']} {metric} {fact['year']}".encode()) % len(values)]
        steps = self._rng.randrange(1, 6) if self._rng.random() < DEVIATE else 0
        fact["value"] = _deviating(value, steps)
        while self._known(fact):
            steps += 1
            fact["value"] = _deviating(value, steps)

    def _is_heavy(self, fact: Columns) -> bool:
        if not _may_be_heavy(fact):
            return False
        self._eligible += 1
        nth, rest = divmod(self._eligible, 3)
        return rest == 0 and nth <= HEAVY

    def _initiative(self, fact: Columns, _at: int, number: int) -> None:
        fact["summary"] = english(len(fact["summary"]), number + 1, f"Summary {number}: ")
        fact["summary_zh"] = chinese(len(fact["summary_zh"]), number + 1)
        for column in ("models", "areas", "vendors"):
            fact[column] = getattr(self._shape, column).several(self._rng, len(fact[column]))

    def _deployment(self, fact: Columns, at: int, _number: int) -> None:
        fact["model"] = self._models[self._shape.twins[at]]
        while self._known(fact):
            fact["model"] = self._shape.models.draw(self._rng, 1)[0]

    def _partnership(self, fact: Columns, at: int, number: int) -> None:
        fact["vendor"] = self._vendors[self._shape.twins[at]]
        fact["purpose"] = english(len(fact["purpose"]), number + 1, f"Purpose {number}: ")
        fact["purpose_zh"] = chinese(len(fact["purpose_zh"]), number + 1)

    def _trend(self, fact: Columns, at: int, number: int) -> None:
        twin = self._shape.twins[at]
        fact["groups"] = self._groups[twin]
        if fact["year"] is not None:
            fact["year"] = self._years[twin]
        fact["statement"] = english(len(fact["statement"]), number + 1, f"Statement {number}: ")
        fact["statement_zh"] = chinese(len(fact["statement_zh"]), number + 1)
        fact["models"] = self._shape.models.several(self._rng, len(fact["models"]))

    def _known(self, fact: Columns) -> bool:
        """Whether the copy said the same already; its sources are its own, so no other copy did."""
        before = len(self._said)
        self._said.add(_CLAIMED[fact["kind"]](fact))
        return len(self._said) == before


def _may_be_heavy(fact: Columns) -> bool:
    return fact["kind"] == "observation" and fact["initiative"] is None


@cache
def _heavy() -> tuple[str, int]:
    """The bank of the heavy pair, which is the one that most facts name; how many of a copy's facts could be of it."""
    named = Counter(fact["bank"] for fact in shape().facts if "bank" in fact)
    return named.most_common(1)[0][0], sum(map(_may_be_heavy, shape().facts))


def _deviating(value: float, steps: int) -> float:
    if isinstance(value, int):
        return value + steps * max(1, abs(value) // 50)
    return round(value + steps * max(0.01, abs(value) / 50), 2)
