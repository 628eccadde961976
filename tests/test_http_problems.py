"""Errors: one shape everywhere, a sentence that helps, and nothing of what is inside."""

import base64
import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.settings import Settings
from graph.store import Store


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem that the answer is, of the right shape."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "etag" not in answer.headers
    told = answer.json()
    assert told["status"] == status
    assert told["type"] == "about:blank"
    assert told["title"]
    assert told["instance"] == answer.request.url.path
    assert set(told) <= {"type", "title", "status", "detail", "instance", "errors", "near", "id", "line", "column"}
    for inside in ("Traceback", "MATCH (", "bolt://", "site-packages", "password"):
        assert inside not in answer.text
    return dict(told)


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/api/banks/bank-of-bejing", "bank-of-beijing"),
        ("/api/banks/Bank of Beijing", "bank-of-beijing"),
        ("/api/banks/北京银行", "bank-of-beijing"),
        ("/api/models/deepsek/banks", "deepseek"),
        ("/api/sources/jrsb-2025-05-31/facts", "jrsb-2025-05-13"),
        ("/api/facts/f1aed3035ad869584", "f1aed3035ad869583"),
        ("/api/years/20244", "2024"),
        ("/api/bank", "/api/banks"),
        ("/api/queries/bank_using_model", "banks_using_model"),
        ("/api/metrics/technology_invesment/observations?format=csv", "technology_investment"),
    ],
)
def test_unknown_addresses_and_ids_name_what_may_be_meant(web: httpx.Client, address: str, near: str) -> None:
    told = problem(web.get(address), 404)
    assert told["near"][0] == near
    assert f"did you mean {near}" in told["detail"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/api/facts?bnk=icbc", "bnk: there is no such parameter; did you mean bank?"),
        ("/api/banks?tpye=city", "tpye: there is no such parameter; did you mean type?"),
        ("/api/banks/icbc?x=1", "x: there is no such parameter; there is fields"),
        ("/api/facts/f1aed3035ad869583?limit=1", "limit: there is no such parameter; there is fields"),
        ("/api/queries?q=1", "q: there is no such parameter; there is limit, cursor, fields, format, bom"),
        ("/api/loads?limt=1", "limt: there is no such parameter; did you mean limit?"),
        ("/api/facts?kind=observaton", "kind: must be one of observation, initiative, deployment, partnership, trend, "
         "not 'observaton'; did you mean observation?"),
        ("/api/facts?year=20225", "year: must be a year in four digits, not '20225'"),
        ("/api/facts?year=", "year: is empty: give it a value, or leave it out"),
        ("/api/facts?bank=icbc&bank=abc", "bank: is taken once, found it 2 times"),
        ("/api/facts?about=icbc", "about: must be Label:id, such as Bank:bank-of-beijing, not 'icbc'"),
        ("/api/facts?about=Bnk:icbc", "about: there is no label 'Bnk'; did you mean Bank?"),
        ("/api/facts?bank=bank-of-bejing", "bank: there is no bank 'bank-of-bejing'; did you mean bank-of-beijing?"),
        ("/api/facts?about=AIModel:depseek", "model: there is no model 'depseek'; did you mean deepseek?"),
        ("/api/facts?limit=0", "limit: must be a whole number from 1, not '0'"),
        ("/api/facts?limit=-1", "limit: must be a whole number from 1, not '-1'"),
        ("/api/facts?limit=ten", "limit: must be a whole number from 1, not 'ten'"),
        ("/api/facts?limit=1001", "limit: must be 1 to 1000 for JSON, not 1001: go on with cursor, or ask for CSV"),
        ("/api/facts?cursor=nonsense", "cursor: 'nonsense' is no cursor: take it from the list's own next, unchanged"),
        ("/api/facts?cursor=é", "cursor: 'é' is no cursor: take it from the list's own next, unchanged"),
        ("/api/facts?format=xml", "format: must be one of json, csv, ndjson, not 'xml'"),
        ("/api/facts?bom=yes", "bom: must be 0 or 1, not 'yes'"),
        ("/api/banks/icbc/initiatives?facts=some", "facts: must be one of full, ids, none, not 'some'"),
        ("/api/queries/banks_using_model?modl=x", "banks_using_model has no parameter 'modl'; did you mean model?"),
    ],
)  # fmt: skip
def test_wrong_parameters_are_refused(web: httpx.Client, address: str, sentence: str) -> None:
    assert problem(web.get(address), 422)["detail"].startswith(sentence)


def test_all_mistakes_of_an_address_are_named(web: httpx.Client) -> None:
    told = problem(web.get("/api/facts?kind=x&limit=y&zzz=1"), 422)
    assert [error.split(":")[0] for error in told["errors"]] == ["kind", "limit", "zzz"]


def test_a_cursor_of_another_list_is_refused(web: httpx.Client) -> None:
    cursor = web.get("/api/facts?limit=1").json()["next"]
    for address in ("/api/banks", "/api/facts?kind=trend"):
        told = problem(web.get(httpx.URL(address).copy_merge_params({"cursor": cursor})), 422)
        assert told["detail"].startswith("cursor: it belongs to another list")


def test_a_year_without_data_is_no_mistake(web: httpx.Client) -> None:
    assert web.get("/api/facts?year=2029").json() == {"items": [], "total": 0, "next": None}
    assert web.get("/api/facts?bank=icbc&year=2014").json()["items"] == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_other_methods(web: httpx.Client, method: str) -> None:
    answer = web.request(method, "/api/banks")
    assert problem(answer, 405)["detail"] == f"{method} is no way to ask /api/banks: use GET, HEAD"
    assert answer.headers["allow"] == "GET, HEAD"
    if method != "POST":
        assert web.request(method, "/api/cypher").headers["allow"] == "POST"


@pytest.mark.parametrize("address", ["/api/banks", "/api/facts?format=csv", "/healthz", "/docs", "/api/banks/icbc"])
def test_head_is_get_without_a_body(web: httpx.Client, address: str) -> None:
    head, get = web.head(address), web.get(address)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    for name in ("content-type", "etag", "cache-control", "content-security-policy"):
        assert head.headers.get(name) == get.headers.get(name)


def test_head_of_what_is_not_there(web: httpx.Client) -> None:
    head = web.head("/api/banks/nobody")
    assert (head.status_code, head.content) == (404, b"")


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api", "/api/banks/", "/api//banks", "/api/banks/%2e%2e/facts", "/api/banks/a%00b", "/api/facts/%ff"],
)
def test_strange_paths(web: httpx.Client, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_numbers_that_no_year_is(web: httpx.Client) -> None:
    for year in ("9" * 30, "²⁰²⁴", "-2024", "2024.0"):
        problem(web.get(f"/api/years/{year}/facts"), 404)
        assert web.get("/api/facts", params={"about": f"Year:{year}"}).json()["items"] == []
        problem(web.get("/api/facts", params={"year": year}), 422)


@pytest.mark.parametrize("key", [[2**70, "x"], [2**63, "x"], [-1, "x"], [1.5], [None], [[]], [True], []])
def test_cursors_made_by_hand(web: httpx.Client, key: list[Any]) -> None:
    address = "/api/models/deepseek/banks"
    mark = json.loads(base64.urlsafe_b64decode(web.get(f"{address}?limit=1").json()["next"] + "=="))[0]
    made = base64.urlsafe_b64encode(json.dumps([mark, *key]).encode()).decode()
    problem(web.get(address, params={"cursor": made}), 422)


def test_very_long_parts(web: httpx.Client) -> None:
    assert len(web.get(f"/api/banks/{'x' * 20_000}").text) < 2000
    assert len(web.get("/api/facts", params={"bank": "x" * 20_000}).text) < 2000
    assert len(web.get("/api/facts", params={"x" * 20_000: "1"}).text) < 2000


def test_a_bug_says_a_number_and_nothing_else(
    example: Store, serving: Callable[[FastAPI], AbstractContextManager[str]], caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Settings(), example)

    @app.get("/api/bug")
    def bug() -> None:
        raise RuntimeError("MATCH (secret) at bolt://inside")

    with serving(app) as address, caplog.at_level(logging.ERROR), httpx.Client(base_url=address) as client:
        answer = client.get("/api/bug")
    told = problem(answer, 500)
    assert "secret" not in answer.text
    assert told["id"] in told["detail"]
    (logged,) = (record for record in caplog.records if record.name == "bankgraph.api")
    assert told["id"] in logged.message
    assert "MATCH (secret)" in (logged.exc_text or "")


def test_an_empty_graph_answers_everything(empty_web: httpx.Client) -> None:
    for path in ("banks", "models", "years", "facts", "trends", "sources", "loads"):
        assert empty_web.get(f"/api/{path}").json() == {"items": [], "total": 0, "next": None}
    assert empty_web.get("/api/facts?format=csv").text.count("\n") == 1
    assert empty_web.get("/api/facts?format=ndjson").text == ""
    problem(empty_web.get("/api/banks/icbc"), 404)
    problem(empty_web.get("/api/facts?bank=icbc"), 422)
    assert empty_web.get("/api/facts?year=2024").json()["total"] == 0
    assert empty_web.get("/api/queries/banks_using_model").json()["items"] == []
    problem(empty_web.get("/api/queries/banks_using_model?model=deepseek"), 422)
    asked = empty_web.post("/api/cypher", json={"query": "MATCH (b:Bank) RETURN b"})
    assert asked.json() == {"columns": ["b"], "items": [], "truncated": None}
    assert empty_web.get("/readyz").status_code == 200


def test_readiness_waits_for_what_is_to_be_loaded(
    example: Store, serving: Callable[[FastAPI], AbstractContextManager[str]]
) -> None:
    app = create_app(Settings(), example)
    app.state.loaded = False
    with serving(app) as address, httpx.Client(base_url=address) as client:
        assert "retry-after" in client.get("/readyz").headers
        problem(client.get("/readyz"), 503)
        assert client.get("/healthz").json() == {"status": "ok"}
        app.state.loaded = True
        assert client.get("/readyz").json() == {"status": "ready", "version": example.version()}


def test_problems_are_pages_only_for_pages(
    example: Store, serving: Callable[[FastAPI], AbstractContextManager[str]]
) -> None:
    app = create_app(Settings(), example)
    with serving(app) as address, httpx.Client(base_url=address, headers={"accept": "text/html"}) as client:
        assert client.get("/api/nothing").headers["content-type"] == "application/problem+json"
        app.state.error_page = None
        assert client.get("/nothing").headers["content-type"] == "application/problem+json"


def test_problems_are_json(web: httpx.Client) -> None:
    assert json.loads(web.get("/api/banks/x").text)["title"] == "Not Found"
    assert json.loads(web.get("/api/banks?x=1").text)["title"] == "Unprocessable Content"
