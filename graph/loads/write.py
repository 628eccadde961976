"""Planned changes, written in the transaction that is at hand, and the graph's state with them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.digest import moved
from graph.errors import StoreAway, StoreError
from graph.loads.changes import Changes
from graph.loads.known import Transaction, chunks
from graph.statements import (
    change_nodes,
    change_relationships,
    create_nodes,
    create_relationships,
    delete_nodes,
    delete_relationships,
)

_STEP = """
MATCH (s:GraphState {id: 'state'}) SET s.steps = coalesce(s.steps, s.loads, 0) + 1
RETURN s.digest AS digest, s.steps AS step
"""
_MOVE = "MATCH (s:GraphState {id: 'state'}) SET s.digest = $digest"


def begin_step(tx: Transaction, behind: int | None = None) -> tuple[str, int]:
    """The digest before, and the number of this step; nobody else writes until the transaction ends.

    Raises ``StoreAway`` where the step was planned to follow the one with the number ``behind``, and another has
    come between: when Neo4j goes away, the turn is lost.
    """
    row = tx.run(_STEP).single()
    if row is None:
        raise StoreError("the graph has not been set up: open it with Store.open")
    if behind is not None and row["step"] != behind + 1:
        raise StoreAway(
            "Neo4j went away, and another load or undo began before this one could go on: do the same again"
        )
    return str(row["digest"]), int(row["step"])


def write(tx: Transaction, changes: Changes, before: str, step: Callable[[int], None]) -> str:
    """Write the changes; the digest afterwards. ``step`` hears of each portion how many rows it had."""
    for statement, rows in _statements(changes):
        for part in chunks(rows):
            tx.run(statement, rows=part).consume()
            step(len(part))
    digest = moved(before, changes.digest)
    tx.run(_MOVE, digest=digest).consume()
    return digest


def size_of(changes: Changes) -> int:
    """The number of rows to write."""
    return sum(len(rows) for _, rows in _statements(changes))


def _statements(changes: Changes) -> list[tuple[str, Sequence[Mapping[str, Any] | str]]]:
    return [
        *((create_nodes(labels), rows) for labels, rows in changes.new_nodes.items()),
        *((change_nodes(label), rows) for label, rows in changes.changed_nodes.items()),
        *((create_relationships(*ends), rows) for ends, rows in changes.new_lines.items()),
        *((change_relationships(*ends), rows) for ends, rows in changes.changed_lines.items()),
        *((delete_relationships(*ends), rows) for ends, rows in changes.gone_lines.items()),
        *((delete_nodes(label), rows) for label, rows in changes.gone_nodes.items()),
    ]
