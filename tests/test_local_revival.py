"""A Neo4j of bankgraph's own that dies under a running command comes back by itself: with real processes."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from api.opening import open_store
from api.settings import Settings
from graph.local import Local, revive, start, status, stop, use
from graph.local.child import find


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    """A data folder of this test's own; what runs on it is ended."""
    local = Local(tmp_path / "data", Settings().cache)
    yield local
    if running := find(local):
        psutil.Process(running.pid).kill()


@pytest.fixture
def served(local: Local, repository: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """``bankgraph serve`` on it, and its address."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    environment = {**kept, "BANKGRAPH_HOME": str(local.home), "BANKGRAPH_CACHE": str(local.cache)}
    command = [str(repository / ".venv/bin/bankgraph"), "serve", "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as serving:
        assert serving.stdout
        yield serving, serving.stdout.readline().split(" ")[3]
        serving.kill()


def kill(local: Local) -> int:
    running = find(local)
    assert running
    neo4j = psutil.Process(running.pid)
    neo4j.kill()
    psutil.wait_procs([neo4j], timeout=10)
    return running.pid


def within(seconds: float, true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_a_server_is_ready_again_by_itself(local: Local, served: tuple["subprocess.Popen[str]", str]) -> None:
    process, address = served

    def ready() -> int:
        return httpx.get(f"{address}readyz", timeout=30).status_code

    assert ready() == 200
    for _ in range(2):
        before = kill(local)
        assert ready() == 503
        assert within(20, lambda: ready() == 200)
        assert status(local).pid != before
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert said.count("Neo4j has stopped by itself, or was killed: starting it again") == 2
    assert "Traceback" not in said
    assert not status(local).running


def test_an_end_while_it_comes_back_leaves_nothing_running(local: Local) -> None:
    with open_store(Settings(neo4j_uri=None, home=local.home, cache=local.cache)):
        before = kill(local)
        assert within(20, lambda: (running := find(local)) is not None and running.pid != before)
    assert not status(local).running
    assert "revive" not in [thread.name for thread in threading.enumerate()]


def test_it_starts_only_for_one_who_uses_it_and_only_once(local: Local) -> None:
    start(local)
    kill(local)
    revive(local)
    assert not status(local).running, "nobody uses it"
    start(local)
    with use(local):
        kill(local)
        threads = [threading.Thread(target=revive, args=(local,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        words = f"--home-dir={local.neo4j}"
        assert len([p for p in psutil.process_iter(["cmdline"]) if words in (p.info["cmdline"] or [])]) == 1
    assert status(local).stays, "as it was to before it died"
    assert stop(local) is True


def test_a_data_folder_that_is_gone_is_not_made_again(local: Local) -> None:
    with use(local):
        kill(local)
        shutil.rmtree(local.home)
        revive(local)
        assert not local.home.exists()
