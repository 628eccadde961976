"""Named questions of banks, answered a second way: from the files, in plain Python."""

from collections import defaultdict
from typing import Any

import pytest
from afresh import (
    AREAS,
    BANKS,
    FACTS,
    INITIATIVES,
    METRICS,
    MODELS,
    OBSERVATIONS,
    SOURCES,
    SUMMARY,
    VENDORS,
    Fact,
    ends,
    first,
    independent,
    last,
    starts,
)
from afresh_rows import (
    Answer,
    Rows,
    by,
    ids,
    initiative_of,
    kind_of_bank,
    named,
    of_bank,
    one,
    said_by,
    spans,
    texts,
    value_of,
)

from cypher.library import OURS, Library
from graph.store import Store

QUESTIONS = Library(OURS)
ANSWERS: dict[str, Answer] = {}


def answers(function: Answer) -> Answer:
    """Note a function as the second way to answer the question of its name."""
    ANSWERS[function.__name__] = function
    return function


@answers
def bank_initiatives(bank: str) -> Rows:
    rows = []
    for initiative in ends("LAUNCHED", bank):
        facts = SUMMARY["LAUNCHED"][bank, initiative]
        row = initiative_of((bank, initiative), "area", "model", "vendor") | spans(facts) | said_by(facts)
        row["results"] = sum(o["initiative"] == initiative and o["status"] == "stated" for o in OBSERVATIONS)
        rows.append(row | {"sources": independent(facts)})
    rows = by(rows, "initiative", "initiative_id")
    return sorted(rows, key=lambda row: (-(row["last_year"] or 0), -(row["first_year"] or 0)))


@answers
def bank_values(bank: str) -> Rows:
    rows = [
        one("metric", o["metric"], METRICS) | one("initiative", o["initiative"], INITIATIVES) | value_of(o)
        for o in OBSERVATIONS
        if o["bank"] == bank
    ]
    return by(rows, "metric", "metric_id", "year", "period", "fact_id")


@answers
def bank_models(bank: str) -> Rows:
    rows = []
    for model in ends("DEPLOYED", bank):
        facts, record = SUMMARY["DEPLOYED"][bank, model], MODELS[model]
        maker = VENDORS.get(record["vendor"]) or BANKS.get(record["vendor"]) or {"name": None}
        row = one("model", model, MODELS) | spans(facts) | {"sources": independent(facts), "fact_ids": ids(facts)}
        row |= {"family": record["family"], "maker": maker["name"], "own": record["vendor"] == bank}
        row |= {"modes": texts(facts, "mode")} | named("initiative", of_bank(starts("USES", model), bank), INITIATIVES)
        rows.append(row)
    return by(rows, "first_year", "model", "model_id")


def partnership(bank: str, vendor: str) -> dict[str, Any]:
    facts = SUMMARY["PARTNERED_WITH"][bank, vendor]
    row = {"purposes": texts(facts, "purpose"), "purposes_zh": texts(facts, "purpose_zh"), "fact_ids": ids(facts)}
    row |= named("initiative", of_bank(starts("BUILT_WITH", vendor), bank), INITIATIVES)
    return row | spans(facts) | {"sources": independent(facts)}


@answers
def bank_vendors(bank: str) -> Rows:
    rows = [one("vendor", v, VENDORS) | partnership(bank, v) for v in ends("PARTNERED_WITH", bank)]
    return by(rows, "first_year", "vendor", "vendor_id")


@answers
def banks_with_vendor(vendor: str) -> Rows:
    rows = [one("bank", b, BANKS) | partnership(b, vendor) for b in starts("PARTNERED_WITH", vendor)]
    return by(rows, "first_year", "bank", "bank_id")


@answers
def banks_using_model(model: str) -> Rows:
    rows = []
    for bank in starts("DEPLOYED", model):
        facts = SUMMARY["DEPLOYED"][bank, model]
        row = one("bank", bank, BANKS) | spans(facts) | said_by(facts) | {"sources": independent(facts)}
        row |= {"modes": texts(facts, "mode")} | named("initiative", of_bank(starts("USES", model), bank), INITIATIVES)
        rows.append(row)
    return by(rows, "first_year", "bank", "bank_id")


@answers
def banks_using_family(family: str) -> Rows:
    facts: dict[str, list[Fact]] = defaultdict(list)
    models: dict[str, set[str]] = defaultdict(set)
    for (bank, model), said in SUMMARY["DEPLOYED"].items():
        if MODELS[model]["family"] == family:
            facts[bank] += said
            models[bank].add(model)
    rows = [
        one("bank", b, BANKS) | named("model", models[b], MODELS) | spans(facts[b]) | {"sources": independent(facts[b])}
        for b in facts
    ]
    return by(rows, "first_year", "bank", "bank_id")


@answers
def banks_without_facts() -> Rows:
    spoken_of = {fact.get("bank") for fact in FACTS.values()}
    rows = [one("bank", b, BANKS) | kind_of_bank(b) for b in BANKS if b not in spoken_of]
    return by(rows, "bank", "bank_id")


@answers
def banks_silent_on_metric(metric: str, year: int | None) -> Rows:
    told = {
        o["bank"]
        for o in OBSERVATIONS
        if o["metric"] == metric and o["status"] == "stated" and year in (None, o["year"])
    }
    rows = []
    for bank in BANKS.keys() - told:
        facts = [fact for fact in FACTS.values() if fact.get("bank") == bank]
        if facts:
            row = one("bank", bank, BANKS) | kind_of_bank(bank)
            rows.append(row | {"fact_count": len(facts), "last_year": last(facts)})
    return sorted(by(rows, "bank", "bank_id"), key=lambda row: -row["fact_count"])


def areas_of(bank: str) -> set[str]:
    return {area for initiative in ends("LAUNCHED", bank) for area in ends("SERVES", initiative)}


@answers
def banks_sharing_most(bank: str) -> Rows:
    rows = []
    for other in BANKS.keys() - {bank}:
        models = {*ends("DEPLOYED", bank)} & {*ends("DEPLOYED", other)}
        vendors = {*ends("PARTNERED_WITH", bank)} & {*ends("PARTNERED_WITH", other)}
        areas = areas_of(bank) & areas_of(other)
        if models or vendors or areas:
            row = one("other_bank", other, BANKS) | named("model", models, MODELS)
            rows.append(row | named("vendor", vendors, VENDORS) | named("area", areas, AREAS))
    rows = by(rows, "other_bank", "other_bank_id")
    return sorted(rows, key=lambda row: (-len(row["models"] + row["vendors"]), -len(row["areas"])))


@answers
def shared_by_two_banks(bank: str, other: str) -> Rows:
    sides: dict[str, dict[tuple[str, str, str], list[Fact]]] = {bank: defaultdict(list), other: defaultdict(list)}
    for side, things in sides.items():
        for model in ends("DEPLOYED", side):
            things["AIModel", MODELS[model]["name"], model] += SUMMARY["DEPLOYED"][side, model]
        for vendor in ends("PARTNERED_WITH", side):
            things["Vendor", VENDORS[vendor]["name"], vendor] += SUMMARY["PARTNERED_WITH"][side, vendor]
        for initiative in ends("LAUNCHED", side):
            for area in ends("SERVES", initiative):
                things["BusinessArea", AREAS[area]["name"], area] += SUMMARY["SERVES"][initiative, area]
    mine, theirs = sides[bank], sides[other]
    return [
        {
            "label": key[0], "thing": key[1], "thing_id": key[2],
            "first_year": first(mine[key]), "sources": independent(mine[key]),
            "other_first_year": first(theirs[key]), "other_sources": independent(theirs[key]),
        }
        for key in sorted(mine.keys() & theirs.keys())
    ]  # fmt: skip


@answers
def weakly_sourced() -> Rows:
    rows = []
    for type_, label, table in (("DEPLOYED", "AIModel", MODELS), ("PARTNERED_WITH", "Vendor", VENDORS)):
        for (bank, thing), facts in SUMMARY[type_].items():
            classes = {SOURCES[fact["source"]]["reliability"] for fact in facts}
            if classes <= {"vendor", "weak", None}:
                row = one("bank", bank, BANKS) | {"relationship_type": type_, "label": label}
                row |= one("thing", thing, table) | {"sources": independent(facts), "first_year": first(facts)}
                row |= {"reliabilities": sorted(each or "not judged" for each in classes), "fact_ids": ids(facts)}
                rows.append(row | said_by(facts))
    return by(rows, "bank", "bank_id", "relationship_type", "thing", "thing_id")


@answers
def single_source_initiatives(bank: str | None) -> Rows:
    rows = [
        initiative_of(pair) | spans(facts) | said_by(facts) | {"fact_ids": ids(facts)}
        for pair, facts in SUMMARY["LAUNCHED"].items()
        if independent(facts) == 1 and bank in (None, pair[0])
    ]
    return by(rows, "bank", "bank_id", "initiative", "initiative_id")


OTHERS: dict[str, list[dict[str, Any]]] = {
    "bank_initiatives": [{"bank": bank} for bank in ("icbc", "webank", "dbs", "bank-of-gansu")],
    "bank_values": [{"bank": "china-merchants-bank"}, {"bank": "psbc"}],
    "bank_models": [{"bank": bank} for bank in BANKS],
    "bank_vendors": [{"bank": bank} for bank in ("mybank", "bbva", "hsbc")],
    "banks_with_vendor": [{"vendor": vendor} for vendor in VENDORS],
    "banks_using_model": [{"model": model} for model in MODELS],
    "banks_using_family": [{"family": family} for family in ("GPT", "Qwen", "Mistral", "none")],
    "banks_silent_on_metric": [{"year": None}, {"metric": "technology_staff"}],
    "banks_sharing_most": [{"bank": "mybank"}],
    "shared_by_two_banks": [{"bank": "mybank", "other": "webank"}, {"bank": "dbs", "other": "ocbc"}],
    "single_source_initiatives": [{"bank": None}, {"bank": "icbc"}],
}  # fmt: skip
"""What else each question is asked with, beside its defaults."""


@pytest.mark.parametrize("name", ANSWERS)
def test_a_question_answers_what_the_files_say(example: Store, name: str) -> None:
    query = QUESTIONS[name]
    for other in ({}, *OTHERS.get(name, [])):
        asked = {parameter.name: parameter.default for parameter in query.parameters} | other
        expected = [{column: row[column] for column in query.columns} for row in ANSWERS[name](**asked)]
        assert example.read(query, **asked) == expected, asked
