"""The example read afresh in plain Python, without any of bankgraph's code: what the graph must say.

The rules are those of the design, written out a second time; tests compare both.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Fact = dict[str, Any]
Pair = tuple[str, str]
DATA = Path(__file__).parent.parent / "loaders" / "data"


def lines(name: str) -> list[dict[str, Any]]:
    """The records of one file."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def by_id(name: str) -> dict[str, dict[str, Any]]:
    """The records of one file by id."""
    return {record["id"]: record for record in lines(name)}


BANKS, GROUPS, VENDORS, MODELS = by_id("banks"), by_id("groups"), by_id("vendors"), by_id("models")
AREAS, METRICS, INITIATIVES, SOURCES = by_id("areas"), by_id("metrics"), by_id("initiatives"), by_id("sources")
FACTS = by_id("facts")
OBSERVATIONS = [fact for fact in FACTS.values() if fact["kind"] == "observation"]


def root(source: str) -> str:
    """The source at the end of the chain of copies."""
    origin = SOURCES[source]["copy_of"]
    return source if origin is None else root(origin)


def independent(facts: Iterable[Fact]) -> int:
    """How many independent sources say so: roots of copies, all vendors together as one."""
    roots = {root(fact["source"]) for fact in facts}
    return len({"vendors" if SOURCES[one]["reliability"] == "vendor" else f"source {one}" for one in roots})


def summaries(fact: Fact) -> Iterator[tuple[str, str, str]]:
    """Type, start and end of every summary relationship that one fact supports."""
    kind, bank, initiative = fact["kind"], fact.get("bank"), fact.get("initiative")
    if bank and initiative:
        yield "LAUNCHED", bank, initiative
    if initiative and fact["year"] is not None:
        yield "IN_YEAR", initiative, str(fact["year"])
    if kind == "deployment":
        yield "DEPLOYED", bank, fact["model"]
        if initiative:
            yield "USES", initiative, fact["model"]
    if kind == "partnership":
        yield "PARTNERED_WITH", bank, fact["vendor"]
    if kind == "initiative":
        for model in fact["models"]:
            yield "DEPLOYED", bank, model
            yield "USES", initiative, model
        for area in fact["areas"]:
            yield "SERVES", initiative, area
        for vendor in fact["vendors"]:
            yield "BUILT_WITH", initiative, vendor
            yield "PARTNERED_WITH", bank, vendor


def _supported() -> dict[str, dict[Pair, list[Fact]]]:
    found: dict[str, dict[Pair, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for _, fact in sorted(FACTS.items()):
        for type_, start, end in summaries(fact):
            if fact not in found[type_][start, end]:
                found[type_][start, end].append(fact)
    return {type_: dict(pairs) for type_, pairs in found.items()}


SUMMARY = _supported()
"""By type the pairs that it joins, each with the facts that say so, by id."""


def ends(type_: str, start: str) -> list[str]:
    """What relationships of a type lead to from a thing."""
    return [b for a, b in SUMMARY[type_] if a == start]


def starts(type_: str, end: str) -> list[str]:
    """What relationships of a type come from to a thing."""
    return [a for a, b in SUMMARY[type_] if b == end]


def years(facts: Iterable[Fact]) -> list[int]:
    """The years that facts state, the earliest first."""
    return sorted(fact["year"] for fact in facts if fact["year"] is not None)


def first(facts: Iterable[Fact]) -> int | None:
    """The earliest year that facts state."""
    return next(iter(years(facts)), None)


def last(facts: Iterable[Fact]) -> int | None:
    """The latest year that facts state."""
    return next(reversed(years(facts)), None)


def ordered(ids: Iterable[str], table: dict[str, dict[str, Any]]) -> list[str]:
    """Ids in the order of the things' names."""
    return sorted(set(ids), key=lambda one: (table[one]["name"], one))


def nulls_last(*keys: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    """A sort key that puts null behind everything else, as Neo4j does."""
    return lambda row: [((value := key(row)) is None, 0 if value is None else value) for key in keys]


def name_of(fact: Fact) -> str:
    """The name of a fact, to be read in a picture."""
    match fact["kind"]:
        case "observation":
            name = METRICS[fact["metric"]]["name"]
            acronym = any(letter.isupper() for letter in name.split()[0][1:])
            name = name if acronym else name[0].lower() + name[1:]
        case "initiative":
            name = INITIATIVES[fact["initiative"]]["name"]
        case "deployment":
            name = f"{MODELS[fact['model']]['name']} at {BANKS[fact['bank']]['name']}"
        case "partnership":
            name = f"{BANKS[fact['bank']]['name']} with {VENDORS[fact['vendor']]['name']}"
        case _:
            name = fact["topic"]
    return name if fact["year"] is None else f"{name}, {fact['year']}"
