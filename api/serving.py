"""``bankgraph explore`` and ``bankgraph serve``."""

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import uvicorn

import loaders
from api.opening import open_store
from api.screen import Screen, screen
from api.settings import Settings, get_settings
from graph.errors import BankgraphError
from graph.records import Batch
from graph.store import Store

if TYPE_CHECKING:
    from fastapi import FastAPI

Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port to serve on; 0 takes a free one.")]


def explore(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH...]", help="What to load first.")] = None,
    port: Port = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Set up if need be, load PATH (or the example into an empty graph), serve, open the browser."""
    batch = loaders.stream(paths) if paths else None
    _run(get_settings(), port, batch, example=not paths, browser=not no_browser)


def serve(port: Port = None) -> None:
    """Serve what is in the graph: no loading, no browser."""
    _run(get_settings(), port, None, example=False, browser=False)


def _run(settings: Settings, port: int | None, batch: Batch | None, *, example: bool, browser: bool) -> None:
    listening = _listen(settings.host, settings.port if port is None else port)
    address = f"http://{settings.host}:{listening.getsockname()[1]}/"
    threading.Thread(target=_read_in, daemon=True).start()
    with listening, screen() as progress, open_store(settings, progress) as store:
        _fill(store, batch, progress, settings.load_at_once, example=example)
        app = _application(settings, store)
        server = _Server(uvicorn.Config(app, log_level="warning", server_header=False))
        server.address, server.browser, server.end_queries = address, browser, app.state.door.close
        server.run(sockets=[listening])


def _application(settings: Settings, store: Store) -> "FastAPI":
    # read in here and not above, for a load or a query need not wait for the web
    from api.app import create_app

    return create_app(settings, store)


def _read_in() -> None:
    """Read the web application and what draws while Neo4j starts: each takes its time."""
    for name in ("api.app", "pyvis.network"):
        import_module(name)


class _Server(uvicorn.Server):
    """Says where it is once it answers; does not wait for users' queries when it is to end."""

    address = ""
    browser = False
    end_queries: Callable[[], None]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.end_queries()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"bankgraph is at {self.address} (Ctrl-C ends it)", flush=True)
        if self.browser and _has_screen():
            threading.Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()


def _fill(store: Store, batch: Batch | None, progress: Screen, at_once: int, *, example: bool) -> None:
    if batch is None and example and store.is_empty():
        progress.say("The graph is empty: loading the example that comes with bankgraph.")
        batch = loaders.stream([loaders.EXAMPLE])
    if batch is not None:
        receipt = store.load(batch, progress.step, say=progress.say, at_once=at_once)
        progress.say(f"Loaded {receipt.read} facts: {receipt.new} new, {receipt.known} known before.")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise BankgraphError(
            f"cannot serve on port {port} of {host}: {error.strerror}; "
            "end the program that uses it (another bankgraph?), or take another with --port N"
        ) from error
    return listening


def _has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
