"""One writer at a time: loads and undos take turns, for as long as each lasts."""

from collections.abc import Callable
from typing import TypeVar

from graph.connection import Connection
from graph.loads.known import Transaction

T = TypeVar("T")
_TAKE = "MERGE (t:LoadTurn {id: 'turn'}) SET t.load = $load"
_SOON = 0.5


def in_turn(connection: Connection, load: str, work: Callable[[Transaction], T], say: Callable[[str], None]) -> T:
    """Do ``work`` when no other load or undo runs; its transaction is what the others wait for.

    The lock is Neo4j's own and ends with the transaction, so that a killed load leaves none behind. It may
    last longer than Neo4j lets transactions last by default.
    """
    if not connection.may_write_soon(_TAKE, _SOON, load=load):
        say("Another load or undo is running: this one waits until it has ended.")

    def taken(tx: Transaction) -> T:
        tx.run(_TAKE, load=load).consume()
        return work(tx)

    return connection.in_write(taken, unlimited=True)
