"""Queries with which Neo4j goes on though their time is over.

Neo4j looks at its clock between rows. Within one expression it does not: a ``reduce`` over a billion numbers, or a
pattern that a text nearly fits, keeps a processor, and a list that such an expression makes fills the memory that
all share, until it is through. No plan tells how long that will be. So whoever gives up on a query looks whether it
ended; where it did not in time, bankgraph's own Neo4j is ended and starts again, as after a crash: a few seconds
away, nothing lost. On a server of the user's it is only logged.
"""

import logging
import threading
import time
from collections.abc import Callable

from neo4j.exceptions import ClientError

from graph.connection import TICKET, Connection
from graph.errors import BankgraphError

GRACE = 5.0
"""Seconds that an ended query may take to end."""
_STEP, _LOOK, _WAIT = 0.5, 1.0, 2.0
_LISTED = f"SHOW TRANSACTIONS YIELD metaData, currentQuery WHERE metaData.{TICKET} = $ticket RETURN currentQuery"
_MOST_LOST = 100
"""Of those that Neo4j 5.26 leaves behind where it ran out of stack: they cost it a number and no more."""
_log = logging.getLogger("bankgraph.graph")


class Runaways:
    """Sees to it that what was given up ends. ``end(began)`` ends a Neo4j that was started before then."""

    def __init__(self, connection: Connection, end: Callable[[float], None] | None = None) -> None:
        self._connection = connection
        self._end = end
        self._threads: list[threading.Thread] = []
        self._lost: set[str] = set()

    def watch(self, ticket: str, began: float) -> None:
        """Look from now on whether this query ends. Returns at once."""
        looking = threading.Thread(target=self._look, args=(ticket, began), name="runaway", daemon=True)
        self._threads = [*(thread for thread in self._threads if thread.is_alive()), looking]
        looking.start()

    def settle(self) -> None:
        """Wait until nothing that was given up goes on, or was ended with its Neo4j."""
        for thread in self._threads:
            thread.join()

    def _look(self, ticket: str, began: float) -> None:
        deadline = time.monotonic() + GRACE
        while self._goes_on(ticket):
            if time.monotonic() < deadline:
                time.sleep(_STEP)
                continue
            _log.warning("a query goes on in Neo4j though its time is over (%s = %s)", TICKET, ticket)
            if self._end is not None:
                self._end(began)
            return

    def _goes_on(self, ticket: str) -> bool:
        """Whether it is, or may be, still at work."""
        try:
            with self._connection.streaming(_LOOK, _WAIT, users_query=False) as transaction:
                found = [str(row["currentQuery"]) for row in transaction.run(_LISTED, ticket=ticket)]
        except (BankgraphError, ClientError):
            return True  # a Neo4j whose memory is full does not even answer this
        if found and not any(found):
            self._lost.add(ticket)
        return any(found) or len(self._lost) > _MOST_LOST
