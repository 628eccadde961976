"""``bankgraph export`` as people type it."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from taken_out import taken_out

from graph.connection import Server
from graph.store import Store

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def exports(server: Server, repository: Path, tmp_path: Path) -> Run:
    """Run ``bankgraph export`` in an empty folder."""
    neo4j = {"NEO4J_URI": server.uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password}

    def run(*words: str, **settings: str) -> "subprocess.CompletedProcess[bytes]":
        command = [str(repository / ".venv/bin/bankgraph"), "export", *words]
        done = subprocess.run(
            command, env={**os.environ, **neo4j, **settings}, cwd=tmp_path, capture_output=True, timeout=120
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done

    return run


def test_to_standard_output_and_to_a_file(example: Store, exports: Run, tmp_path: Path) -> None:
    whole = exports("jsonl")
    assert (whole.returncode, whole.stdout, whole.stderr) == (0, taken_out(example, "jsonl"), b"")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "old.gexf").write_text("old")
    (tmp_path / "link.gexf").symlink_to("kept/old.gexf")
    done = exports("gexf", "link.gexf", "--query", "bank_network", "bank=icbc", "--json")
    written = taken_out(example, "gexf", "bank_network", bank="icbc")
    assert json.loads(done.stdout) == {
        "file": "link.gexf", "format": "gexf", "bytes": len(written), "version": example.version(),
    }  # fmt: skip
    assert (tmp_path / "kept" / "old.gexf").read_bytes() == written
    assert (tmp_path / "link.gexf").is_symlink()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["kept", "link.gexf", "old.gexf"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("gexf", "old", "--query", "banks_using_model"), "which are no nodes or relationships: export it as csv"),
        (("gexf", "old", "--query", "bank_network", "bnak=icbc"), "has no parameter 'bnak'; did you mean bank?"),
        (("gexff", "old"), "there is no format 'gexff': did you mean gexf?"),
        (("csv", "nowhere/new"), "nowhere/new: cannot be written: No such file or directory"),
        (("csv", "old", "other"), "expected one FILE, found old, other"),
        (("csv", "--json"), "--json says what was written to a FILE: name one"),
    ],
)
def test_where_it_fails_nothing_is_left_and_what_was_there_stays(
    example: Store, exports: Run, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    assert not example.is_empty()
    (tmp_path / "old").write_text("old")
    done = exports(*words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_text() == "old"


def test_a_full_disk_leaves_nothing(example: Store, repository: Path, server: Server, tmp_path: Path) -> None:
    assert not example.is_empty()
    neo4j = {"NEO4J_URI": server.uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password}
    command = f"ulimit -f 100; trap '' XFSZ; exec {repository}/.venv/bin/bankgraph export graphml all.graphml"
    done = subprocess.run(
        ["bash", "-c", command], env={**os.environ, **neo4j}, cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (2, "bankgraph: all.graphml: cannot be written: File too large\n")
    assert list(tmp_path.iterdir()) == []
