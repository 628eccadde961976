"""Opening the store that the settings name: the user's Neo4j, or the local one."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.settings import Settings
from graph.connection import Server
from graph.local import Progress, Silent, use
from graph.store import Store


@contextmanager
def open_store(settings: Settings, progress: Progress | None = None) -> Iterator[Store]:
    """The store, for as long as the block lasts; the local Neo4j ends with its last user."""
    if settings.server is not None:
        yield from _opened(settings.server)
    else:
        with use(settings.local, progress or Silent()) as address:
            yield from _opened(Server(address.uri, address.username, address.password))


def _opened(server: Server) -> Iterator[Store]:
    store = Store.open(server)
    try:
        yield store
    finally:
        store.close()
