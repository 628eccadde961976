"""Ending a query before its time: from another thread, or where its own is interrupted."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

import neo4j


class Ending:
    """Ends one query when asked to: Neo4j stops it as soon as its connection is gone.

    Without a connection to cut yet, the query ends where it would begin.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._transaction: neo4j.Transaction | None = None
        self.asked = False
        """Whether the query was to end."""

    def now(self) -> None:
        """End the query. To be called from any thread, once or several times, before, during or after it."""
        with self._lock:
            self.asked = True
            if self._transaction is not None:
                _cut(self._transaction)

    @contextmanager
    def of(self, transaction: neo4j.Transaction) -> Iterator[None]:
        """What the block does in ``transaction`` can be ended."""
        with self._lock:
            self._transaction = transaction
            if self.asked:
                _cut(transaction)
        try:
            yield
        finally:
            with self._lock:
                self._transaction = None


def abandon(transaction: neo4j.Transaction) -> None:
    """Close a transaction from its own thread without waiting for what it does."""
    transaction._connection.kill()


def _cut(transaction: neo4j.Transaction) -> None:
    # Shut down and not closed: the thread that reads from it would read from whatever gets its number next.
    # The plain socket's way, also under encryption, which otherwise would be taken down first.
    with suppress(OSError):  # it may be gone already
        socket.socket.shutdown(transaction._connection.socket._socket, socket.SHUT_RDWR)
