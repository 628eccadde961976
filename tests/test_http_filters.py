"""Every filter gives exactly the facts and things that the files hold, alone and with others."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

import loaders
from api.filters import FACT_FILTERS, thing_filters
from api.things import THINGS

Row = dict[str, Any]


def rows_of(name: str) -> list[Row]:
    lines = (loaders.EXAMPLE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


FACTS = rows_of("facts")
NAMES = {
    "bank": ("bank",), "initiative": ("initiative",), "metric": ("metric",), "source": ("source",),
    "model": ("model", "models"), "vendor": ("vendor", "vendors"), "area": ("areas",), "group": ("groups",),
}  # fmt: skip
LABELS = {
    "Bank": "bank", "Initiative": "initiative", "Metric": "metric", "Source": "source", "AIModel": "model",
    "Vendor": "vendor", "BusinessArea": "area", "BankGroup": "group",
}  # fmt: skip


def names(fact: Row, kind: str) -> set[str]:
    """The ids of the things of a kind that the fact names."""
    found = (fact.get(column) for column in NAMES[kind])
    return {id_ for value in found if value for id_ in (value if isinstance(value, list) else [value])}


def fits(fact: Row, name: str, value: str) -> bool:
    """Whether a fact of the files fits one filter."""
    if name in NAMES:
        return value in names(fact, name)
    if name == "about":
        label, _, id_ = value.partition(":")
        return str(fact["year"]) == id_ if label == "Year" else id_ in names(fact, LABELS[label])
    return fact.get(name) is not None and str(fact[name]) == value


def found(web: httpx.Client, path: str, filters: list[tuple[str, str]]) -> list[str]:
    answer = web.get(path, params=[*filters, ("format", "ndjson")])
    assert answer.status_code == 200, answer.text
    return [json.loads(line)["id"] for line in answer.text.splitlines()]


def values() -> Iterator[tuple[str, str]]:
    """For each filter of facts some of the values that there are."""
    for parameter in FACT_FILTERS:
        if parameter.name in ("about", "id"):
            continue
        if parameter.choices:
            held: list[str] = list(parameter.choices)
        elif parameter.name in NAMES:
            held = sorted({id_ for fact in FACTS for id_ in names(fact, parameter.name)})
        else:
            held = sorted({str(fact[parameter.name]) for fact in FACTS if fact.get(parameter.name) is not None})
        for value in held[:: max(1, len(held) // 2)]:
            yield parameter.name, value


@pytest.mark.parametrize(("name", "value"), list(values()))
def test_each_filter_of_facts(web: httpx.Client, name: str, value: str) -> None:
    expected = sorted(fact["id"] for fact in FACTS if fits(fact, name, value))
    assert found(web, "/api/facts", [(name, value)]) == expected
    assert web.get("/api/facts", params={name: value, "limit": 1}).json()["total"] == len(expected)


@pytest.mark.parametrize(
    "filters",
    [
        {"bank": "bank-of-beijing", "kind": "observation"},
        {"bank": "bank-of-beijing", "kind": "observation", "year": "2024", "status": "stated"},
        {"bank": "bank-of-beijing", "source": "jrsb-2025-05-13"},
        {"model": "deepseek", "kind": "deployment", "year": "2025"},
        {"group": "small-and-medium-banks", "year": "2025"},
        {"metric": "technology_investment", "year": "2024", "unit": "CNY"},
        {"area": "customer-service", "category": "assistant"},
        {"kind": "trend", "year": "2024"},
        {"kind": "deployment", "mode": "private"},
        {"bank": "bank-of-beijing", "group": "small-and-medium-banks"},
    ],
)
def test_filters_combine(web: httpx.Client, filters: dict[str, str]) -> None:
    expected = sorted(f["id"] for f in FACTS if all(fits(f, name, value) for name, value in filters.items()))
    assert found(web, "/api/facts", list(filters.items())) == expected


@pytest.mark.parametrize(
    "about",
    [
        ["Bank:bank-of-beijing"],
        ["AIModel:deepseek", "Bank:bank-of-beijing"],
        ["Year:2024", "Metric:technology_investment"],
        ["Initiative:bank-of-beijing-all-in-ai", "AIModel:deepseek", "Bank:bank-of-beijing"],
        ["BankGroup:small-and-medium-banks", "BankGroup:state-owned-banks"],
        ["Source:jrsb-2025-05-13", "BusinessArea:customer-service"],
    ],
)
def test_about_means_that_the_fact_names_all_of_them(web: httpx.Client, about: list[str]) -> None:
    expected = sorted(fact["id"] for fact in FACTS if all(fits(fact, "about", one) for one in about))
    assert expected
    assert found(web, "/api/facts", [("about", one) for one in about]) == expected
    assert found(web, "/api/facts", [("about", one) for one in reversed(about)]) == expected


def test_id_repeated_means_any_of_them(web: httpx.Client) -> None:
    ids = [FACTS[900]["id"], FACTS[3]["id"], FACTS[3]["id"], "f0000000000000000"]
    assert found(web, "/api/facts", [("id", id_) for id_ in ids]) == sorted({ids[0], ids[1]})
    beside = [("id", ids[0]), ("id", ids[1]), ("kind", FACTS[3]["kind"])]
    expected = sorted(fact["id"] for fact in (FACTS[900], FACTS[3]) if fact["kind"] == FACTS[3]["kind"])
    assert found(web, "/api/facts", beside) == expected


@pytest.mark.parametrize("name", ["group", "year", "model", "source"])
def test_filters_of_trends(web: httpx.Client, name: str) -> None:
    trends = [fact for fact in FACTS if fact["kind"] == "trend"]
    held = {str(fact["year"]) for fact in trends if fact["year"]} if name == "year" else set()
    held |= {id_ for fact in trends for id_ in names(fact, name)} if name in NAMES else set()
    for value in sorted(held)[:4]:
        assert found(web, "/api/trends", [(name, value)]) == sorted(f["id"] for f in trends if fits(f, name, value))


def test_filters_below_a_thing(web: httpx.Client) -> None:
    by_bank = [("year", "2024"), ("kind", "observation")]
    expected = sorted(
        f["id"] for f in FACTS
        if f.get("bank") == "bank-of-beijing" and f["year"] == 2024 and f["kind"] == "observation"
    )  # fmt: skip
    assert found(web, "/api/banks/bank-of-beijing/facts", by_bank) == expected
    measured = sorted(f["id"] for f in FACTS if f.get("metric") == "technology_staff" and f["year"] == 2024)
    assert found(web, "/api/metrics/technology_staff/observations", [("year", "2024")]) == measured
    assert web.get("/api/banks/bank-of-beijing/facts?bank=icbc").status_code == 422
    assert web.get("/api/metrics/technology_staff/observations?kind=trend").status_code == 422


def of_initiatives() -> Iterator[tuple[dict[str, str], Callable[[Row], bool]]]:
    """Filters of initiatives, and whether an initiative of the files fits them."""
    inside: dict[str, list[Row]] = {}
    for fact in FACTS:
        inside.setdefault(str(fact.get("initiative")), []).append(fact)

    def said(row: Row, column: str, value: object) -> bool:
        return any(value in (fact.get(column) or []) for fact in inside.get(row["id"], ()))

    def uses(row: Row, model: str) -> bool:
        return said(row, "models", model) or any(f.get("model") == model for f in inside.get(row["id"], ()))

    yield {"bank": "bank-of-beijing"}, lambda row: row["bank"] == "bank-of-beijing"
    yield {"category": "team"}, lambda row: row["category"] == "team"
    yield {"area": "risk-control"}, lambda row: said(row, "areas", "risk-control")
    yield {"vendor": "huawei"}, lambda row: said(row, "vendors", "huawei")
    yield {"model": "deepseek"}, lambda row: uses(row, "deepseek")
    yield {"year": "2024"}, lambda row: any(f["year"] == 2024 for f in inside.get(row["id"], ()))
    yield {"q": "助手"}, lambda row: any("助手" in name for name in (row["name_zh"] or "", *row["aliases"]))
    yield (
        {"bank": "bank-of-beijing", "category": "assistant", "year": "2025"},
        lambda row: (
            row["bank"] == "bank-of-beijing" and row["category"] == "assistant"
            and any(f["year"] == 2025 for f in inside.get(row["id"], ()))
        ),
    )  # fmt: skip


@pytest.mark.parametrize(("filters", "fit"), list(of_initiatives()))
def test_filters_of_initiatives(web: httpx.Client, filters: dict[str, str], fit: Callable[[Row], bool]) -> None:
    expected = sorted(row["id"] for row in rows_of("initiatives") if fit(row))
    assert expected
    assert found(web, "/api/initiatives", list(filters.items())) == expected


def test_filters_of_banks(web: httpx.Client) -> None:
    banks = rows_of("banks")
    assert found(web, "/api/banks", [("type", "rural")]) == sorted(b["id"] for b in banks if b["type"] == "rural")
    assert found(web, "/api/banks", [("country", "US")]) == sorted(b["id"] for b in banks if b["country"] == "US")
    assert "bank-of-beijing" in found(web, "/api/banks", [("q", "北京")])
    assert found(web, "/api/banks", [("q", "BANK OF BEIJING")]) == ["bank-of-beijing"]
    deploying = found(web, "/api/models/deepseek/banks", [])
    assert found(web, "/api/banks", [("model", "deepseek")]) == sorted(deploying)


def test_filters_of_models_and_sources(web: httpx.Client) -> None:
    models = rows_of("models")
    assert found(web, "/api/models", [("family", "DeepSeek")]) == sorted(
        m["id"] for m in models if m["family"] == "DeepSeek"
    )
    assert found(web, "/api/models", [("open_source", "true")]) == sorted(m["id"] for m in models if m["open_source"])
    assert found(web, "/api/sources", [("reliability", "primary"), ("language", "zh")]) == sorted(
        s["id"] for s in rows_of("sources") if s["reliability"] == "primary" and s["language"] == "zh"
    )


@pytest.mark.parametrize("label", [thing.label for thing in THINGS])
def test_every_filter_of_things_is_taken(web: httpx.Client, label: str) -> None:
    (path,) = (thing.path for thing in THINGS if thing.label == label)
    for parameter in thing_filters(label):
        value = parameter.choices[0] if parameter.choices else parameter.such_as or "x"
        assert web.get(f"/api/{path}", params={parameter.name: value}).status_code == 200, parameter.name


def test_what_is_joined_is_what_facts_name_together(web: httpx.Client) -> None:
    for path, kind, id_ in (
        ("models", "model", "deepseek"), ("vendors", "vendor", "huawei"), ("areas", "area", "risk-control"),
        ("metrics", "metric", "technology_investment"),
    ):  # fmt: skip
        facts = [fact for fact in FACTS if fact.get("bank") and id_ in names(fact, kind)]
        items = web.get(f"/api/{path}/{id_}/banks?facts=ids").json()["items"]
        assert {item["id"] for item in items} == {fact["bank"] for fact in facts}
        for item in items:
            mine = [fact for fact in facts if fact["bank"] == item["id"]]
            years = [fact["year"] for fact in mine if fact["year"]]
            assert item["facts"] == sorted(fact["id"] for fact in mine)
            assert (item["first_year"], item["last_year"]) == (min(years, default=None), max(years, default=None))
            assert 1 <= item["sources"] <= len({fact["source"] for fact in mine})
    in_2024 = {fact["bank"] for fact in FACTS if fact["year"] == 2024 and fact.get("bank")}
    assert {item["id"] for item in web.get("/api/years/2024/banks?facts=none").json()["items"]} == in_2024


def test_counts_of_a_bank(web: httpx.Client) -> None:
    mine = [fact for fact in FACTS if fact.get("bank") == "bank-of-beijing"]
    counts = web.get("/api/banks/bank-of-beijing").json()["counts"]
    assert counts["facts"] == len(mine)
    assert counts["initiatives"] == len({fact["initiative"] for fact in mine if fact.get("initiative")})
    assert counts["models"] == len({id_ for fact in mine for id_ in names(fact, "model")})
    assert counts["metrics"] == len({fact["metric"] for fact in mine if "metric" in fact})
    assert counts["partners"] == len({id_ for fact in mine for id_ in names(fact, "vendor")})
    assert counts["sources"] <= len({fact["source"] for fact in mine})
