"""The form of a record: each mistake is one sentence, to stand behind its place."""

import time
from typing import Any

import pytest

from graph.check import mistakes_in, near, show
from graph.records import Place, Record

PLACE = Place("facts.jsonl", 17)
BANK: dict[str, Any] = {
    "id": "bank-of-beijing", "name": "Bank of Beijing", "name_zh": "北京银行", "aliases": ["BOB"], "type": "city",
    "hq": "Beijing", "country": "CN", "ticker": "601169.SH",
}  # fmt: skip
OBSERVATION: dict[str, Any] = {
    "kind": "observation", "bank": "bank-of-beijing", "metric": "technology_investment", "value": 2519000000,
    "unit": "CNY", "bound": None, "status": "stated", "year": 2024, "period": "FY", "scope": None, "note": None,
    "initiative": None, "source": "report", "evidence": "Bank of Beijing spent CNY 2.519 bn.",
}  # fmt: skip
MODEL: dict[str, Any] = {
    "id": "deepseek-r1", "name": "DeepSeek-R1", "name_zh": None, "aliases": [], "vendor": "deepseek",
    "family": "DeepSeek", "kind": "reasoning", "open_source": True,
}  # fmt: skip
TREND: dict[str, Any] = {
    "kind": "trend", "groups": ["city-banks"], "topic": "models", "statement": "City banks turn to open models.",
    "models": [], "year": None, "source": "report", "evidence": "City banks turn to open models.",
}  # fmt: skip
TEMPLATES = {"bank": ("bank", BANK), "observation": ("fact", OBSERVATION), "model": ("model", MODEL)}
TEMPLATES["trend"] = ("fact", TREND)


def said(template: str, **columns: Any) -> list[str]:
    what, well = TEMPLATES[template]
    return list(mistakes_in(Record(what, well | columns, PLACE)))


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_well_formed_record_has_no_mistake(template: str) -> None:
    assert said(template) == []


@pytest.mark.parametrize(
    ("template", "columns", "mistake"),
    [
        ("observation", {"year": 20225}, "year must be 2000 to 2030 or null, not 20225"),
        ("observation", {"year": "2024"}, "year must be 2000 to 2030 or null, not '2024'"),
        ("observation", {"year": 2024.5}, "year must be 2000 to 2030 or null, not 2024.5"),
        ("observation", {"year": True}, "year must be 2000 to 2030 or null, not true"),
        ("observation", {"value": None}, "value must be a number, not null"),
        ("observation", {"value": "2519000000"}, "value must be a number, not '2519000000'"),
        ("observation", {"value": False}, "value must be a number, not false"),
        ("observation", {"value": [1]}, "value must be a number, not [1]"),
        ("observation", {"value": float("nan")}, "value must be a finite number, not NaN"),
        ("observation", {"value": float("-inf")}, "value must be a finite number, not -Infinity"),
        (
            "observation", {"value": -(2**53)},
            "value must lie within 9007199254740991 either way (as whole numbers in JSON must), not -9007199254740992",
        ),
        (
            "observation", {"bound": "over"},
            "bound must be one of more than, less than, about, nearly, up to or null, not 'over'",
        ),
        ("observation", {"status": None}, "status must be one of stated, planned, expected, target, not null"),
        (
            "observation", {"period": "2024"},
            "period must be FY, H1, H2, Q1 to Q4 or 'as of YYYY-MM(-DD)' or null, not '2024'",
        ),
        (
            "observation", {"period": "as of 2025-02-30"},
            "period must be FY, H1, H2, Q1 to Q4 or 'as of YYYY-MM(-DD)' or null, not 'as of 2025-02-30'",
        ),
        ("observation", {"scope": ""}, "scope must not be empty: null where it is unknown"),
        ("observation", {"evidence": ""}, "evidence must not be empty"),
        ("observation", {"evidence": "Too short."}, "evidence must have 15 to 320 characters, not 10"),
        ("observation", {"evidence": "x" * 320 + "."}, "evidence must have 15 to 320 characters, not 321"),
        (
            "observation", {"evidence": "It does not end well"},
            "evidence must be a sentence that ends in . or 。, not 'It does not end well'",
        ),
        ("observation", {"evidence": None}, "evidence must be a sentence that ends in . or 。, not null"),
        ("observation", {"bank": None}, "bank must be an id, not null"),
        ("observation", {"bank": {"id": "x"}}, "bank must be an id, not {\"id\": \"x\"}"),
        ("observation", {"initiative": 7}, "initiative must be an id or null, not 7"),
        ("observation", {"id": "f123"}, "id must be f and 16 hex digits, not 'f123'"),
        ("observation", {"id": None}, "id must be f and 16 hex digits, not null"),
        ("observation", {"kind": "observations"},
         "kind must be one of observation, initiative, deployment, partnership, trend, not 'observations'"),
        ("observation", {"kind": ["observation"]},
         'kind must be one of observation, initiative, deployment, partnership, trend, not ["observation"]'),
        ("observation", {"evidance": "x"},
         "'evidance' is no column of a record of kind observation; did you mean evidence?"),
        ("bank", {"swift": "x"},
         "'swift' is no column of a record of kind bank; "
         "it has id, name, name_zh, aliases, type, hq, country, ticker"),
        ("bank", {"id": "Bank of Beijing"}, "id must be small Latin letters, digits, - and _, not 'Bank of Beijing'"),
        ("bank", {"id": "bank--x"}, "id must be small Latin letters, digits, - and _, not 'bank--x'"),
        ("bank", {"id": "x\n"}, "id must be small Latin letters, digits, - and _, not 'x\\n'"),
        ("bank", {"name": None}, "name must be a text, not null"),
        ("bank", {"name": "x" * 40_000}, "name must have at most 32000 bytes, not 40000, as it is looked up by"),
        ("bank", {"type": "town"},
         "type must be one of state-owned, joint-stock, city, rural, private, policy, foreign, not 'town'"),
        ("bank", {"country": "China"}, "country must be two capital letters, not 'China'"),
        ("bank", {"country": "ＣＮ"}, "country must be two capital letters, not 'ＣＮ'"),
        ("bank", {"aliases": None}, "aliases must be a list ([] where there is none), not null"),
        ("bank", {"aliases": "BOB"}, "aliases must be a list ([] where there is none), not 'BOB'"),
        ("bank", {"aliases": ["BOB", ""]}, "aliases must be a list whose every item is a text, not ''"),
        ("bank", {"aliases": ["BOB", None]}, "aliases must be a list whose every item is a text, not null"),
        ("bank", {"aliases": ["a", "b", "a"]}, "aliases must name each only once, not 'a' twice"),
        ("model", {"open_source": "yes"}, "open_source must be true or false, not 'yes'"),
        ("model", {"open_source": 1}, "open_source must be true or false, not 1"),
        ("trend", {"groups": []}, "groups must name at least 1"),
        ("trend", {"groups": [1]}, "groups must be a list whose every item is an id, not 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence(template: str, columns: dict[str, Any], mistake: str) -> None:
    assert said(template, **columns) == [mistake]


@pytest.mark.parametrize(
    ("template", "columns"),
    [
        ("observation", {"year": 2024.0}),
        ("observation", {"year": None, "value": -0.0}),
        ("observation", {"value": 1e300}),
        ("observation", {"evidence": "北京银行二〇二四年投入二十五亿元。"}),
        ("observation", {"evidence_zh": None, "scope_zh": "仅含软件"}),
        ("observation", {"scope": 'NUL \x00, a quote ", a \\, \u202eRTL\u202c and 🏦 are texts like others'}),
        ("bank", {"name": "x" * 10_000, "aliases": ["y" * 100_000]}),
        ("bank", {"name": "京" * 10_000}),
        ("model", {"open_source": None, "vendor": None, "family": None}),
    ],
)
def test_what_is_unusual_but_right_is_taken(template: str, columns: dict[str, Any]) -> None:
    assert said(template, **columns) == []


@pytest.mark.parametrize(
    ("template", "column", "mistake"),
    [
        ("observation", "year", "year is missing: give it, or null where it is unknown"),
        ("observation", "value", "value is missing"),
        ("observation", "kind", "kind is missing: a fact is one of observation, initiative, deployment, partnership, "
         "trend; banks, models and the like have files of their own"),
        ("bank", "aliases", "aliases is missing: give it, or [] where there is none"),
        ("bank", "name", "name is missing"),
    ],
)  # fmt: skip
def test_a_column_that_is_missing(template: str, column: str, mistake: str) -> None:
    what, well = TEMPLATES[template]
    columns = {name: value for name, value in well.items() if name != column}
    assert list(mistakes_in(Record(what, columns, PLACE))) == [mistake]


def test_companions_and_a_facts_id_may_be_missing() -> None:
    assert "evidence_zh" not in OBSERVATION
    assert "id" not in OBSERVATION
    assert said("observation") == []


def test_every_mistake_of_a_record_is_named() -> None:
    assert said("observation", year=20225, value="x", colour="red") == [
        "value must be a number, not 'x'",
        "year must be 2000 to 2030 or null, not 20225",
        "'colour' is no column of a record of kind observation; it has bank, metric, value, unit, bound, status, "
        "period, scope, scope_zh, note, note_zh, initiative, year, source, evidence, evidence_zh, id, kind",
    ]


def test_an_empty_record_lacks_each_column() -> None:
    found = list(mistakes_in(Record("bank", {}, PLACE)))
    assert [text.split(" ")[0] for text in found] == list(BANK)


def test_values_are_shown_short_and_as_they_stand_in_a_file() -> None:
    assert show(None) == "null"
    assert show(True) == "true"
    assert show([1, None, {"a": "京"}]) == '[1, null, {"a": "京"}]'
    assert show("it's\n") == '"it\'s\\n"'
    assert show("x" * 10_000_000) == "'" + "x" * 76 + "..."
    assert show(list(range(1000))) == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21..."


def test_what_nests_without_end_is_shown_too() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert show(deep) == "lists within lists"
    assert said("observation", value=deep) == ["value must be a number, not lists within lists"]


def test_near_names_are_near_and_ranked() -> None:
    known = ["bank-of-beijing", "beijing-rural-commercial-bank", "bank-of-nanjing", "icbc"]
    assert near("bank-of-beijng", known)[0] == "bank-of-beijing"
    assert near("beijing-bank", known)[0] == "bank-of-beijing"
    assert near("Bank_of_Nanjing", known)[0] == "bank-of-nanjing"
    assert near("zzz", known) == []
    assert near("evidance", ["id", "evidence", "evidence_zh"]) == ["evidence", "evidence_zh"]
    assert near("bank-of-beijing", known, limit=1) == ["bank-of-beijing"]


def test_a_huge_name_is_not_compared_for_minutes() -> None:
    started = time.monotonic()
    said("bank", **{"x" * 5_000_000: 1})
    assert time.monotonic() - started < 2
