"""The connection to Neo4j: open, read, write, ask, close. Drivers' errors become ours here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.errors import BankgraphError, QueryError, StoreAway, StoreError

T = TypeVar("T")
Row = dict[str, Any]
OLDEST = (5, 13)
"""Neo4j versions below this lack what the statements need."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where Neo4j is and how to get in; ``database`` is the server's default where ``None``."""

    uri: str
    username: str
    password: str
    database: str | None = None


class Connection:
    """One driver and its bookmarks: a read sees every earlier write made through it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        try:
            self._driver = neo4j.GraphDatabase.driver(
                server.uri,
                auth=(server.username, server.password),
                notifications_min_severity="OFF",
                connection_timeout=5,
                connection_acquisition_timeout=10,
                max_transaction_retry_time=10,
                user_agent="bankgraph",
            )
        except (ConfigurationError, ValueError) as error:
            raise StoreError(_wrong_uri(server.uri, error)) from error
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()

    def close(self) -> None:
        """Give the sockets back."""
        self._driver.close()

    def version(self) -> str:
        """Neo4j's version, such as ``5.26.30``; raises where it cannot be used."""
        with self._translated():
            agent = self._driver.get_server_info().agent
        version = agent.removeprefix("Neo4j/")
        numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2] if part.isdigit())
        if numbers < OLDEST:
            raise StoreError(
                f"Neo4j at {self.server.uri} is version {version}; bankgraph needs "
                f"{OLDEST[0]}.{OLDEST[1]} or newer: update it, or unset NEO4J_URI to use a local one"
            )
        return version

    def read(self, text: str, parameters: dict[str, Any] | None = None) -> list[Row]:
        """All rows of one of our own reads."""
        return self.in_read(lambda tx: [record.data() for record in tx.run(text, parameters)])

    def in_read(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Do several reads on one state of the graph."""
        with self._translated(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def in_write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Do everything in ``work`` or nothing."""
        with self._translated(), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(work)

    def define(self, statement: str) -> None:
        """Run a statement on the schema, in a transaction of its own as Neo4j demands."""
        with self._translated(), self._session(neo4j.WRITE_ACCESS) as session:
            session.run(statement).consume()

    @contextmanager
    def asking(self, seconds: float) -> Iterator[neo4j.Transaction]:
        """A read transaction that Neo4j itself ends after ``seconds``: for people's own Cypher.

        Nothing is tried again: a query that ran out of memory once would only do so for longer.
        """
        with self._translated(users_query=True), self._session(neo4j.READ_ACCESS) as session:
            transaction = session.begin_transaction(timeout=seconds)
            try:
                yield transaction
            finally:
                transaction.close()

    def _session(self, access: str) -> neo4j.Session:
        return self._driver.session(
            database=self.server.database, default_access_mode=access, bookmark_manager=self._bookmarks
        )

    @contextmanager
    def _translated(self, *, users_query: bool = False) -> Iterator[None]:
        try:
            yield
        except (Neo4jError, DriverError) as error:
            ours = _ours(error, self.server, users_query)
            if ours is None:
                raise
            raise ours from error


def _ours(error: Neo4jError | DriverError, server: Server, users_query: bool) -> BankgraphError | None:
    """Our error for a driver's one; ``None`` for a bug of ours, which stays a traceback."""
    match error:
        case AuthError():
            return StoreError(
                f"Neo4j at {server.uri} does not accept the user {server.username!r} with this password: "
                "set NEO4J_USERNAME and NEO4J_PASSWORD"
            )
        case ServiceUnavailable() | SessionExpired():
            return StoreAway(
                f"no Neo4j answers at {server.uri}: is it running, and is NEO4J_URI right? ({_first_line(error)})"
            )
        case ConfigurationError():
            return StoreError(_wrong_uri(server.uri, error))
        case Neo4jError() if "DatabaseNotFound" in (error.code or ""):
            return StoreError(f"Neo4j at {server.uri} has no database {server.database!r}: set NEO4J_DATABASE")
        case Neo4jError() if users_query:
            return _of_a_users_query(error)
        case TransientError() if "DatabaseUnavailable" in (error.code or ""):
            return StoreAway(f"the database at {server.uri} is not ready yet: try again in a moment")
    return None


def _of_a_users_query(error: Neo4jError) -> QueryError | None:
    code, message = error.code or "", error.message or ""
    if "MemoryPoolOutOfMemory" in code or "TransactionOutOfMemory" in code:
        return QueryError("the query needs more memory than one query may use: ask for less at once", "budget")
    if "TransactionTimedOut" in code or "Transaction.Terminated" in code:
        return QueryError("the query used up its time before the first row: ask for less at once", "budget")
    if "AccessMode" in code or "Security.Forbidden" in code or "ExternalResourceFailed" in code:
        return QueryError(f"the query would write, or leave the graph: {_first_line(error)}", "refused")
    if isinstance(error, ClientError):
        return QueryError(message or code, "wrong")
    return None


def _wrong_uri(uri: str, error: Exception) -> str:
    return (
        f"NEO4J_URI is {uri!r}, which is no address of a Neo4j: expected something like "
        f"neo4j://host:7687, bolt://host:7687 or neo4j+s://name.databases.neo4j.io ({_first_line(error)})"
    )


def _first_line(error: Exception) -> str:
    return str(getattr(error, "message", None) or error).strip().splitlines()[0] if str(error).strip() else ""
