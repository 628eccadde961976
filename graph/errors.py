"""What can go wrong, in the words of whoever must mend it.

    BankgraphError
    ├── InputError          the input is wrong: a file, an argument, a parameter
    │   ├── UnknownName     an id or name that the graph does not hold
    │   └── QueryError      a Cypher query that is wrong, would write, or is over its budget
    └── StoreError          Neo4j cannot be used: not installed, too old, another password
        └── StoreAway       ... and may be back: not reachable now

Anything else that is raised is a bug, and stays a traceback.
"""

from collections.abc import Sequence
from typing import Literal


class BankgraphError(Exception):
    """Says where, what was found, what was expected, and what to do."""


class InputError(BankgraphError):
    """The input is wrong; ``mistakes`` names each one with its place."""

    def __init__(self, message: str, mistakes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.mistakes = tuple(mistakes)


class UnknownName(InputError):
    """Nothing of that id or name; ``near`` holds what may have been meant, the nearest first."""

    def __init__(self, message: str, near: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.near = tuple(near)


class QueryError(InputError):
    """A user's query that was not answered.

    ``why``: ``wrong`` (Neo4j does not understand it), ``refused`` (it would write or leave
    the graph), ``budget`` (it used up its time or memory before the first row), ``ended`` (by
    whoever asked, before its answer). ``line`` and ``column`` count from 1, where Neo4j names a place.
    """

    def __init__(
        self,
        message: str,
        why: Literal["wrong", "refused", "budget", "ended"],
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.why = why
        self.line = line
        self.column = column


class StoreError(BankgraphError):
    """Neo4j cannot be used as it is set up."""


class StoreAway(StoreError):
    """Neo4j does not answer now."""
