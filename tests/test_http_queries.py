"""The named questions over HTTP: listed with what they take, asked with typed parameters."""

import csv
import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.settings import Settings
from cypher import Library
from cypher.library import OURS
from graph.store import Store

NAMES = sorted(Library(OURS))
OWN = """\
// title: Ours
// title_zh: 我们的
// about: For a test.
// about_zh: 供测试。
// param least: int = 2
// param most: int? = null
// param only: bool = false
// param words: strs = []
// param share: float = 0.5
// param bank: Bank
// returns: least, most, only, words, share, bank
RETURN $least AS least, $most AS most, $only AS only, $words AS words, $share AS share, $bank AS bank
"""


def test_all_are_listed(web: httpx.Client) -> None:
    listed = web.get("/api/queries").json()
    assert listed["total"] == len(listed["items"]) == len(NAMES) >= 15
    for item in listed["items"]:
        assert item["title"]
        assert item["title_zh"]
        assert item["columns"]
        assert item["url"] == f"/api/queries/{item['name']}"


@pytest.mark.parametrize("name", NAMES)
def test_each_answers_as_it_says(web: httpx.Client, name: str) -> None:
    query = Library(OURS)[name]
    needed = {p.name: {"Bank": "bank-of-beijing"}.get(p.type, "2024") for p in query.parameters if p.required}
    answer = web.get(f"/api/queries/{name}", params=needed)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["columns"] == list(query.columns)
    assert (told["total"], told["next"], told["truncated"]) == (len(told["items"]), None, None)
    as_csv = web.get(f"/api/queries/{name}", params={**needed, "format": "csv"})
    rows = list(csv.reader(io.StringIO(as_csv.text)))
    assert rows[0] == list(query.columns)
    assert len(rows) == 1 + told["total"]


def test_parameters_change_the_answer(web: httpx.Client) -> None:
    deepseek = web.get("/api/queries/banks_using_model?model=deepseek").json()
    other = web.get("/api/queries/banks_using_model?model=chatgpt").json()
    assert deepseek["items"] != other["items"]
    assert ["Bank of Beijing", "bank-of-beijing"] in [row[:2] for row in deepseek["items"]]


def test_ndjson(web: httpx.Client) -> None:
    told = web.get("/api/queries/banks_using_model?model=deepseek").json()
    lines = web.get("/api/queries/banks_using_model?model=deepseek&format=ndjson").text.splitlines()
    assert [json.loads(line) for line in lines] == [
        dict(zip(told["columns"], row, strict=True)) for row in told["items"]
    ]


@pytest.fixture
def own(tmp_path: Path, example: Store, serving: Callable[[FastAPI], AbstractContextManager[str]]) -> httpx.Client:
    """A client of a server with a folder of questions of the user's own."""
    (tmp_path / "ours.cypher").write_text(OWN, encoding="utf-8")
    (tmp_path / "long.cypher").write_text(
        OWN.split("// param")[0] + "// returns: i\nUNWIND range(1, 20000) AS i RETURN i\n", encoding="utf-8"
    )
    with (
        serving(create_app(Settings(queries=tmp_path), example)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def test_parameters_have_types(own: httpx.Client) -> None:
    asked = "/api/queries/ours?bank=icbc&least=-3&most=null&only=true&words=a;b&words=c&share=4"
    assert own.get(asked).json()["items"] == [[-3, None, True, ["a", "b", "c"], 4, "icbc"]]
    assert own.get("/api/queries/ours?bank=icbc").json()["items"] == [[2, None, False, [], 0.5, "icbc"]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "ours needs the parameter bank (Bank)"),
        ("bank=icbc&least=many", "ours: least must be a whole number, not 'many'"),
        ("bank=icbc&only=perhaps", "ours: only must be true or false, not 'perhaps'"),
        ("bank=icbc&share=half", "ours: share must be a number, not 'half'"),
        ("bank=icbc&bank=abc", "ours takes bank once, found it 2 times"),
        ("bank=icbc&lest=1", "ours has no parameter 'lest'; did you mean least?"),
    ],
)
def test_wrong_parameters(own: httpx.Client, given: str, sentence: str) -> None:
    answer = own.get(f"/api/queries/ours?{given}")
    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)


def test_a_thing_that_there_is_not(web: httpx.Client) -> None:
    answer = web.get("/api/queries/banks_using_model?model=depseek")
    sentence = "model: there is no model 'depseek'; did you mean deepseek?"
    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)


def test_over_its_budget_it_says_so_and_is_not_kept(own: httpx.Client) -> None:
    answer = own.get("/api/queries/long")
    told = answer.json()
    assert (len(told["items"]), told["total"], told["truncated"]) == (10_000, None, "rows")
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
