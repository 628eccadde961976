"""Opening the store that the settings name: the user's Neo4j, or the local one."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from api.settings import Settings
from graph.connection import Server
from graph.errors import StoreError
from graph.local import Local, Progress, Silent, end_stuck, revive, use
from graph.runaway import Runaways
from graph.store import Store

PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two looks at the local Neo4j; after each start that failed the pause doubles."""


@contextmanager
def open_store(settings: Settings, progress: Progress | None = None) -> Iterator[Store]:
    """The store, for as long as the block lasts; the local Neo4j ends with its last user, and until then
    comes back by itself where it dies."""
    if settings.server is not None:
        yield from _opened(settings.server)
    else:
        progress = progress or Silent()
        with use(settings.local, progress) as address, _kept_running(settings.local, progress):
            server = Server(address.uri, address.username, address.password, local=True)
            yield from _opened(server, partial(end_stuck, settings.local))


@contextmanager
def _kept_running(local: Local, progress: Progress) -> Iterator[None]:
    over = threading.Event()
    thread = threading.Thread(target=_revive_until, args=(over, local, progress), name="revive", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _revive_until(over: threading.Event, local: Local, progress: Progress) -> None:
    pause, told = PAUSE, ""
    while not over.wait(pause):
        try:
            revive(local, progress)
        except (StoreError, OSError) as error:  # the system's, where the data folder goes away meanwhile
            if str(error) != told:
                told = str(error)
                progress.say(told)
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            pause, told = PAUSE, ""


def _opened(server: Server, end: Callable[[float], None] | None = None) -> Iterator[Store]:
    store = Store.open(server)
    runaways = Runaways(store.connection, end)
    store.connection.gave_up = runaways.watch
    try:
        yield store
    finally:
        runaways.settle()
        store.close()
