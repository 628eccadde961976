"""Fixtures.

Policy: one Neo4j for the whole run, reached by URI. It is the one that ``NEO4J_URI`` names where that
is set, else a local one in a temporary data folder. Community edition has one database, so tests
share it in turn: ``example`` is the store with the example in it, to be read only; ``empty`` is the
store with nothing in it, to do with as one likes. Each puts the graph into its state when asked, so
that tests of a kind in a row cost nothing. Tests of starting, stopping and losing Neo4j make their
own (see test_local_*.py). ``site`` serves that store as users have it, by a real server on a free port; ``web``
asks it with the example in the graph, ``empty_web`` with nothing in it.
"""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Route, sync_playwright

import loaders
from api.app import create_app
from api.settings import Settings
from graph.connection import Connection, Server
from graph.digest import EMPTY
from graph.local import Local, use
from graph.records import Batch
from graph.store import Store

CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The Neo4j of this run."""
    settings = Settings()
    if settings.server is not None:
        _refuse_foreign_data(settings.server)
        yield settings.server
        return
    home = tmp_path_factory.mktemp("home")
    with use(Local(home / "data", settings.cache, settings.mirror)) as address:
        yield Server(address.uri, address.username, address.password)


@pytest.fixture(scope="session")
def opened(server: Server) -> Iterator[Store]:
    """The store of this run, in whatever state the last test left it."""
    store = Store.open(server)
    yield store
    store.close()


@pytest.fixture(scope="session")
def example_batch() -> Batch:
    """The example as a batch."""
    return loaders.read([loaders.EXAMPLE])


@pytest.fixture(scope="session")
def _example_digest() -> list[str]:
    """The digest of the example, once it has been loaded in this run."""
    return []


@pytest.fixture
def example(opened: Store, example_batch: Batch, _example_digest: list[str]) -> Store:
    """The store with the example, and nothing else, in it. Read only."""
    if not _example_digest or opened.version() != _example_digest[0] or len(opened.loads()) != 1:
        wipe(opened)
        _example_digest[:] = [opened.load(example_batch).digest]
    return opened


@pytest.fixture
def empty(opened: Store) -> Store:
    """The store with nothing in it."""
    if opened.version() != EMPTY or opened.loads():
        wipe(opened)
    return opened


@pytest.fixture(scope="session")
def wiped(opened: Store) -> Callable[[], Store]:
    """Empties the store of this run and gives it: for tests that need it empty many times."""

    def wiped() -> Store:
        wipe(opened)
        return opened

    return wiped


def _refuse_foreign_data(server: Server) -> None:
    """Tests empty the database: not one that holds anything but what tests left there."""
    connection = Connection(server)
    try:
        row = connection.read("MATCH (n) RETURN count(n) AS nodes, any(x IN collect(n.tests) WHERE x) AS ours")[0]
    finally:
        connection.close()
    if row["nodes"] and not row["ours"]:
        pytest.exit(
            f"the tests empty the database at {server.uri}, which holds {row['nodes']} nodes: use an empty one", 2
        )


def wipe(store: Store) -> None:
    """Take everything out of the graph; constraints and indexes stay."""
    store.connection.define("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS")
    store.connection.define(f"CREATE (:GraphState {{id: 'state', digest: '{EMPTY}', format: 1, tests: true}})")


@pytest.fixture(scope="session")
def site(opened: Store) -> Iterator[str]:
    """The address of bankgraph's own server over the store of this run."""
    with _serving(create_app(Settings(), opened)) as address:
        yield address


@pytest.fixture
def web(example: Store, site: str) -> Iterator[httpx.Client]:  # noqa: ARG001  (the graph must hold it)
    """A client of the server, with the example in the graph. Read only."""
    with _client(site) as client:
        yield client


@pytest.fixture
def empty_web(empty: Store, site: str) -> Iterator[httpx.Client]:  # noqa: ARG001  (the graph must be empty)
    """A client of the server, with nothing in the graph."""
    with _client(site) as client:
        yield client


def _client(site: str) -> httpx.Client:
    # Nothing is to be verified over plain HTTP, and reading the certificates for it takes 26 ms a test.
    return httpx.Client(base_url=site, timeout=60, verify=False)


@pytest.fixture(scope="session")
def serving() -> Callable[[FastAPI], AbstractContextManager[str]]:
    """To serve an application of a test's own: gives its address for as long as the block lasts."""
    return _serving


@contextmanager
def _serving(app: FastAPI) -> Iterator[str]:
    """The address of a real server that serves ``app`` for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window. That there is none is a failure, not a skip."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, example: Store, site: str) -> Iterator[Page]:  # noqa: ARG001  (the graph must hold it)
    """A page of a new browser profile, 1440 x 900, English, with the example in the graph.

    It fails the test if the page asks anything outside of its server, or complains on its console.
    """
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", base_url=site)
    outside: list[str] = []
    complaints: list[str] = []

    def guard(route: Route) -> None:
        if route.request.url.startswith(f"{site}/"):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", guard)
    shown = context.new_page()
    shown.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    yield shown
    context.close()
    assert outside == []
    assert complaints == []


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout."""
    return Path(__file__).parent.parent
