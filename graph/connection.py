"""The connection to Neo4j: open, read, write, ask, close; errors are ours (graph/translate.py)."""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, TypeVar
from uuid import uuid4

import neo4j
from neo4j.exceptions import ClientError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired, TransientError

from graph.ending import Ending, abandon
from graph.errors import QueryError, StoreError
from graph.server import Server
from graph.translate import ENDED, MEMORY, of_a_users_query, ours

__all__ = ["Connection", "Row", "Server"]

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # our errors say it; without this it is on stderr too

T = TypeVar("T")
_AT_ONCE = 0.3
"""Seconds in which a connection that is no longer good fails."""
Row = dict[str, Any]
TICKET = "bankgraph"
"""Key of the metadata by which a query is found among Neo4j's transactions."""
_TELLS: dict[str, Any] = {
    "notifications_min_severity": "WARNING",
    "notifications_disabled_classifications": [
        kind for kind in neo4j.NotificationDisabledClassification if kind.value != "UNRECOGNIZED"
    ],
}
"""Of all that Neo4j remarks on a query, only that it names what there is not."""
OLDEST = (5, 26)
"""Neo4j versions below this lack what the statements need."""
_AGENT = re.compile(r"Neo4j/((\d+)\.(\d+)\S*)")
_PATIENCE = 3.0
"""Seconds beyond its own budget that a query's answer is waited for."""


class Connection:
    """One driver and its bookmarks: a read sees every earlier write made through it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.gave_up: Callable[[str, float], None] = lambda _ticket, _began: None
        """Hears of each query that ended without an answer of Neo4j's: its ticket, and when it began."""
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

    @cached_property
    def database(self) -> str:
        """The name of the database that holds the graph, also where the server's default is meant."""
        return self.in_read(lambda tx: str(tx.run("RETURN 1").consume().database))

    def read(self, text: str, parameters: dict[str, Any] | None = None) -> list[Row]:
        """All rows of one of our own reads."""
        return self.in_read(lambda tx: [record.data() for record in tx.run(text, parameters)])

    def glance(self, text: str) -> list[Row]:
        """All rows of one short read: one way there and back, and only where that fails at once as ``read`` does."""
        began = time.monotonic()
        with self._translated():
            try:
                with self._session(neo4j.READ_ACCESS) as session:
                    return [record.data() for record in session.run(text)]
            except (Neo4jError, DriverError):
                if time.monotonic() - began > _AT_ONCE:  # whoever waited so long is told, and does not wait again
                    raise
        return self.read(text)

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
    def asking(self, seconds: float, ending: Ending | None = None) -> Iterator[neo4j.Transaction]:
        """A read transaction that Neo4j itself ends after ``seconds``: for people's own Cypher.

        Nothing is tried again: a query that ran out of memory once would only do so for longer.
        ``ending`` ends it before; a query that was given up may go on in Neo4j: ``gave_up`` hears of it.
        """
        ticket, began = uuid4().hex, time.time()
        streaming = self.streaming(seconds, seconds + _PATIENCE, users_query=True, ending=ending, ticket=ticket)
        try:
            with streaming as transaction:
                yield transaction
        except BaseException as error:
            unheard = isinstance(error.__cause__, (ServiceUnavailable, SessionExpired))
            if not isinstance(error, Exception) or (unheard and isinstance(error, QueryError)):
                self.gave_up(ticket, began)
            raise

    @contextmanager
    def streaming(
        self, seconds: float, patience: float, *, users_query: bool, ending: Ending | None = None, ticket: str = ""
    ) -> Iterator[neo4j.Transaction]:
        """A read transaction whose results are handed on as they come, so that nothing can be tried again.

        Neo4j ends it after ``seconds``; each part of an answer is waited for ``patience`` seconds.
        ``users_query``: what goes wrong is told as a mistake of the query. Whoever is interrupted, as by Ctrl-C,
        does not wait for what the transaction does: Neo4j ends it. ``ticket`` is what SHOW TRANSACTIONS tells it by.
        """
        ending = ending or Ending()
        with self._translated(users_query=users_query), self._session(neo4j.READ_ACCESS, tells=users_query) as session:
            transaction = session.begin_transaction(timeout=seconds, metadata={TICKET: ticket})
            try:
                with _patience(transaction, patience), ending.of(transaction):
                    yield transaction
            except (ServiceUnavailable, SessionExpired) as error:
                if ending.asked:
                    raise QueryError("the query was ended, as was asked, before its answer", "ended") from error
                raise
            except Exception:
                raise
            except BaseException:
                abandon(transaction)
                raise
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

    def _session(self, access: str, *, tells: bool = False) -> neo4j.Session:
        # Whoever reads hears within two seconds that Neo4j is away: one more try after a second, not four in 15.
        reads = access == neo4j.READ_ACCESS
        return self._driver.session(
            database=self.server.database,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
            connection_acquisition_timeout=1.8 if reads else 10,
            max_transaction_retry_time=0.5 if reads else 10,
            **(_TELLS if tells else {}),
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
