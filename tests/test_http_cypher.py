"""People's own Cypher over HTTP: answered within its budget, and closed where it would do more than read."""

import csv
import io
import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.settings import Settings
from graph.store import Store

Serving = Callable[[FastAPI], AbstractContextManager[str]]


def ask(client: httpx.Client, query: str, **parameters: Any) -> httpx.Response:
    return client.post("/api/cypher", json={"query": query, "parameters": parameters})


def test_columns_and_rows(web: httpx.Client) -> None:
    answer = ask(web, "MATCH (b:Bank {id: $id}) RETURN b.name AS bank, 2.0 AS two, 2.5 AS more, null AS no", id="icbc")
    assert answer.json() == {
        "columns": ["bank", "two", "more", "no"],
        "items": [["Industrial and Commercial Bank of China", 2, 2.5, None]],
        "truncated": None,
    }
    assert answer.headers["cache-control"] == "no-store"
    assert '"items":[["Industrial and Commercial Bank of China",2,2.5,null]]' in answer.text


def test_graph_elements(web: httpx.Client) -> None:
    query = (
        "MATCH (b:Bank {id: 'bank-of-beijing'})-[d:DEPLOYED]->(m:AIModel {id: 'deepseek'}), (f:Fact {id: d.facts[0]})"
    )
    bank, line, path, fact = ask(web, f"{query} RETURN b, d, [(b)-[x:DEPLOYED]->(m) | x] AS p, f").json()["items"][0]
    assert (bank["label"], bank["id"], bank["properties"]["ticker"]) == ("Bank", "bank-of-beijing", "601169.SH")
    assert line["type"] == "DEPLOYED"
    assert line["start"] == {"label": "Bank", "id": "bank-of-beijing"}
    assert line["end"] == {"label": "AIModel", "id": "deepseek"}
    assert line["properties"]["sources"] == 3
    assert path == [line]
    assert fact["label"] == "Fact"
    assert "load" not in fact["properties"]


def test_other_types_of_values(web: httpx.Client) -> None:
    query = (
        "RETURN date('2025-05-13') AS day, duration('P1DT2H') AS time, {a: [1.0, {b: true}]} AS map, 1.0 / 0 AS endless"
    )
    assert ask(web, query).json()["items"] == [["2025-05-13", "P1DT2H", {"a": [1, {"b": True}]}, None]]


def test_csv_and_ndjson(web: httpx.Client) -> None:
    body = {"query": "MATCH (b:Bank) RETURN b.id AS id, b.aliases AS aliases ORDER BY id LIMIT 3"}
    rows = web.post("/api/cypher", json=body).json()["items"]
    answer = web.post("/api/cypher?format=csv&bom=1", json=body)
    read = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert read[0] == ["id", "aliases"]
    assert [row[0] for row in read[1:]] == [row[0] for row in rows]
    lines = web.post("/api/cypher", json=body, headers={"accept": "application/x-ndjson"}).text.splitlines()
    assert [json.loads(line) for line in lines] == [{"id": id_, "aliases": aliases} for id_, aliases in rows]


WRITES = (
    "CREATE (n:Bank {id: 'x'})",
    "MATCH (b:Bank) SET b.name = 'x'",
    "MATCH (n) DETACH DELETE n",
    "MERGE (n:Bank {id: 'x'}) RETURN n",
    "MATCH (b:Bank {id: 'icbc'}) REMOVE b.name RETURN b",
    "MATCH (b:Bank) CALL (b) { SET b.x = 1 } RETURN count(*)",
    "FOREACH (i IN range(1, 10) | CREATE (:X))",
    "/* only reading */ CR\\u0045ATE (n:X)",
    "EXPLAIN CREATE (n:X)",
    "PROFILE CREATE (n:X)",
    "CREATE INDEX x FOR (n:X) ON (n.y)",
    "DROP CONSTRAINT bank_id",
    "CREATE USER eve SET PASSWORD 'abcdefgh1'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "MATCH (b:Bank) CALL (b) { SET b.x = 1 } IN TRANSACTIONS RETURN count(*)",
    "CALL db.createLabel('X')",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:1/' AS line RETURN line",
)


@pytest.mark.parametrize("query", WRITES)
def test_what_would_write_or_leave_the_graph_is_refused(web: httpx.Client, example: Store, query: str) -> None:
    before = example.version()
    answer = ask(web, query)
    assert answer.status_code == 403, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "root:" not in answer.text
    assert example.version() == before
    assert example.check().digest == before


@pytest.mark.parametrize(
    "query", ["CREATE (n:Bank {id: 'x'})", "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"]
)
def test_refused_is_403(web: httpx.Client, query: str) -> None:
    answer = ask(web, query)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("the query would write, or leave the graph")


@pytest.mark.parametrize(
    "query",
    ["MATCH (n RETURN n", "RETURN", "RETURN $x", "RETURN 1; RETURN 2", "CALL apoc.help('x')", "MATCH (n) RETURN m"],
)
def test_wrong_is_422_in_words_of_the_query(web: httpx.Client, query: str) -> None:
    answer = ask(web, query)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_mistake_has_line_and_column(web: httpx.Client) -> None:
    told = ask(web, "MATCH (b:Bank)\nRETURN c.name").json()
    assert (told["line"], told["column"]) == (2, 8)
    assert told["detail"].startswith("Variable `c` not defined (line 2, column 8 (offset: 22))")
    assert "line" not in ask(web, "RETURN $x").json()


def test_warnings_and_plans_are_there_only_where_there_are_some(web: httpx.Client) -> None:
    warned = ask(web, "MATCH (b:Bnak) RETURN b.name").json()
    assert warned["warnings"] == ["there is no label Bnak; did you mean Bank? (line 1, column 10)"]
    query = "MATCH (b:Bank) RETURN b.id"
    planned = web.post("/api/cypher", json={"query": query, "plan": True}).json()
    assert planned == ask(web, f"EXPLAIN {query}").json()
    assert (planned["columns"], planned["items"], planned["truncated"]) == (["b.id"], [], None)
    assert set(planned["plan"]) == {"operator", "details", "estimated_rows", "children"}
    profiled = ask(web, f"PROFILE {query}").json()
    assert (profiled["plan"]["rows"], len(profiled["items"])) == (132, 132)
    assert set(ask(web, query).json()) == {"columns", "items", "truncated"}


def test_more_memory_than_a_query_may_use(web: httpx.Client) -> None:
    begun = time.monotonic()
    answer = ask(web, "UNWIND range(1, 100000000) AS i RETURN collect(i)")
    assert answer.status_code == 408
    assert "memory" in answer.json()["detail"]
    assert time.monotonic() - begun < 15
    assert ask(web, "RETURN 1").json()["items"] == [[1]]


@pytest.fixture
def hurried(example: Store, serving: Serving) -> Any:
    """A server whose users' queries have little time, few rows and bytes."""
    settings = Settings(query_seconds=1, query_rows=50, query_bytes=2000)
    with serving(create_app(settings, example)) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_over_its_time_before_the_first_row(hurried: httpx.Client) -> None:
    query = "MATCH (a:Fact), (b:Fact), (c:Fact) WHERE a.id + b.id = c.id RETURN count(*)"
    answer = ask(hurried, query)
    assert answer.status_code == 408
    assert "time" in answer.json()["detail"]


def test_over_its_time_after_some_rows(hurried: httpx.Client) -> None:
    query = "UNWIND range(1, 100000000) AS i WITH i WHERE i < 4 OR i = 100000000 RETURN i"
    answer = ask(hurried, query)
    assert answer.status_code in (200, 408)
    if answer.status_code == 200:
        assert (answer.json()["items"], answer.json()["truncated"]) == ([[1], [2], [3]], "seconds")


def test_over_its_rows_or_bytes(hurried: httpx.Client) -> None:
    many = ask(hurried, "UNWIND range(1, 51) AS i RETURN i").json()
    assert (len(many["items"]), many["truncated"]) == (50, "rows")
    assert ask(hurried, "UNWIND range(1, 50) AS i RETURN i").json()["truncated"] is None
    wide = ask(hurried, "UNWIND range(1, 40) AS i RETURN 'x' * i, reduce(s = '', n IN range(1, 100) | s + 'x')")
    assert wide.status_code == 422
    wide = ask(hurried, "UNWIND range(1, 40) AS i RETURN reduce(s = '', n IN range(1, 100) | s + 'x') AS x")
    assert wide.json()["truncated"] == "bytes"
    assert 0 < len(wide.json()["items"]) < 40
    as_csv = hurried.post("/api/cypher?format=csv", json={"query": "UNWIND range(1, 51) AS i RETURN i"})
    assert as_csv.headers["bankgraph-truncated"] == "rows"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "the body is no JSON"),
        (b"{", "the body is no JSON"),
        (b"\xff\xfe", "the body is no JSON"),
        (b'{"query": "RETURN 1", "parameters": {"x": NaN}}', "the body is no JSON"),
        (b"[]", "the body must be an object"),
        (b'"RETURN 1"', "the body must be an object"),
        (b"{}", "query: must be the text of a Cypher query, not null"),
        (b'{"query": 1}', "query: must be the text of a Cypher query, not 1"),
        (b'{"query": "  "}', "query: must be the text of a Cypher query"),
        (b'{"query": "RETURN 1", "parameters": []}', "parameters: must be an object"),
        (
            b'{"query": "RETURN 1", "parameter": {}}',
            "parameter: the body takes query, parameters and plan; did you mean",
        ),
        (b'{"query": "RETURN 1", "plan": "yes"}', "plan: must be true or false, not 'yes'"),
        (b'{"query": "RETURN $x", "parameters": {"x": 18446744073709551615}}', "parameters.x: 18446744073709551615"),
        (b'{"query": "RETURN $x", "parameters": {"x": ' + b"[" * 60 + b"]" * 60 + b"}}", "parameters: nested deeper"),
        (b'{"query": "RETURN $x", "parameters": {"x": ' + b"[" * 9000 + b"]" * 9000 + b"}}", "the body is no JSON"),
    ],
)
def test_a_body_that_is_wrong(web: httpx.Client, body: bytes, sentence: str) -> None:
    answer = web.post("/api/cypher", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"].startswith(sentence)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_is_taken(web: httpx.Client, kind: str) -> None:
    answer = web.post("/api/cypher", content=b'{"query": "RETURN 1"}', headers={"content-type": kind})
    assert answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


def test_a_large_body(web: httpx.Client) -> None:
    body = json.dumps({"query": "RETURN 1 //" + "x" * 2_000_000}).encode()
    for content in (body, iter([body[:1_500_000], body[1_500_000:]])):
        answer = web.post("/api/cypher", content=content, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.json()["title"]) == (413, "Content Too Large")
    long = ask(web, "RETURN 1 //" + "x" * 900_000)
    assert long.json()["items"] == [[1]]


def test_unknown_parameters_of_the_address(web: httpx.Client) -> None:
    answer = web.post("/api/cypher?limit=5", json={"query": "RETURN 1"})
    assert answer.status_code == 422
    assert web.get("/api/cypher").headers["allow"] == "POST"
