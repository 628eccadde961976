"""Named questions of areas, models, metrics, groups and sources, answered a second way from the files."""

from collections import defaultdict
from typing import Any

import pytest
from afresh import (
    AREAS,
    BANKS,
    FACTS,
    GROUPS,
    INITIATIVES,
    METRICS,
    MODELS,
    OBSERVATIONS,
    SOURCES,
    SUMMARY,
    VENDORS,
    Fact,
    Pair,
    ends,
    first,
    independent,
    name_of,
    root,
    starts,
)
from afresh_rows import (
    Answer,
    Rows,
    by,
    ids,
    initiative_of,
    named,
    one,
    source_of,
    spans,
    value_of,
    without,
)

from cypher.library import OURS, Library
from graph.store import Store

QUESTIONS = Library(OURS)
ANSWERS: dict[str, Answer] = {}


def answers(function: Answer) -> Answer:
    """Note a function as the second way to answer the question of its name."""
    ANSWERS[function.__name__] = function
    return function


def pairs_serving(area: str) -> list[Pair]:
    return [(INITIATIVES[i]["bank"], i) for i in starts("SERVES", area)]


@answers
def area_initiatives(area: str, category: str | None) -> Rows:
    rows = []
    for pair in pairs_serving(area):
        facts = SUMMARY["SERVES"][pair[1], area]
        if category in (None, INITIATIVES[pair[1]]["category"]):
            rows.append(initiative_of(pair, "model", "vendor") | spans(facts) | {"sources": independent(facts)})
    return by(rows, "bank", "bank_id", "initiative", "initiative_id")


@answers
def area_results(area: str) -> Rows:
    rows = []
    for o in OBSERVATIONS:
        if o["status"] == "stated" and o["initiative"] in starts("SERVES", area):
            row = one("bank", o["bank"], BANKS) | one("initiative", o["initiative"], INITIATIVES)
            rows.append(row | one("metric", o["metric"], METRICS) | without(value_of(o), "status"))
    return by(rows, "bank", "bank_id", "initiative", "initiative_id", "metric", "metric_id", "year", "fact_id")


@answers
def areas_overview() -> Rows:
    rows = []
    for area in AREAS:
        pairs = pairs_serving(area)
        row = one("area", area, AREAS) | {"bank_count": len({b for b, _ in pairs}), "initiative_count": len(pairs)}
        row["model_count"] = len({m for _, i in pairs for m in ends("USES", i)})
        rows.append(row | {"first_year": first(f for _, i in pairs for f in SUMMARY["SERVES"][i, area])})
    return sorted(by(rows, "area", "area_id"), key=lambda row: -row["bank_count"])


@answers
def first_with_model(family: str | None) -> Rows:
    rows = []
    for model, record in MODELS.items():
        users = {bank: first(SUMMARY["DEPLOYED"][bank, model]) for bank in starts("DEPLOYED", model)}
        if users and family in (None, record["family"]):
            year = min((year for year in users.values() if year is not None), default=None)
            leaders = named("first_bank", [b for b in users if year is not None and users[b] == year], BANKS)
            row = one("model", model, MODELS) | leaders | {"family": record["family"], "first_year": year}
            undated = sum(year is None for year in users.values())
            rows.append(row | {"bank_count": len(users), "undated_count": undated})
    return sorted(by(rows, "model", "model_id"), key=lambda row: -row["bank_count"])


@answers
def metric_values(metric: str, bank: str | None) -> Rows:
    rows = [
        one("bank", o["bank"], BANKS) | value_of(o)
        for o in OBSERVATIONS
        if o["metric"] == metric and bank in (None, o["bank"])
    ]
    return by(rows, "bank", "bank_id", "year", "period", "fact_id")


@answers
def metric_ranking(metric: str, year: int, unit: str, period: str | None, scope: str | None) -> Rows:
    alike: dict[tuple[str, float, str | None], list[Fact]] = defaultdict(list)
    for o in OBSERVATIONS:
        wanted = (o["metric"], o["year"], o["unit"], o["status"], o["scope"]) == (metric, year, unit, "stated", scope)
        if wanted and (period is None or o["period"] in (None, period)):
            alike[o["bank"], o["value"], o["bound"]].append(o)
    rows = []
    for (bank, value, bound), facts in alike.items():
        facts = sorted(facts, key=lambda fact: (SOURCES[fact["source"]]["publisher"], fact["id"]))
        publishers = dict.fromkeys(SOURCES[fact["source"]]["publisher"] for fact in facts)
        row = one("bank", bank, BANKS) | {"value": value, "unit": unit, "bound": bound, "sources": independent(facts)}
        rows.append(row | {"publishers": [*publishers], "fact_ids": [fact["id"] for fact in facts]})
    best = 1 if METRICS[metric]["direction"] == "lower-is-better" else -1
    return sorted(by(rows, "bank", "bank_id", "bound"), key=lambda row: best * row["value"])


@answers
def differing_values(bank: str | None) -> Rows:
    alike: dict[tuple[Any, ...], list[Fact]] = defaultdict(list)
    for o in OBSERVATIONS:
        if o["year"] is not None and bank in (None, o["bank"]):
            alike[o["bank"], o["metric"], o["year"], o["unit"]].append(o)
    rows = [
        one("bank", o["bank"], BANKS) | one("metric", o["metric"], METRICS) | value_of(o)
        for facts in alike.values()
        for o in facts
        if len({fact["value"] for fact in facts}) > 1
    ]
    return by(rows, "bank", "bank_id", "metric", "metric_id", "year", "unit", "value", "fact_id")


@answers
def targets_and_plans(bank: str | None) -> Rows:
    rows = []
    for o in OBSERVATIONS:
        if o["status"] != "stated" and bank in (None, o["bank"]):
            row = one("bank", o["bank"], BANKS) | one("metric", o["metric"], METRICS) | value_of(o)
            rows.append(row | {"evidence": o["evidence"], "evidence_zh": o["evidence_zh"]})
    return by(rows, "bank", "bank_id", "metric", "metric_id", "year", "fact_id")


@answers
def vendor_initiatives(vendor: str) -> Rows:
    rows = []
    for initiative in starts("BUILT_WITH", vendor):
        facts = SUMMARY["BUILT_WITH"][initiative, vendor]
        row = initiative_of((INITIATIVES[initiative]["bank"], initiative), "area", "model") | spans(facts)
        rows.append(row | {"sources": independent(facts), "fact_ids": ids(facts)})
    return by(rows, "bank", "bank_id", "initiative", "initiative_id")


@answers
def own_models() -> Rows:
    rows = []
    for model, record in MODELS.items():
        if record["vendor"] in BANKS:
            users = starts("DEPLOYED", model)
            row = one("maker_bank", record["vendor"], BANKS) | one("model", model, MODELS) | {"kind": record["kind"]}
            row |= named("bank", users, BANKS) | named("initiative", starts("USES", model), INITIATIVES)
            rows.append(row | {"first_year": first(f for b in users for f in SUMMARY["DEPLOYED"][b, model])})
    return by(rows, "maker_bank", "maker_bank_id", "model", "model_id")


@answers
def group_trends(group: str) -> Rows:
    rows = [
        {column: fact[column] for column in ("topic", "topic_zh", "year", "statement", "statement_zh")}
        | named("model", fact["models"], MODELS)
        | source_of(fact)
        | {"fact_id": fact["id"]}
        for fact in FACTS.values()
        if group in fact.get("groups", [])
    ]
    return sorted(rows, key=lambda row: (-(row["year"] or 0), row["topic"], row["fact_id"]))


@answers
def source_facts(source: str) -> Rows:
    rows = []
    for fact in FACTS.values():
        if fact["source"] == source:
            name = name_of(fact)
            row = {"kind": fact["kind"], "fact": name, "fact_id": fact["id"]} | one("bank", fact.get("bank"), BANKS)
            said = (
                "year",
                "period",
                "value",
                "unit",
                "bound",
                "status",
                "scope",
                "scope_zh",
                "evidence",
                "evidence_zh",
            )
            rows.append(row | {column: fact.get(column) for column in said})
    return by(rows, "kind", "bank", "bank_id", "fact", "fact_id")


@answers
def source_copies() -> Rows:
    rows = []
    for id_, source in SOURCES.items():
        if source["copy_of"]:
            original = SOURCES[root(id_)]
            rows.append({
                "source": source["title"], "source_id": id_, "publisher": source["publisher"],
                "published": source["published"], "original_source": original["title"],
                "original_source_id": original["id"], "original_publisher": original["publisher"],
                "original_published": original["published"],
                "fact_count": sum(fact["source"] == id_ for fact in FACTS.values()),
            })  # fmt: skip
    return by(rows, "original_source_id", "source_id")


@answers
def new_in_year(year: int, area: str | None) -> Rows:
    rows = []
    for pair, facts in SUMMARY["LAUNCHED"].items():
        if first(facts) == year and (area is None or area in ends("SERVES", pair[1])):
            row = initiative_of(pair, "area", "model") | {"sources": independent(facts), "fact_ids": ids(facts)}
            rows.append(row)
    return by(rows, "bank", "bank_id", "initiative", "initiative_id")


OTHERS: dict[str, list[dict[str, Any]]] = {
    "area_initiatives": [{"area": area} for area in AREAS] + [{"category": "platform"}],
    "area_results": [{"area": area} for area in AREAS],
    "first_with_model": [{"family": "DeepSeek"}, {"family": "GPT"}],
    "metric_values": [{"metric": metric} for metric in ("ai_use_cases", "technology_staff")] + [{"bank": "icbc"}],
    "metric_ranking": [
        {"year": 2021}, {"year": 2020}, {"unit": "USD"}, {"period": None}, {"scope": "whole bank"},
        {"metric": "technology_investment_share_of_revenue", "unit": "percent"},
        {"metric": "processing_time", "unit": "minutes", "year": 2024, "period": None},
        {"metric": "ai_use_cases", "unit": "count", "year": 2025, "period": None},
    ],
    "differing_values": [{"bank": "icbc"}],
    "targets_and_plans": [{"bank": "bbva"}],
    "vendor_initiatives": [{"vendor": vendor} for vendor in VENDORS],
    "group_trends": [{"group": group} for group in GROUPS],
    "source_facts": [{"source": source} for source in list(SOURCES)[::10]],
    "new_in_year": [{"year": 2024}, {"area": None}, {"year": 2014, "area": None}],
}  # fmt: skip
"""What else each question is asked with, beside its defaults."""


@pytest.mark.parametrize("name", ANSWERS)
def test_a_question_answers_what_the_files_say(example: Store, name: str) -> None:
    query = QUESTIONS[name]
    for other in ({}, *OTHERS.get(name, [])):
        asked = {parameter.name: parameter.default for parameter in query.parameters} | other
        expected = [{column: row[column] for column in query.columns} for row in ANSWERS[name](**asked)]
        assert example.read(query, **asked) == expected, asked
