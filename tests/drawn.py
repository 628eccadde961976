"""The example as nodes and relationships for pictures, made from the example read afresh."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import afresh

from graph.elements import Key, Node, Relationship
from viz.view import Totals

ENDS = {
    "LAUNCHED": ("Bank", "Initiative"),
    "DEPLOYED": ("Bank", "AIModel"),
    "USES": ("Initiative", "AIModel"),
    "SERVES": ("Initiative", "BusinessArea"),
    "BUILT_WITH": ("Initiative", "Vendor"),
    "PARTNERED_WITH": ("Bank", "Vendor"),
    "IN_YEAR": ("Initiative", "Year"),
    "REPORTED": ("Bank", "Metric"),
}


def node(label: str, id_: str, **properties: Any) -> Node:
    return Node(Key(label, id_), {"id": id_, "name": id_, "name_zh": None, **properties})


def line(type_: str, start: Node, end: Node, sources: int = 1, facts: int | None = None, **more: Any) -> Relationship:
    ids = [f"f{i}" for i in range(sources if facts is None else facts)]
    return Relationship(type_, start.key, end.key, {"facts": ids, "sources": sources, **more})


def _nodes() -> dict[Key, Node]:
    labelled = {
        "Bank": afresh.BANKS, "AIModel": afresh.MODELS, "Initiative": afresh.INITIATIVES, "Metric": afresh.METRICS,
        "BusinessArea": afresh.AREAS, "Vendor": afresh.VENDORS, "BankGroup": afresh.GROUPS,
    }  # fmt: skip
    years = sorted({str(fact["year"]) for fact in afresh.FACTS.values() if fact["year"] is not None})
    found = [Node(Key(label, id_), record) for label, records in labelled.items() for id_, record in records.items()]
    return {one.key: one for one in [*found, *(node("Year", year) for year in years)]}


def _lines() -> list[Relationship]:
    reported: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for fact in afresh.OBSERVATIONS:
        reported.setdefault((fact["bank"], fact["metric"]), []).append(fact)
    pairs: Mapping[str, Mapping[tuple[str, str], list[dict[str, Any]]]] = {**afresh.SUMMARY, "REPORTED": reported}
    return [
        Relationship(type_, Key(ENDS[type_][0], start), Key(ENDS[type_][1], end), _known(facts))
        for type_, supported in pairs.items()
        for (start, end), facts in supported.items()
    ]


def _known(facts: list[dict[str, Any]]) -> dict[str, Any]:
    years = sorted(fact["year"] for fact in facts if fact["year"] is not None)
    span = {"first_year": years[0], "last_year": years[-1]} if years else {}
    return {"facts": sorted(fact["id"] for fact in facts), "sources": afresh.independent(facts), **span}


NODES = _nodes()
LINES = _lines()
ELEMENTS: list[Node | Relationship] = [*NODES.values(), *LINES]
TOTALS = Totals(Counter(key.label for key in NODES), Counter(one.type for one in LINES))
