"""Loads, undos and readers at the same time, as processes of their own, the way people start them."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import loaders
from api.settings import Settings
from benchmarks.made import make
from graph.connection import Server
from graph.local import Local, status
from graph.store import Store

WAITS = "Another load or undo is running: this one waits until it has ended."
LONGEST = 5.0
"""Seconds that a reader may wait: half of what a query may take at all. Reads take no locks, so that they share
the processor with the load and no more; who waited for the load would wait for all that is left of it."""

Begin = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def begin(repository: Path, server: Server) -> Iterator[Begin]:
    """Starts commands on the Neo4j of this run; keywords are settings. What still runs at the end is ended."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "BANKGRAPH_"))}
    there = {"NEO4J_URI": server.uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password}
    started: list[subprocess.Popen[str]] = []

    def begin(*words: str, **settings: str) -> "subprocess.Popen[str]":
        command, pipe = [str(repository / ".venv/bin/bankgraph"), *words], subprocess.PIPE
        environment = kept | (there if "BANKGRAPH_HOME" not in settings else {}) | settings
        started.append(subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True))
        return started[-1]

    yield begin
    for process in started:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Two folders of made-up facts about the same banks, and partly the same facts."""
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    make(900, one)
    make(900, other, seed=1)
    facts = (one / "facts.jsonl").read_bytes().splitlines(keepends=True)
    with (other / "facts.jsonl").open("ab") as file:
        file.writelines(facts[:100])
    return str(one), str(other)


def ended(process: "subprocess.Popen[str]") -> tuple[Any, str]:
    """What a command that ends well printed: for programs, and for people."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return json.loads(out), err


def after(store: Store, *loads: str) -> str:
    """The digest after these loads, one after the other."""
    return [store.load(loaders.read([Path(load)])).digest for load in loads][-1]


def test_two_loads_started_together(wiped: Callable[[], Store], begin: Begin, folders: tuple[str, str]) -> None:
    store = wiped()
    both = [begin("load", folder, "--json", BANKGRAPH_LOAD_AT_ONCE="200") for folder in folders]
    receipts, said = zip(*map(ended, both), strict=True)
    assert sorted(text.strip() for text in said) == ["", WAITS]
    assert [receipt["read"] for receipt in receipts] == [900, 1000]
    assert sum(receipt["new"] for receipt in receipts) == store.check().nodes["Fact"]
    assert [load["state"] for load in store.loads()] == ["done", "done"]
    assert store.check().problems == []
    assert store.version() == after(wiped(), *folders)


def test_a_load_while_an_undo_runs(wiped: Callable[[], Store], begin: Begin, folders: tuple[str, str]) -> None:
    store = wiped()
    first = store.load(loaders.read([Path(folders[0])])).load
    undo = begin("undo", first, "--json", BANKGRAPH_LOAD_AT_ONCE="30")
    while store.loads()[0]["state"] != "undoing":
        assert undo.poll() is None
        time.sleep(0.05)
    load = begin("load", folders[1], "--json")
    (undone, _), (receipt, said) = ended(undo), ended(load)
    assert said.strip() in ("", WAITS), "on a busy machine the undo may end before the load has begun"
    assert (undone["withdrawn"], receipt["read"], receipt["new"]) == (900, 1000, store.check().nodes["Fact"])
    assert store.check().problems == []
    assert store.version() == after(wiped(), folders[1])


def test_readers_never_wait_for_a_load_and_see_each_of_its_steps_whole(
    wiped: Callable[[], Store], begin: Begin, folders: tuple[str, str], tmp_path: Path
) -> None:
    store = wiped()
    make(2_500, tmp_path / "many")
    after(store, folders[1])
    serving = begin("serve", "--port", "0")
    assert serving.stdout
    with httpx.Client(base_url=serving.stdout.readline().split(" ")[3], timeout=60, verify=False) as client:
        asked = {
            "query": "MATCH (f:Fact) OPTIONAL MATCH (f)-[s:STATED_IN]->() RETURN count(f) AS facts, count(s) AS said"
        }
        reads: list[Callable[[], httpx.Response]] = [
            lambda: client.get("/api/banks", params={"limit": 20}),
            lambda: client.get("/api/search", params={"q": "北京"}),
            lambda: client.post("/api/cypher", json=asked),
        ]
        for read in reads:
            read()
        begun, longest, seen = time.monotonic(), 0.0, []
        load = begin("load", str(tmp_path / "many"), "--json", BANKGRAPH_LOAD_AT_ONCE="400")
        while load.poll() is None:
            for read in reads:
                asked_at = time.monotonic()
                answer = read()
                longest = max(longest, time.monotonic() - asked_at)
                assert answer.status_code == 200, answer.text
            seen.append(answer.json()["items"][0])
        took = time.monotonic() - begun
    receipt, _ = ended(load)
    facts = [facts for facts, _ in seen]
    assert [row for row in seen if row[0] != row[1]] == [], "a fact is there with its source"
    assert facts == sorted(facts)
    assert (facts[0], facts[-1]) <= (1000, 1000 + receipt["new"])
    assert len(set(facts)) > 3, "they read between its steps"
    assert longest < min(LONGEST, took / 2)


def test_a_load_on_the_data_folder_of_a_running_server(begin: Begin, folders: tuple[str, str], tmp_path: Path) -> None:
    local = Local(tmp_path / "home", Settings().cache)
    settings = {"BANKGRAPH_HOME": str(local.home), "BANKGRAPH_CACHE": str(local.cache)}
    serving = begin("serve", "--port", "0", **settings)
    assert serving.stdout
    with httpx.Client(base_url=serving.stdout.readline().split(" ")[3], timeout=60, verify=False) as client:
        neo4j = status(local).pid
        receipt, said = ended(begin("load", folders[0], "--json", BANKGRAPH_LOAD_AT_ONCE="300", **settings))
        assert (receipt["new"], said) == (900, "")
        assert status(local).pid == neo4j, "it joins the one that runs, and leaves it"
        assert status(local).users == [serving.pid]
        assert client.get("/api/facts", params={"limit": 1}).json()["total"] == 900
    serving.send_signal(signal.SIGTERM)
    serving.communicate(timeout=60)
    assert not status(local).running
