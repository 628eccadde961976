"""Neo4j goes away and comes back: every answer says so within two seconds, and all works again by itself."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.settings import Settings
from graph.connection import Server
from graph.local import Local, use
from graph.local.child import find
from graph.store import Store

ADDRESSES = ("/readyz", "/api/banks", "/api/facts/f1aed3035ad869583", "/api/loads", "/api/queries/banks_using_model")


@pytest.fixture
def local(tmp_path: Path) -> Local:
    """A data folder of this test's own."""
    settings = Settings()
    return Local(tmp_path / "data", settings.cache, settings.mirror)


@pytest.fixture
def client(local: Local, serving: Callable[[FastAPI], AbstractContextManager[str]]) -> Iterator[httpx.Client]:
    """A client of a server over a Neo4j of this test's own."""
    with use(local) as address:
        store = Store.open(Server(address.uri, address.username, address.password))
        app = create_app(Settings(), store)
        with serving(app) as site, httpx.Client(base_url=site, timeout=30) as asking:
            yield asking
        store.close()


def check_away(client: httpx.Client, method: str, address: str, **more: Any) -> None:
    begun = time.monotonic()
    answer = client.request(method, address, **more)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json"), address
    assert int(answer.headers["retry-after"]) >= 1
    assert "bolt" not in answer.text
    assert "neo4j" not in answer.text
    assert time.monotonic() - begun < 2, address


def test_away_and_back_again(local: Local, client: httpx.Client) -> None:
    assert client.get("/readyz").status_code == 200
    running = find(local)
    assert running is not None
    neo4j = psutil.Process(running.pid)
    neo4j.kill()
    psutil.wait_procs([neo4j], timeout=10)
    for address in ADDRESSES:
        check_away(client, "GET", address)
    check_away(client, "POST", "/api/cypher", json={"query": "RETURN 1"})
    assert client.get("/healthz").status_code == 200
    with use(local):  # as another command on the same folder does: Neo4j starts again where it was
        assert client.get("/readyz").status_code == 200
        assert client.get("/api/banks").json()["total"] == 0
