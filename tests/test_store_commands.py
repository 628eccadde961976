"""``bankgraph store`` as people type it: what it prints, where, and how it ends."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner

from api.settings import Settings, get_settings
from api.store_commands import store
from graph.errors import InputError

Run = Callable[..., "subprocess.CompletedProcess[str]"]
COMMANDS = ("install", "status", "start", "stop", "backup", "restore")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("commands") / "home"


@pytest.fixture(scope="module")
def run(home: Path) -> Iterator[Run]:
    """Runs ``bankgraph store ARGUMENTS`` on a data folder of its own; ``settings`` come on top."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "BANKGRAPH_"))}
    plain |= {"BANKGRAPH_HOME": str(home), "BANKGRAPH_CACHE": str(Settings().cache)}

    def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "api", "store", *arguments]
        return subprocess.run(command, env=plain | settings, capture_output=True, text=True, check=False)

    yield run
    if pid := json.loads(run("status", "--json").stdout)["pid"]:
        psutil.Process(pid).kill()


def run_json(run: Run, *arguments: str) -> dict[str, object]:
    done = run(*arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    value = json.loads(done.stdout)
    assert isinstance(value, dict)
    return value


def test_a_store_is_started_stopped_backed_up_and_restored(run: Run, home: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "graph.dump")
    assert "runs at bolt://127.0.0.1:" in run("start").stdout
    started = run_json(run, "status")
    assert (started["running"], started["stays"], started["users"]) == (True, True, [])
    assert run_json(run, "stop")["running"] is False
    assert run("stop").returncode == 0
    done = run("backup", file, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"file": file, "bytes": Path(file).stat().st_size})
    done = run("restore", file)
    assert (done.returncode, done.stdout) == (0, f"{home} holds the graph of {file}\n")
    again = run("backup", file)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == f"bankgraph: {file} is there already: choose another name, or remove it\n"


def test_status_says_what_is_there(run: Run, home: Path) -> None:
    shown = run("status").stdout.splitlines()
    assert [line.split()[0] for line in shown] == ["Neo4j", "jars", "data", "state"]
    assert str(home) in shown[2]


def test_install_checks_what_is_there(run: Run) -> None:
    assert run_json(run, "install")["installed"] is True


def test_install_without_a_network_fails_in_one_sentence(run: Run, tmp_path: Path) -> None:
    done = run("install", BANKGRAPH_CACHE=str(tmp_path), BANKGRAPH_MIRROR="http://127.0.0.1:9")
    assert (done.returncode, done.stdout) == (1, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("bankgraph: Neo4j's jars")
    assert "BANKGRAPH_MIRROR" in last


@pytest.mark.parametrize("command", COMMANDS)
def test_with_a_neo4j_of_the_users_own_there_is_no_local_one(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:9")
    monkeypatch.setenv("BANKGRAPH_HOME", str(tmp_path / "home"))
    get_settings.cache_clear()
    file = [str(tmp_path / "file")] if command in ("backup", "restore") else []
    done = CliRunner().invoke(store, [command, *file])
    assert isinstance(done.exception, InputError)
    assert str(done.exception).startswith("NEO4J_URI is set, so bankgraph uses the Neo4j at bolt://127.0.0.1:9")
    assert not list(tmp_path.iterdir())
    get_settings.cache_clear()


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    assert f"Example: bankgraph store {command}" in CliRunner().invoke(store, [command, "--help"]).stdout
