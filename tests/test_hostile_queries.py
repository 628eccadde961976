"""Hostile Cypher over HTTP: nothing is written, nothing outside of the graph is read, and the server answers on.

What closes the door is READ mode and the plan, so each attack comes in several disguises; the words of an attack
in a harmless place are let through.
"""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.settings import Settings
from graph.store import Store

Serving = Callable[[FastAPI], AbstractContextManager[str]]

SECRET = "the-secret-of-this-machine"
SOON = 5.0
"""Seconds within which the server must answer something simple, whatever came before."""


def ask(client: httpx.Client, query: str, **parameters: Any) -> httpx.Response:
    return client.post("/api/cypher", json={"query": query, "parameters": parameters})


@pytest.fixture
def safe(web: httpx.Client, example: Store) -> Iterator[httpx.Client]:
    """The server; the graph is the same afterwards, and it answers at once."""
    digest = example.version()
    yield web
    begun = time.monotonic()
    assert ask(web, "RETURN 1 AS one").json()["items"] == [[1]]
    assert time.monotonic() - begun < SOON
    assert example.version() == digest


@pytest.fixture(scope="module", autouse=True)
def _unchanged(opened: Store) -> Iterator[None]:
    """After all of them the graph has the digest that it says it has."""
    yield
    checked = opened.check()
    assert checked.problems == []
    assert checked.digest == opened.version()


@pytest.fixture
def listening() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and who called there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        callers: list[str] = []

        def take() -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                callers.append(str(address))
                connection.close()

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield server.getsockname()[1], callers
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


WRITES = (
    "CREATE (:Bank {id: 'x'})",
    "MERGE (b:Bank {id: 'x'}) RETURN b",
    "MATCH (b:Bank {id: 'icbc'}) SET b.name = 'x'",
    "MATCH (b:Bank {id: 'icbc'}) SET b += {name: 'x'} RETURN b",
    "MATCH (b:Bank {id: 'icbc'}) SET b:X",
    "MATCH (b:Bank {id: 'icbc'}) SET b[$key] = 'x'",
    "MATCH (b:Bank {id: 'icbc'}) REMOVE b.name, b:Bank",
    "MATCH (b:Bank {id: 'icbc'}) DETACH DELETE b",
    "MATCH ()-[r]->() DELETE r",
    "MATCH (n) NODETACH DELETE n",
    "INSERT (:Bank {id: 'x'})",
    "/* MATCH (n) RETURN n */ CREATE (:X)",
    "// only reading\nCREATE (:X)",
    "CRE/**/ATE (:X)",
    r"CR\u0045ATE (:X)",
    r"\u0043\u0052\u0045\u0041\u0054\u0045 (:X)",
    r"RETURN '\u0027 CREATE (:X) RETURN \u0027'",
    "cReAtE (:X)",
    "MATCH (n)\u00a0CREATE\u2003(:X)",
    "MATCH (b:Bank) CALL (b) { SET b.x = 1 } RETURN count(*)",
    "CALL { CREATE (:X) RETURN 1 AS x } RETURN x",
    "CALL { CALL { CREATE (:X) } RETURN 1 AS x } RETURN x",
    "RETURN COLLECT { CREATE (n:X) RETURN n }",
    "RETURN EXISTS { CREATE (n:X) }",
    "MATCH (b:Bank) CALL (b) { SET b.x = 1 } IN TRANSACTIONS",
    "MATCH (b:Bank) CALL (b) { SET b.x = 1 } IN 4 CONCURRENT TRANSACTIONS OF 2 ROWS ON ERROR CONTINUE",
    "MATCH (b:Bank) CALL (b) { RETURN 1 AS x } IN TRANSACTIONS RETURN x",
    "FOREACH (i IN range(1, 10) | CREATE (:X))",
    "FOREACH (i IN [1] | FOREACH (j IN [1] | MERGE (:X {i: i})))",
    "WITH 1 AS x WHERE false CREATE (:X)",
    "RETURN 1 AS x UNION CREATE (n:X) RETURN 1 AS x",
    "EXPLAIN CREATE (:X)",
    "PROFILE CREATE (:X)",
    "PROFILE EXPLAIN CREATE (:X)",
    "EXPLAIN PROFILE CREATE (:X)",
    "CYPHER 5 PROFILE CREATE (:X)",
    "CYPHER 5 runtime=slotted CREATE (:X)",
    "CYPHER debug=logicalplan CREATE (:X)",
    "// x\rEXPLAIN\nCREATE (:X)",
    "USE neo4j CREATE (:X)",
    "USE system CREATE (:X)",
    "RETURN 1; CREATE (:X)",
    "; CREATE (:X)",
    "CREATE (:X); MATCH (n) RETURN n",
    "CALL db.createLabel('X')",
    "CALL db.createProperty('x')",
    "CALL db.createRelationshipType('X')",
    "CALL db.create.setNodeVectorProperty(null, 'x', [1.0])",
    "CALL tx.setMetaData({a: 1})",
    "CREATE INDEX x FOR (n:X) ON (n.y)",
    "CREATE FULLTEXT INDEX x FOR (n:X) ON EACH [n.y]",
    "CREATE CONSTRAINT x FOR (n:X) REQUIRE n.y IS UNIQUE",
    "DROP CONSTRAINT bank_id",
    "DROP CONSTRAINT nothing IF EXISTS",
    "DROP INDEX fact_kind IF EXISTS",
)


@pytest.mark.parametrize("query", WRITES)
def test_no_write_in_any_disguise(safe: httpx.Client, query: str) -> None:
    answer = ask(safe, query, key="name")
    assert answer.status_code in (403, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", ["CREATE (:X)", "MATCH (n) DETACH DELETE n", "PROFILE CREATE (:X)", "DROP INDEX x"])
def test_a_write_is_refused_not_wrong(safe: httpx.Client, query: str) -> None:
    answer = ask(safe, query)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("the query would write, or leave the graph: its plan holds ")


@pytest.mark.parametrize(
    "query",
    [
        "LOAD CSV FROM $url AS line RETURN line",
        "LOAD CSV WITH HEADERS FROM $url AS line FIELDTERMINATOR ':' RETURN line",
        "CALL { LOAD CSV FROM $url AS line RETURN line } RETURN line",
        "EXPLAIN LOAD CSV FROM $url AS line RETURN line",
        "PROFILE LOAD CSV FROM $url AS line RETURN line",
        "/**/LOAD/**/CSV/**/FROM $url AS line RETURN line",
        r"L\u004fAD CSV FROM $url AS line RETURN line",
        "USING PERIODIC COMMIT LOAD CSV FROM $url AS line RETURN line",
        "MATCH (b:Bank) WITH b LIMIT 1 LOAD CSV FROM $url + '' AS line RETURN line",
        "RETURN apoc.load.json($url)",
        "CALL apoc.load.json($url) YIELD value RETURN value",
        "CALL apoc.load.csv($url)",
        "RETURN `apoc.load.json`($url)",
        "RETURN apoc . /* */ load . json($url)",
        "CALL genai.vector.encodeBatch(['x'], 'OpenAI', {token: 'x', endpoint: $url})",
    ],
)
@pytest.mark.parametrize("kind", ["file", "bare file", "import", "http", "ftp"])
def test_nothing_is_read_from_disk_or_network(
    safe: httpx.Client, listening: tuple[int, list[str]], tmp_path: Path, query: str, kind: str
) -> None:
    port, callers = listening
    (tmp_path / "secret.csv").write_text(f"{SECRET}\n")
    url = {
        "file": (tmp_path / "secret.csv").as_uri(), "bare file": str(tmp_path / "secret.csv"),
        "import": "file:///../../../../../../etc/passwd", "http": f"http://127.0.0.1:{port}/",
        "ftp": f"ftp://127.0.0.1:{port}/x",
    }[kind]  # fmt: skip
    answer = ask(safe, query, url=url)
    assert answer.status_code in (403, 422), answer.text
    assert SECRET not in answer.text
    assert "root:" not in answer.text
    assert callers == []


ADMINISTRATION = (
    "SHOW USERS", "SHOW CURRENT USER", "SHOW DATABASES", "SHOW DEFAULT DATABASE", "SHOW HOME DATABASE",
    "SHOW SETTINGS", "SHOW SETTINGS YIELD name, value RETURN name, value", "SHOW TRANSACTIONS",
    "SHOW TRANSACTIONS YIELD currentQuery", "SHOW PROCEDURES", "SHOW FUNCTIONS", "SHOW INDEXES", "SHOW CONSTRAINTS",
    "SHOW ROLES", "SHOW PRIVILEGES", "SHOW SERVERS", "SHOW ALIASES FOR DATABASE", "SHOW SUPPORTED PRIVILEGES",
    r"SH\u004fW USERS", "/**/show/**/users", "PROFILE SHOW SETTINGS", "EXPLAIN SHOW TRANSACTIONS",
    "// x\rEXPLAIN\nSHOW SETTINGS",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t",
    "CREATE USER eve SET PASSWORD 'abcdefgh1'", "ALTER USER neo4j SET PASSWORD 'abcdefgh1'", "DROP USER neo4j",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "CREATE DATABASE x", "STOP DATABASE neo4j", "DROP DATABASE neo4j",
    "GRANT ROLE admin TO neo4j", "USE system SHOW USERS", "USE system RETURN 1", "USE graph.byName('system') RETURN 1",
    "CALL dbms.listConfig()", "CALL dbms.listConfig() YIELD name, value WHERE name CONTAINS 'auth' RETURN *",
    r"C\u0041LL dbms.listConfig()", "CALL `dbms`.`listConfig`()",
    "CALL { CALL dbms.listConfig() YIELD name RETURN name } RETURN name",
    "OPTIONAL CALL dbms.listConfig() YIELD name RETURN name", "CALL dbms.setConfigValue('x', 'y')",
    "CALL dbms.listConnections()", "CALL dbms.killConnection('bolt-1')", "CALL dbms.killConnections(['bolt-1'])",
    "CALL dbms.info()", "CALL dbms.components()", "CALL dbms.queryJmx('*:*')", "CALL dbms.showCurrentUser()",
    "CALL dbms.security.clearAuthCache()", "CALL dbms.upgrade()", "CALL dbms.scheduler.profile('x', 'y', '1s')",
    "CALL db.clearQueryCaches()", "CALL db.info()", "CALL db.ping()", "CALL db.stats.collect('QUERIES')",
    "CALL db.stats.retrieve('QUERIES')", "CALL db.checkpoint()", "CALL db.prepareForReplanning()",
    "CALL db.resampleIndex('x')", "CALL db.awaitIndexes(300)", "CALL db.listLocks()",
    "CALL internal.dbms.index.fulltext.x()", "CALL apoc.help('x')", "CALL apoc.cypher.runMany('CREATE (:X);', {})",
    "CALL apoc.util.sleep(100000)", "RETURN apoc.util.sleep(100000)",
    "RETURN apoc.cypher.runFirstColumnSingle('x', {})",
    "RETURN custom.f(1)", "RETURN graph.names()", "START n=node(*) RETURN n", "DRYRUN RETURN 1",
)  # fmt: skip


@pytest.mark.parametrize("query", ADMINISTRATION)
def test_no_administration_and_no_procedure_but_those_that_read_the_graph(safe: httpx.Client, query: str) -> None:
    answer = ask(safe, query)
    assert answer.status_code in (403, 422), answer.text
    for inside in ("bolt://", "password", "auth_enabled", "db.memory"):
        assert inside not in answer.text.replace(json.dumps(query)[1:-1], "")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SHOW USERS", "its plan holds AdministrationCommand"),
        ("SHOW SETTINGS", "its plan holds ShowSettings"),
        ("SHOW TRANSACTIONS", "its plan holds ShowTransactions"),
        ("TERMINATE TRANSACTIONS 'x-transaction-1'", "its plan holds TerminateTransactions"),
        ("LOAD CSV FROM 'file:///x' AS line RETURN line", "its plan holds LoadCSV"),
        ("CALL dbms.listConfig()", "it calls dbms.listConfig, and only these may be called: db.index.fulltext."),
        ("CALL db.clearQueryCaches()", "it calls db.clearQueryCaches, "),
        ("CALL dbms.killConnection('bolt-1')", "it calls dbms.killConnection, "),
        ("RETURN apoc.load.json('file:///x')", "apoc.load.json is none of Neo4j's own functions"),
    ],
)
def test_the_answer_names_what_was_refused(safe: httpx.Client, query: str, named: str) -> None:
    answer = ask(safe, query)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith(f"the query would write, or leave the graph: {named}")


@pytest.mark.parametrize(
    "query",
    [
        "RETURN 'CREATE (:X) LOAD CSV apoc.load.json(1)' AS text // SHOW USERS; DROP",
        "MATCH (create:Bank) RETURN create.name AS delete, create.id AS `SHOW USERS` LIMIT 1",
        "WITH {set: 1, merge: 2, call: 3} AS foreach RETURN foreach.set + foreach.call AS load",
        "CALL db.labels() YIELD label RETURN label",
        "CALL db.schema.nodeTypeProperties()",
        "MATCH (b:Bank) RETURN date.truncate('year', date()), point.distance(point({x: 1, y: 1}), point({x: 2, y: 2}))",
        "MATCH (b:Bank) WHERE EXISTS { (b)-[:LAUNCHED]->() } AND NOT (b)-->(:AIModel) OR b.id = 'icbc' "
        "RETURN b.id, [(b)-->(x) | x.id], COUNT { (b)--() }, COLLECT { MATCH (b)-[:REPORTED]->(o) RETURN o.value }",
        "MATCH p = shortestPath((a:Bank {id: 'icbc'})-[*..4]-(b:Bank {id: 'abc'})) RETURN p",
        "MATCH p = ANY SHORTEST (a:Bank {id: 'icbc'})--+(b:Bank {id: 'abc'}) RETURN length(p)",
        "MATCH (a:Bank {id: 'icbc'}) (()-[:DEPLOYED]->(y:AIModel)<-[:DEPLOYED]-()){1,2} (b) RETURN count(b)",
        "MATCH (b:Bank) OPTIONAL MATCH (b)-[:DEPLOYED]->(m) WITH b, count(m) AS n ORDER BY n DESC SKIP 1 LIMIT 3 "
        "UNWIND range(1, n) AS i CALL (i) { RETURN i * 2 AS twice UNION RETURN i AS twice } RETURN b.id, sum(twice)",
        "MATCH (b) WHERE b:Bank|Vendor AND NOT b:BankGroup RETURN count(b), count(DISTINCT b.name)",
        "MATCH ()-[r:LAUNCHED|DEPLOYED]->() RETURN type(r), count(*)",
        "MATCH (n) WHERE elementId(n) = 'x' OR n.id STARTS WITH 'icbc' RETURN n",
        "MATCH (b:Bank {id: $id})-[:LAUNCHED*1..2]->(x) RETURN DISTINCT x.id",
        "CALL db.index.fulltext.queryNodes('names', 'icbc') YIELD node RETURN node.id",
    ],
)
def test_what_only_reads_is_let_through(safe: httpx.Client, query: str) -> None:
    answer = ask(safe, query, id="icbc")
    assert answer.status_code == 200 or "There is no such fulltext schema index" in answer.text, answer.text


@pytest.mark.parametrize(
    "body",
    [
        b'{"query": "RETURN $x", "parameters": {"x": NaN}}',
        b'{"query": "RETURN $x", "parameters": {"x": Infinity}}',
        b'{"query": "RETURN $x", "parameters": {"x": 1e999}}',
        b"{'query': 'RETURN 1'}",
        b'{"query": "RETURN 1", "parameters": "{}"}',
        b'{"query": "RETURN 1", "parameters": [1]}',
        b'{"query": ["RETURN 1"]}',
        b'{"query": "RETURN 1"} CREATE (:X)',
        b'{"query": "RETURN \\ud800"}',
        b'{"query": "RETURN 1", "access_mode": "WRITE"}',
        b"\x00\x01\x02",
        b"[" * 100_000,
    ],
)
def test_parameters_that_are_no_json(safe: httpx.Client, body: bytes) -> None:
    answer = safe.post("/api/cypher", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (200, 422), answer.text
    assert answer.status_code == 422 or b"1e999" in body


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("RETURN 1 AS one //" + "x" * 990_000, 200),
        ("RETURN size('" + "x" * 990_000 + "') AS size", 200),
        ("RETURN 1 //" + "x" * 1_100_000, 413),
        ("x" * 900_000, 422),
        ("'" * 900_001, 422),
        ("`" * 900_000, 422),
        ("/*" * 400_000, 422),
        ("\\u0041" * 120_000, 422),
        ("(" * 900_000, 422),
        ("RETURN " + "[" * 200 + "]" * 200, 422),
        ("RETURN " + "{a: " * 3000 + "1" + "}" * 3000, 422),
        ("MATCH " + "(" * 5000 + ")" * 5000 + " RETURN 1", 422),
    ],
    ids=lambda value: f"{value[:12]}-{len(value)}" if isinstance(value, str) else str(value),
)
def test_long_and_deep_texts(safe: httpx.Client, query: str, status: int) -> None:
    begun = time.monotonic()
    answer = ask(safe, query)
    assert answer.status_code == status, answer.text[:300]
    assert len(answer.text) < 10_000
    assert time.monotonic() - begun < 20


@pytest.fixture
def hurried(safe: httpx.Client, example: Store, serving: Serving) -> Iterator[httpx.Client]:
    """A server whose users' queries have little time, few rows and bytes; the graph is the same afterwards."""
    settings = Settings(query_seconds=1, query_rows=1000, query_bytes=100_000)
    with serving(create_app(settings, example)) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client
    assert ask(safe, "RETURN 1").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (a), (b), (c), (d) RETURN count(a.id + b.id + c.id + d.id)",
        "MATCH p = (a)-[*]-(b) RETURN count(p)",
        "MATCH p = allShortestPaths((a)-[*]-(b)) WHERE a <> b RETURN count(p)",
        "UNWIND range(1, 1000000000000) AS i RETURN sum(i)",
        "UNWIND range(1, 1000000000000) AS i RETURN collect(i)",
        "UNWIND range(1, 1000000000000) AS i RETURN i ORDER BY -i LIMIT 5000000",
        "UNWIND range(1, 1000000000000) AS i WITH DISTINCT i RETURN count(i)",
        "UNWIND range(1, 100000) AS i UNWIND range(1, 100000) AS j CALL (i, j) { RETURN i * j AS x } RETURN max(x)",
        "RETURN size(reduce(s = 'xxxxxxxx', i IN range(1, 40) | s + s))",
        "RETURN size([i IN range(1, 1000000000000) | i])",
        "MATCH (a:Fact), (b:Fact), (c:Fact) WHERE a.evidence + b.evidence =~ '.*' + c.id RETURN count(*)",
    ],
)
def test_bombs_of_time_and_memory_end_with_their_budget(hurried: httpx.Client, query: str) -> None:
    begun = time.monotonic()
    answer = ask(hurried, query)
    assert answer.status_code in (408, 422), answer.text
    assert (
        answer.json()["detail"].startswith(
            ("the query used up its time", "the query needs more memory", "Neo4j gave no answer within 4 s")
        )
        or "range" in answer.json()["detail"]
    )
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("query", "budget"),
    [
        ("UNWIND range(1, 1000000000000) AS i RETURN i", "rows"),
        ("MATCH (a), (b), (c) RETURN a, b, c", "bytes"),
        ("RETURN reduce(s = 'x', i IN range(1, 20) | s + s) AS text", "bytes"),
        ("RETURN range(1, 10000000) AS numbers", "bytes"),
        ("RETURN reduce(m = {}, i IN range(1, 16) | {a: m, b: m}) AS deep", "bytes"),
        ("UNWIND range(1, 2000) AS i RETURN null AS nothing", "rows"),
    ],
)
def test_huge_results_are_cut_off(hurried: httpx.Client, query: str, budget: str) -> None:
    answer = ask(hurried, query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["truncated"] == budget
    assert len(answer.content) < 150_000
