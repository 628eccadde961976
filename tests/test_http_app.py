"""The application by itself: it opens the store that the settings name, and closes only what it opened."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx
import pytest
from fastapi import FastAPI
from neo4j.exceptions import DriverError

from api.app import create_app
from api.settings import Settings
from graph.connection import Server
from graph.store import Store

Serving = Callable[[FastAPI], AbstractContextManager[str]]


def test_it_opens_the_store_that_the_settings_name(server: Server, example: Store, serving: Serving) -> None:
    settings = Settings(neo4j_uri=server.uri, neo4j_username=server.username, neo4j_password=server.password)
    app = create_app(settings)
    with serving(app) as address:
        assert httpx.get(f"{address}/readyz").json()["version"] == example.version()
        assert httpx.get(f"{address}/api/banks").json()["total"] == 132
    with pytest.raises(DriverError):
        app.state.store.version()


def test_it_leaves_open_what_it_was_handed(example: Store, serving: Serving) -> None:
    with serving(create_app(Settings(), example)) as address:
        assert httpx.get(f"{address}/healthz").status_code == 200
    assert example.version()
