"""Errors of the driver and of Neo4j in our own words: here and nowhere else."""

import re
from collections.abc import Iterator
from ssl import SSLError

from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    GqlError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    UnsupportedServerProduct,
)

from graph.errors import BankgraphError, QueryError, StoreAway, StoreError
from graph.server import Server, no_address

MEMORY = ("MemoryPoolOutOfMemory", "TransactionOutOfMemory", "OutOfMemoryError", "StackOverFlow")
LONGEST = 2000
"""Characters of what Neo4j says of a query: it repeats the line, however long that is."""
OWN = "bankgraph's own Neo4j"
ANEW = (
    "To go on with the same data: bankgraph store backup FILE (which needs no password), move the data folder away, "
    "bankgraph store restore FILE"
)
_PLACE = re.compile(r"\(line (\d+), column (\d+) \(offset: \d+\)\)")
ENDED = ("TransactionTimedOut", "Transaction.Terminated", "Transaction.LockClientStopped")


def ours(error: Neo4jError | DriverError, server: Server) -> BankgraphError | None:
    """Our error for a driver's one; ``None`` for a bug of ours, which stays a traceback."""
    at, code = f"{OWN if server.local else 'Neo4j'} at {server.uri}", getattr(error, "code", None) or ""
    match error:
        case ConfigurationError():
            return StoreError(no_address(server.uri, str(error)))
        case UnsupportedServerProduct():
            return StoreError(f"what answers at {server.uri} is no Neo4j that bankgraph can speak to: {reason(error)}")
        case IncompleteCommit():
            return StoreAway(
                f"{at} went away while it wrote: whether all was written or nothing is not known; do the same again, "
                "which changes nothing if all was"
            )
        case ServiceUnavailable() | SessionExpired():
            return StoreAway(_away(server, reason(error)))
        case AuthError() if "CredentialsExpired" not in code and "RateLimit" not in code:
            return StoreError(f"{at} does not accept the user {server.username!r} with {_password(server)}")
        case Neo4jError():
            return next((kind(f"{at} {text}") for part, kind, text in _said(server) if part in code), None)
    return None


def _away(server: Server, why: str) -> str:
    if server.local:
        return (
            f"{OWN} at {server.uri} does not answer ({why}): repeat the command, which starts it again if it has "
            "stopped; neo4j/logs/neo4j.log in the data folder (BANKGRAPH_HOME) says why"
        )
    return f"no Neo4j answers at {server.uri}: is it running, and is NEO4J_URI right? ({why})"


def _password(server: Server) -> str:
    if server.local:
        return f"what the file password of the data folder (BANKGRAPH_HOME) says. {ANEW}"
    return "this password: set NEO4J_USERNAME and NEO4J_PASSWORD"


def _said_of_our_own() -> Iterator[tuple[str, type[StoreError], str]]:
    """Where the way out is another for the Neo4j that bankgraph runs itself."""
    yield "CredentialsExpired", StoreError, f"wants a new password first. {ANEW}"
    for part in ("ConstraintCreationFailed", "ConstraintValidationFailed"):
        yield part, StoreError, "holds data that is not bankgraph's: set BANKGRAPH_HOME to an empty or a new folder"


def _said(server: Server) -> Iterator[tuple[str, type[StoreError], str]]:
    """Part of Neo4j's code, our class, and what to say behind "Neo4j at ...": for our own statements."""
    if server.local:
        yield from _said_of_our_own()
    yield (
        "CredentialsExpired", StoreError,
        f"wants a new password for the user {server.username!r} first: log in with another tool such as "
        "cypher-shell, set one, and put it into NEO4J_PASSWORD",
    )  # fmt: skip
    yield (
        "AuthenticationRateLimit", StoreAway,
        "refuses this user for some seconds after wrong passwords: wait, then try the right one",
    )  # fmt: skip
    yield "DatabaseNotFound", StoreError, f"has no database {server.database!r}: set NEO4J_DATABASE"
    yield "DatabaseUnavailable", StoreAway, "has its database not ready yet: try again in a moment"
    yield (
        "Security.Forbidden", StoreError,
        f"does not let the user {server.username!r} do this: bankgraph needs one who may read, write and "
        "define indexes and constraints",
    )  # fmt: skip
    yield "ForbiddenOnReadOnlyDatabase", StoreError, "takes no writes: its database is read only"
    for part in ("ConstraintCreationFailed", "ConstraintValidationFailed"):
        yield part, StoreError, "holds data that is not bankgraph's: give it a database of its own (NEO4J_DATABASE)"
    for part in MEMORY:
        yield part, StoreError, "has too little memory to do this at once: nothing was changed, do it in parts"
    for part in ENDED:
        yield part, StoreError, "ended this early, by order or for its time limit: nothing was changed, try again"


def of_a_users_query(error: Neo4jError) -> QueryError | None:
    """What to say of a query that Neo4j refused, ended or did not understand."""
    code = error.code or ""
    message = error.message or code
    if any(part in code for part in MEMORY):
        return QueryError("the query needs more memory than one query may use: ask for less at once", "budget")
    if any(part in code for part in ENDED):
        return QueryError("the query used up its time before the first row: ask for less at once", "budget")
    if "AccessMode" in code or "Security.Forbidden" in code or "ExternalResourceFailed" in code:
        return QueryError(
            f"the query would write, or leave the graph: {_first_line(message)}", "refused", *place(error)
        )
    if "DatabaseError" in code:
        return QueryError(f"Neo4j itself failed at this query ({_first_line(message)}): put it more simply", "wrong")
    if "ClientError" in code and "Security" not in code:
        return QueryError(message if len(message) <= LONGEST else f"{message[:LONGEST]} ...", "wrong", *place(error))
    return None


def place(error: Neo4jError) -> tuple[int | None, int | None]:
    """Line and column, from 1, that Neo4j names: of a query's mistake, or of the cause of it."""
    inner: BaseException | None = error
    while isinstance(inner, (Neo4jError, GqlError)):
        at = inner.diagnostic_record.get("_position")
        if isinstance(at, dict) and at.get("line", 0) > 0:
            return at["line"], at["column"]
        inner = inner.__cause__
    found = _PLACE.search(error.message or "")
    return (int(found[1]), max(1, int(found[2]))) if found else (None, None)


def reason(error: BaseException) -> str:
    """The first line of the innermost cause: the driver wraps what really happened several times."""
    inner: BaseException | None = error
    while inner is not None:
        error = inner
        inner = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error.__cause__
    if isinstance(error, SSLError):
        return f"the address asks for encryption, and there is none to be had: {error.strerror or error}"
    text = getattr(error, "message", None) or getattr(error, "strerror", None) or str(error)
    return _first_line(str(text)) or type(error).__name__


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
