"""``bankgraph`` as people type it: what it prints, where, and its exit status."""

import csv
import io
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.connection import Server
from graph.records import Batch
from graph.store import Store

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]

FACT = {
    "kind": "partnership", "bank": "bank-of-beijing", "vendor": "huawei", "purpose": "a test", "year": 2026,
    "source": "jrsb-2025-05-13", "evidence": "A fact that only this test knows.",
}  # fmt: skip


@pytest.fixture
def environment(server: Server, tmp_path: Path) -> dict[str, str]:
    """Settings that lead to the Neo4j of this run, and to a data folder that must never be touched."""
    return {
        **os.environ,
        "NEO4J_URI": server.uri,
        "NEO4J_USERNAME": server.username,
        "NEO4J_PASSWORD": server.password,
        "BANKGRAPH_HOME": str(tmp_path / "untouched"),
    }


@pytest.fixture
def bankgraph(environment: dict[str, str], repository: Path, tmp_path: Path) -> Run:
    """Run the command in an empty folder; keywords are settings."""

    def run(*words: str, **settings: str) -> Done:
        command = [str(repository / ".venv/bin/bankgraph"), *words]
        done = subprocess.run(
            command, env={**environment, **settings}, cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        assert not (tmp_path / "untouched").exists(), "the data folder was touched though NEO4J_URI is set"
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


def test_a_named_question_as_table_json_and_csv(example: Store, bankgraph: Run) -> None:
    assert not example.is_empty()
    words = ("query", "banks_using_model", "model=deepseek-r1")
    table, as_json, as_csv = bankgraph(*words), bankgraph(*words, "--json"), bankgraph(*words, "--format", "csv")
    answer = json.loads(as_json.stdout)
    rows = list(csv.DictReader(io.StringIO(as_csv.stdout)))
    banks = [row["bank"] for row in rows]
    assert answer["columns"] == list(rows[0])
    assert [item[0] for item in answer["items"]] == banks
    assert answer["truncated"] is None
    assert len(banks) == 6
    assert [bank for bank in banks if bank not in table.stdout] == []
    assert (table.stderr, as_json.stderr, as_csv.stderr) == ("", "", "")


def test_cypher_of_ones_own(example: Store, bankgraph: Run) -> None:
    assert not example.is_empty()
    done = bankgraph(
        "query", "--cypher", "MATCH (b:Bank {id: $id}) RETURN b.name AS name", "id=bank-of-beijing", "--json"
    )
    assert json.loads(done.stdout)["items"] == [["Bank of Beijing"]]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("query", "banks_using_modell"),
            "there is no question named 'banks_using_modell': did you mean banks_using_model",
        ),
        (("query", "banks_using_model", "modle=x"), "has no parameter 'modle'; did you mean model?"),
        (("query", "banks_using_model", "deepseek"), "expected key=value, found 'deepseek'"),
        (("query", "metric_ranking", "year=last"), "year must be a whole number, not 'last'"),
        (("query",), "say what to ask"),
        (("query", "--cypher", "CREATE (n:Bank) RETURN n"), "would write"),
        (("query", "--cypher", "MATCH (n RETURN n"), "Invalid input"),
        (("load", "nowhere"), "nowhere: there is no such file or folder"),
        (("load",), "Missing argument"),
        (("lode",), "No such command 'lode'"),
        (("query", "--format", "xml", "bank_models"), "xml"),
    ],
)
def test_wrong_input_is_said_in_a_sentence_with_status_2(
    example: Store, bankgraph: Run, words: tuple[str, ...], says: str
) -> None:
    before = example.version()
    done = bankgraph(*words)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert done.stdout == ""
    assert example.version() == before


def test_a_budget_that_was_used_up_is_named(example: Store, bankgraph: Run) -> None:
    assert not example.is_empty()
    done = bankgraph("query", "--cypher", "MATCH (b:Bank) RETURN b.id", "--format", "csv", BANKGRAPH_QUERY_ROWS="2")
    assert len(done.stdout.splitlines()) == 3
    assert "these are not all rows: the budget of rows was used up" in done.stderr


def test_load_and_loads(empty: Store, bankgraph: Run, repository: Path) -> None:
    folder = str(repository / "loaders/data")
    first, again = bankgraph("load", folder), bankgraph("load", folder, "--json")
    assert first.returncode == 0
    assert "1357 facts read, 1357 new, 0 known before" in first.stdout
    receipt = json.loads(again.stdout)
    counts = {key: receipt[key] for key in ("read", "new", "known", "rejected", "entities_new")}
    assert counts == {"read": 1357, "new": 0, "known": 1357, "rejected": 0, "entities_new": 0}
    assert receipt["digest"] == empty.version()
    listed = json.loads(bankgraph("loads", "--json").stdout)
    assert [item["load"] for item in listed["items"]] == [
        receipt["load"],
        *(loaded["load"] for loaded in empty.loads()[1:]),
    ]
    assert receipt["load"] in bankgraph("loads").stdout
    for done in (first, again):
        assert done.stderr == "", "a pipe gets no progress bar"


def test_one_wrong_line_and_nothing_is_loaded(example: Store, bankgraph: Run, tmp_path: Path) -> None:
    before = example.version()
    lines: list[dict[str, Any]] = [FACT, {**FACT, "year": 20225}, {**FACT, "bank": "bank-of-bejing"}]
    (tmp_path / "facts.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = bankgraph("load", "facts.jsonl")
    assert done.returncode == 2
    assert "nothing was loaded: 2 mistakes" in done.stderr
    assert "facts.jsonl:2: year must be 2000 to 2030 or null, not 20225" in done.stderr
    assert (
        "facts.jsonl:3: bank names 'bank-of-bejing', which is the id or name of no bank known; "
        "did you mean bank-of-beijing" in done.stderr
    )
    assert example.version() == before
    assert len(example.loads()) == 1


def test_an_empty_graph_says_how_to_fill_it(empty: Store, bankgraph: Run) -> None:
    assert empty.is_empty()
    done = bankgraph("query", "bank_models")
    assert done.returncode == 0
    assert "the graph is empty: bankgraph load PATH, or bankgraph explore for the example" in done.stderr
    assert "Nothing has been loaded yet" in bankgraph("loads").stdout


@pytest.mark.parametrize(
    ("settings", "status", "says"),
    [
        ({"NEO4J_URI": "bolt://127.0.0.1:1"}, 1, "no Neo4j answers at bolt://127.0.0.1:1"),
        ({"NEO4J_URI": "postgres://here"}, 1, "NEO4J_URI is 'postgres://here'"),
        ({"NEO4J_PASSWORD": "another"}, 1, "set NEO4J_USERNAME and NEO4J_PASSWORD"),
        ({"BANKGRAPH_PORT": "eighty"}, 2, "BANKGRAPH_PORT"),
        ({"BANKGRAPH_QUERY_ROWS": "0"}, 2, "BANKGRAPH_QUERY_ROWS"),
        ({"BANKGRAPH_QUERIES": "/nowhere"}, 2, "BANKGRAPH_QUERIES is /nowhere"),
    ],
)
def test_wrong_settings_are_named(bankgraph: Run, settings: dict[str, str], status: int, says: str) -> None:
    done = bankgraph("query", "bank_models", **settings)
    assert done.returncode == status
    assert says in done.stderr
    assert done.stdout == ""


def test_a_badly_headed_query_of_the_users_is_named_with_its_line(bankgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/mine.cypher").write_text("// titel: Mine\nMATCH (n) RETURN n\n")
    done = bankgraph("queries", BANKGRAPH_QUERIES="own")
    assert done.returncode == 2
    assert "mine.cypher:1" in done.stderr


def test_a_port_in_use_is_said_before_anything_starts(bankgraph: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = bankgraph("serve", "--port", str(port))
    assert done.returncode == 1
    assert f"cannot serve on port {port} of 127.0.0.1" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_explore_fills_an_empty_graph_serves_it_and_ends(
    empty: Store, environment: dict[str, str], repository: Path, how: signal.Signals
) -> None:
    command = [str(repository / ".venv/bin/bankgraph"), "explore", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout is not None
        assert served.stderr is not None
        line = served.stdout.readline()
        address = line.split(" ")[3]
        assert httpx.get(f"{address}readyz", timeout=10).status_code == 200
        assert "Bank of Beijing" in httpx.get(f"{address}banks", timeout=30).text
        served.send_signal(how)
        end = time.monotonic() + 20
        while served.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        said = served.stderr.read()
    assert "Traceback" not in said
    assert "loading the example" in said
    assert len(empty.loads()) == 1
    assert served.returncode in (0, 130, 143)


def test_store_check_counts_and_notices_what_was_changed_behind_its_back(
    empty: Store, example_batch: Batch, bankgraph: Run, wiped: Callable[[], Store]
) -> None:
    empty.load(example_batch)
    done = bankgraph("store", "check", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert (found["digest"], found["problems"]) == (empty.version(), [])
    assert (found["nodes"]["Fact"], found["relationships"]["LAUNCHED"]) == (1357, 342)
    empty.connection.define("MATCH (b:Bank {id: 'icbc'}) SET b.name = 'Another'")
    changed = bankgraph("store", "check")
    wiped()  # the digest does not tell other tests that this is no longer the example
    assert changed.returncode == 1
    assert "the graph has been changed outside of bankgraph" in changed.stderr
