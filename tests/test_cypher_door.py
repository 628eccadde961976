"""The Cypher door from the outside: a query ends in Neo4j with its asker, and so many run at once."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.opening import open_store
from api.settings import Settings
from graph.ask import Budget
from graph.connection import Server
from graph.ending import Ending
from graph.errors import QueryError, StoreError
from graph.local.child import find
from graph.store import Store

Serving = Callable[[FastAPI], AbstractContextManager[str]]
SOON = 3.0
"""Seconds: it is 0.3 on a machine at rest."""
RUNNING = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS $mark RETURN currentQuery"


def long(mark: str) -> str:
    """A query without end that SHOW TRANSACTIONS tells by its mark."""
    return f"MATCH (a:Fact), (b:Fact), (c:Fact), (d:Fact) WHERE a.id + b.id + c.id + d.id = '{mark}' RETURN a"


def runs(store: Store, mark: str) -> bool:
    """Whether Neo4j is at work on it."""
    return bool(store.connection.read(RUNNING, {"mark": f"'{mark}'"}))


def within(seconds: float, true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_a_query_ends_in_neo4j_when_its_asker_hangs_up(example: Store, site: str) -> None:
    body = json.dumps({"query": long("hung up")})
    host = site.removeprefix("http://")
    lines = (
        "POST /api/cypher HTTP/1.1", f"Host: {host}", "Content-Type: application/json", f"Content-Length: {len(body)}",
    )  # fmt: skip
    with socket.create_connection((host.partition(":")[0], int(host.partition(":")[2]))) as asking:
        asking.sendall("\r\n".join((*lines, "", body)).encode())
        assert within(30, lambda: runs(example, "hung up"))
    assert within(SOON, lambda: not runs(example, "hung up"))


def test_a_query_can_be_ended_before_during_and_after(example: Store) -> None:
    before = Ending()
    before.now()
    during = Ending()
    threading.Thread(target=lambda: within(30, lambda: runs(example, "during")) and during.now()).start()
    for ending, mark in ((before, "before"), (during, "during")):
        with pytest.raises(QueryError) as raised:
            example.ask(long(mark), {}, Budget(), ending)
        assert (raised.value.why, str(raised.value)) == (
            "ended",
            "the query was ended, as was asked, before its answer",
        )
        assert within(SOON, lambda mark=mark: not runs(example, mark))  # type: ignore[misc]
    after = Ending()
    assert example.ask("RETURN 1", {}, Budget(), after).rows == [[1]]
    after.now()
    assert example.ask("RETURN 1", {}, Budget(), Ending()).rows == [[1]]


@pytest.fixture
def command(server: Server, repository: Path) -> Callable[..., "subprocess.Popen[str]"]:
    """To start ``bankgraph`` on the Neo4j of this run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    there = {"NEO4J_URI": server.uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password}

    def command(*words: str) -> "subprocess.Popen[str]":
        called = [str(repository / ".venv/bin/bankgraph"), *words]
        return subprocess.Popen(
            called, env=kept | there, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )  # fmt: skip

    return command


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_query_ends_in_neo4j_with_its_command(
    example: Store, command: Callable[..., "subprocess.Popen[str]"], number: signal.Signals
) -> None:
    with command("query", "--cypher", long(number.name)) as asking:
        assert within(60, lambda: runs(example, number.name))
        asking.send_signal(number)
        assert within(SOON, lambda: not runs(example, number.name))
        _, said = asking.communicate(timeout=20)
    assert "Traceback" not in said
    assert asking.returncode != 0


def test_a_server_that_is_to_end_does_not_wait_for_queries(
    example: Store, command: Callable[..., "subprocess.Popen[str]"]
) -> None:
    with command("serve", "--port", "0") as serving:
        assert serving.stdout
        address = serving.stdout.readline().split(" ")[3]
        answers: list[int] = []

        def ask() -> None:
            asked = {"query": long("to end")}
            answers.append(httpx.post(f"{address}api/cypher", json=asked, timeout=60).status_code)

        asking = threading.Thread(target=ask)
        asking.start()
        assert within(30, lambda: runs(example, "to end"))
        serving.send_signal(signal.SIGTERM)
        assert within(SOON, lambda: not runs(example, "to end"))
        _, said = serving.communicate(timeout=20)
        asking.join()
    assert answers == [408]
    assert "Traceback" not in said


@pytest.fixture
def narrow(example: Store, serving: Serving) -> Iterator[tuple[str, FastAPI]]:
    """A server that lets two queries of users run at once."""
    app = create_app(Settings(query_parallel=2, query_seconds=60), example)
    with serving(app) as address:
        yield address, app


def test_so_many_queries_run_at_once(example: Store, narrow: tuple[str, FastAPI]) -> None:
    address, app = narrow
    ended: list[httpx.Response] = []

    def ask(mark: str) -> None:
        ended.append(httpx.post(f"{address}/api/cypher", json={"query": long(mark)}, timeout=60))

    threads = [threading.Thread(target=ask, args=(f"at once {i}",)) for i in range(2)]
    for thread in threads:
        thread.start()
    assert within(30, lambda: runs(example, "at once 0") and runs(example, "at once 1"))
    begun = time.monotonic()
    refused = httpx.post(f"{address}/api/cypher", json={"query": "RETURN 1"}, timeout=60)
    assert 0.5 < time.monotonic() - begun < 10
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert refused.headers["content-type"] == "application/problem+json"
    told = "2 queries run already, which is the most at once: ask again in a moment"
    assert refused.json() == {
        "type": "about:blank", "title": "Too Many Requests", "status": 429, "detail": told, "instance": "/api/cypher",
    }  # fmt: skip
    assert httpx.get(f"{address}/api/banks?limit=1", timeout=60).status_code == 200  # all else goes on
    app.state.door.close()
    for thread in threads:
        thread.join(30)
    assert [answer.status_code for answer in ended] == [408, 408]
    assert "was ended" in ended[0].json()["detail"]
    assert httpx.post(f"{address}/api/cypher", json={"query": "RETURN 1"}, timeout=60).json()["items"] == [[1]]


def test_whoever_waits_a_moment_gets_a_turn(narrow: tuple[str, FastAPI]) -> None:
    address, _ = narrow
    answers: list[int] = []

    def ask() -> None:
        answers.append(httpx.post(f"{address}/api/cypher", json={"query": "RETURN 1"}, timeout=60).status_code)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 6


def test_what_neo4j_cannot_stop_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Expressions that never look at the clock: bankgraph's own Neo4j is ended, and comes back by itself."""
    monkeypatch.setattr("graph.runaway.GRACE", 1.0)
    settings = Settings(home=tmp_path / "data")
    said: list[str] = []

    class Heard:
        def say(self, text: str) -> None:
            said.append(text)

        def step(self, text: str, done: int, total: int) -> None:
            """No bars."""

    with open_store(settings, Heard()) as store:
        before = find(settings.local)
        assert before
        for query in (
            "RETURN reduce(x = 0, i IN range(1, 1000000000000) | x + i)",
            "RETURN size([i IN range(1, 1000000000000) WHERE i % 2 = 0])",
        ):
            threading.Thread(target=_given_up, args=(store, query)).start()
        assert within(90, lambda: any("starting it again" in text for text in said))
        assert within(60, lambda: _answers(store))
        after = find(settings.local)
        assert after
        assert after.pid != before.pid
        time.sleep(3)  # nothing is left that would end it once more
        assert find(settings.local) == after


def _given_up(store: Store, query: str) -> None:
    with pytest.raises((QueryError, StoreError)):
        store.ask(query, {}, Budget(seconds=0.5))


def _answers(store: Store) -> bool:
    try:
        return store.ask("RETURN 1", {}, Budget()).rows == [[1]]
    except (QueryError, StoreError):
        return False
