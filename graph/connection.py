"""The connection to Neo4j: open, read, write, ask, close; errors are ours (graph/translate.py)."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import neo4j
from neo4j.exceptions import ClientError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired, TransientError

from graph.errors import QueryError, StoreError
from graph.server import Server
from graph.translate import ENDED, MEMORY, of_a_users_query, ours

__all__ = ["Connection", "Row", "Server"]

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # our errors say it; without this it is on stderr too

T = TypeVar("T")
Row = dict[str, Any]
OLDEST = (5, 26)
"""Neo4j versions below this lack what the statements need."""
_AGENT = re.compile(r"Neo4j/((\d+)\.(\d+)\S*)")
_PATIENCE = 3.0
"""Seconds beyond its own budget that a query's answer is waited for."""


class Connection:
    """One driver and its bookmarks: a read sees every earlier write made through it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        server.check()
        with self._translated():
            self._driver = neo4j.GraphDatabase.driver(
                server.uri,
                auth=(server.username, server.password),
                notifications_min_severity="OFF",
                connection_timeout=5,
                connection_acquisition_timeout=10,
                max_transaction_retry_time=10,
                user_agent="bankgraph",
            )
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()

    def close(self) -> None:
        """Give the sockets back."""
        self._driver.close()

    def version(self) -> str:
        """Neo4j's version, such as ``5.26.30``; raises where it cannot be used."""
        with self._translated():
            agent = self._driver.get_server_info().agent
        match = _AGENT.fullmatch(agent)
        if match is None:
            raise StoreError(f"what answers at {self.server.uri} is no Neo4j but calls itself {agent!r}: set NEO4J_URI")
        version, *numbers = match.groups()
        if tuple(map(int, numbers)) < OLDEST:
            raise StoreError(
                f"Neo4j at {self.server.uri} is version {version}; bankgraph needs "
                f"{OLDEST[0]}.{OLDEST[1]} or newer: update it, or unset NEO4J_URI to use a local one"
            )
        return str(version)

    def read(self, text: str, parameters: dict[str, Any] | None = None) -> list[Row]:
        """All rows of one of our own reads."""
        return self.in_read(lambda tx: [record.data() for record in tx.run(text, parameters)])

    def in_read(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Do several reads on one state of the graph."""
        with self._translated(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(self._final(work))

    def in_write(self, work: Callable[[neo4j.ManagedTransaction], T], *, unlimited: bool = False) -> T:
        """Do everything in ``work`` or nothing; ``unlimited``: for longer than the server lets transactions last."""
        timed = neo4j.unit_of_work(timeout=0 if unlimited else None)(self._final(work))
        with self._translated(), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(timed)

    def may_write_soon(self, statement: str, seconds: float, **parameters: Any) -> bool:
        """Whether a write gets its locks within ``seconds``; it is tried and taken back."""
        with self._translated(), self._session(neo4j.WRITE_ACCESS) as session:
            transaction = session.begin_transaction(timeout=seconds)
            try:
                transaction.run(statement, parameters).consume()
            except (ClientError, TransientError) as error:
                if any(part in (error.code or "") for part in ENDED):
                    return False
                raise
            finally:
                transaction.close()
            return True

    def define(self, statement: str) -> None:
        """Run a statement on the schema, in a transaction of its own as Neo4j demands."""
        with self._translated(), self._session(neo4j.WRITE_ACCESS) as session:
            session.run(statement).consume()

    def ensure(self, statement: str) -> None:
        """Define what may be there already, also if another defines it at this very moment.

        As a write it is tried again where two lock each other out; IF NOT EXISTS alone loses that race.
        """
        try:
            self.in_write(lambda tx: tx.run(statement).consume())
        except ClientError as error:
            if "AlreadyExists" not in (error.code or ""):
                raise

    @contextmanager
    def asking(self, seconds: float) -> Iterator[neo4j.Transaction]:
        """A read transaction that Neo4j itself ends after ``seconds``: for people's own Cypher.

        Nothing is tried again: a query that ran out of memory once would only do so for longer.
        """
        with self._translated(users_query=True), self._session(neo4j.READ_ACCESS) as session:
            transaction = session.begin_transaction(timeout=seconds)
            try:
                with _patience(transaction, seconds + _PATIENCE):
                    yield transaction
            finally:
                transaction.close()

    def _final(self, work: Callable[[neo4j.ManagedTransaction], T]) -> Callable[[neo4j.ManagedTransaction], T]:
        """What needs too much memory is not tried again, though Neo4j calls that transient."""

        def once(tx: neo4j.ManagedTransaction) -> T:
            try:
                return work(tx)
            except TransientError as error:
                if any(part in (error.code or "") for part in MEMORY) and (said := ours(error, self.server)):
                    raise said from error
                raise

        return once

    def _session(self, access: str) -> neo4j.Session:
        # Whoever reads hears within two seconds that Neo4j is away: one more try after a second, not four in 15.
        reads = access == neo4j.READ_ACCESS
        return self._driver.session(
            database=self.server.database,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
            connection_acquisition_timeout=1.8 if reads else 10,
            max_transaction_retry_time=0.5 if reads else 10,
        )

    @contextmanager
    def _translated(self, *, users_query: bool = False) -> Iterator[None]:
        try:
            yield
        except (Neo4jError, DriverError) as error:
            theirs = of_a_users_query(error) if users_query and isinstance(error, Neo4jError) else None
            if (said := theirs or ours(error, self.server)) is None:
                raise
            raise said from error


@contextmanager
def _patience(transaction: neo4j.Transaction, seconds: float) -> Iterator[None]:
    """Wait no longer than ``seconds`` for each part of the answer.

    Neo4j 5.26 does not answer at all where it ran out of stack (300 brackets in each other do), and
    the driver, which has no setting of its own for this, then waits for two minutes.
    """
    socket = transaction._connection.socket
    before = socket.get_read_timeout()
    socket.set_read_timeout(seconds)
    try:
        yield
    except (ServiceUnavailable, SessionExpired) as error:
        if not isinstance(error.__cause__, TimeoutError):
            raise
        text = f"Neo4j gave no answer within {seconds:g} s: ask for less at once, or with fewer brackets in each other"
        raise QueryError(text, "budget") from error
    finally:
        socket.set_read_timeout(before)
