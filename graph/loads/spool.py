"""Tables on disk for as long as one load or undo lasts, so that memory stays flat however much there is."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from graph.errors import BankgraphError

_CACHE = 16_000
"""In KiB; what is beyond goes to a temporary file, which the system removes even after a kill."""
_PORTION = 2_000


class Spool:
    """A private SQLite database without a name. Raises ``BankgraphError`` where the disk is full."""

    def __init__(self, *definitions: str) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            f"PRAGMA cache_size = -{_CACHE}",
            "BEGIN",
            *definitions,
        ):
            self.run(statement)

    def close(self) -> None:
        """Give memory and disk back."""
        self._db.close()

    def run(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement for its effect."""
        with _told():
            self._db.execute(statement, values)

    def add(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row."""
        with _told():
            self._db.executemany(statement, rows)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """The rows of a query, a portion at a time; tables may be written to meanwhile."""
        with _told():
            cursor = self._db.execute(statement, values)
            while rows := cursor.fetchmany(_PORTION):
                yield from rows

    def one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row; ``None`` where there is no row."""
        row = next(self.rows(statement, values), None)
        return None if row is None else row[0]


class Adding:
    """Rows for one table, kept until there are enough to be worth a statement."""

    def __init__(self, spool: Spool, table: str, columns: int) -> None:
        self._spool = spool
        self._statement = f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"
        self._rows: list[Sequence[Any]] = []

    def add(self, *row: Any) -> None:
        """One row more."""
        self._rows.append(row)
        if len(self._rows) >= _PORTION:
            self.flush()

    def flush(self) -> None:
        """Write what is left."""
        if self._rows:
            rows, self._rows = self._rows, []
            self._spool.add(self._statement, rows)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if not any(word in str(error) for word in ("full", "disk", "open")):
            raise
        raise BankgraphError(
            f"what is loaded cannot be kept in {tempfile.gettempdir()} meanwhile ({error}): nothing more was written; "
            "make room there, or let TMPDIR name another folder, and do the same again"
        ) from error
