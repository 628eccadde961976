"""``bankgraph load``, ``loads`` and ``undo`` as people type them."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.connection import Server
from graph.store import Store

Done = subprocess.CompletedProcess[str]
FACT = {
    "kind": "partnership", "bank": "Bank of Beijing", "vendor": "华为", "purpose": "a test", "year": 2026,
    "source": "jrsb-2025-05-13", "evidence": "A fact that only this test knows.",
}  # fmt: skip


@pytest.fixture
def bankgraph(server: Server, repository: Path, tmp_path: Path) -> Callable[..., Done]:
    """Run the command in an empty folder."""
    settings = {"NEO4J_URI": server.uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password}

    def run(*words: str) -> Done:
        command = [str(repository / ".venv/bin/bankgraph"), *words]
        environment = {**os.environ, **settings, "BANKGRAPH_HOME": str(tmp_path / "untouched")}
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A file with a good fact and two bad ones."""
    lines: list[dict[str, Any]] = [FACT, {**FACT, "year": 20225}, {**FACT, "bank": "nobody-like-it"}]
    path = tmp_path / "facts.jsonl"
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8")
    return path


def test_a_life_of_a_load(empty: Store, bankgraph: Callable[..., Done], facts: Path, repository: Path) -> None:
    assert bankgraph("load", str(repository / "loaders/data")).returncode == 0
    before = empty.version()

    dry = bankgraph("load", "facts.jsonl", "--dry-run", "--skip-bad")
    assert dry.stdout.startswith("dry run: nothing was written; this is what the load would do\n")
    assert "load: 3 facts read, 1 new, 0 known before, 2 rejected" in dry.stdout
    assert (empty.version(), len(empty.loads())) == (before, 1)
    assert sorted(path.name for path in facts.parent.iterdir()) == ["facts.jsonl"]

    done = bankgraph("load", "facts.jsonl", "--skip-bad", "--rejected", "bad.jsonl", "--json")
    receipt = json.loads(done.stdout)
    assert (done.returncode, receipt["new"], receipt["rejected"], receipt["rejected_file"]) == (0, 1, 2, "bad.jsonl")
    left_out = [json.loads(line) for line in facts.with_name("bad.jsonl").read_text("utf-8").splitlines()]
    assert [list(row)[:2] for row in left_out] == [["record", "rejected"]] * 2
    assert left_out[0]["rejected"] == ["facts.jsonl:2: year must be 2000 to 2030 or null, not 20225"]

    shown = bankgraph("loads", receipt["load"]).stdout
    assert receipt["load"] in shown
    assert "facts.jsonl:3: bank names 'nobody-like-it'" in shown
    assert json.loads(bankgraph("loads", receipt["load"], "--json").stdout)["state"] == "done"

    undone = bankgraph("undo", receipt["load"])
    assert undone.stdout.startswith(f"load {receipt['load']} is undone: 1 facts withdrawn\n")
    assert empty.version() == before
    again = bankgraph("undo", receipt["load"])
    assert (again.returncode, "has been undone already" in again.stderr) == (2, True)


def test_an_undo_says_which_load_holds_what_stays(
    empty: Store, bankgraph: Callable[..., Done], repository: Path
) -> None:
    folder = str(repository / "loaders/data")
    first, second = (json.loads(bankgraph("load", folder, "--json").stdout)["load"] for _ in range(2))
    undone = bankgraph("undo", first)
    assert f"1357 of its facts stay: load {second} holds them" in undone.stdout
    assert empty.check().problems == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("undo", "nothing"), "there is no load 'nothing': bankgraph loads lists them"),
        (("loads", "nothing"), "there is no load 'nothing': bankgraph loads lists them"),
        (("load", "facts.jsonl", "--rejected", "x"), "--rejected names the file for what --skip-bad leaves out"),
        (("load", "facts.jsonl", "--skip-bad", "--rejected", "facts.jsonl"), "facts.jsonl: is there already"),
        (("load", "facts.jsonl", "--skip-bad", "--rejected", "no/x"), "no/x: what is left out cannot be written there"),
    ],
)
def test_what_cannot_be_is_said_with_status_2(
    example: Store, bankgraph: Callable[..., Done], facts: Path, words: tuple[str, ...], says: str
) -> None:
    before = (example.version(), len(example.loads()))
    done = bankgraph(*words)
    assert (done.returncode, facts.exists()) == (2, True)
    assert says in done.stderr
    assert (example.version(), len(example.loads())) == before
