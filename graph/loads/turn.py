"""One writer at a time: loads and undos take turns, for as long as each lasts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Protocol, TypeVar

from graph.connection import Connection
from graph.errors import StoreAway, StoreError
from graph.loads.known import Transaction

T = TypeVar("T")
_TAKE = "MERGE (t:LoadTurn {id: 'turn'}) SET t.load = $load"
_SOON = 0.5


class Job(Protocol[T]):
    """A load or an undo. ``finished``: its result once all is written, in transactions of its own."""

    finished: T | None

    def run(self, tx: Transaction) -> T:
        """Do all of it; once more where Neo4j went away and came back, so that it has to go on with what is there."""


def in_turn(connection: Connection, load: str, job: Job[T], say: Callable[[str], None]) -> T:
    """Run a job when no other load or undo runs; its transaction is what the others wait for.

    The lock is Neo4j's own and ends with the transaction, so that a killed load leaves none behind. It may
    last longer than Neo4j lets transactions last by default.
    """

    def taken(tx: Transaction) -> T:
        with _told_of_waiting(connection, load, say):
            tx.run(_TAKE, load=load).consume()
        return job.run(tx) if job.finished is None else job.finished

    try:
        return connection.in_write(taken, unlimited=True)
    except StoreAway:
        if job.finished is None:
            raise
        return job.finished  # Neo4j went away when nothing was left to write


@contextmanager
def _told_of_waiting(connection: Connection, load: str, say: Callable[[str], None]) -> Iterator[None]:
    """Say so where the turn does not come soon: because another has it, not because Neo4j is slow."""
    waiting = True

    def tell() -> None:
        with suppress(StoreError):
            if not connection.may_write_soon(_TAKE, _SOON, load=load) and waiting:
                say("Another load or undo is running: this one waits until it has ended.")

    timer = Timer(_SOON, tell)
    timer.start()
    try:
        yield
    finally:
        waiting = False
        timer.cancel()
        timer.join()
