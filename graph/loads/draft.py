"""What a load brings, on disk: as it was read, as it will be, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.elements import Key
from graph.loads.spool import Adding, Spool
from graph.records import Place

_TABLES = (
    # As it was read. A record whose form is wrong is only in `bad`.
    "CREATE TABLE entity (seq INTEGER PRIMARY KEY, label TEXT, id TEXT, file TEXT, line INTEGER, columns BLOB)",
    "CREATE TABLE fact (seq INTEGER PRIMARY KEY, file TEXT, line INTEGER, columns BLOB)",
    # Why a record is not loaded: one row a reason; `look` is the id that nobody bears, `labels` of what.
    "CREATE TABLE bad (seq INTEGER, file TEXT, line INTEGER, what TEXT, kind TEXT, row TEXT, reason TEXT, "
    "labels TEXT, look TEXT, late INTEGER)",
    # As it will be: one row an entity, one a claim.
    "CREATE TABLE thing (label TEXT, id TEXT, rank INTEGER, properties BLOB, before BLOB, changed INTEGER, "
    "PRIMARY KEY (label, id)) WITHOUT ROWID",
    "CREATE TABLE claim (seq INTEGER PRIMARY KEY, id TEXT, bank TEXT, kind TEXT, columns BLOB)",
)
_INDEXES = (
    "CREATE INDEX entity_key ON entity (label, id, seq)",
    "CREATE INDEX bad_seq ON bad (seq)",
    "CREATE INDEX bad_look ON bad (labels, look)",
)
_RECORDS = "SELECT seq, file, line, columns FROM entity WHERE label = ?"
IN = 500
"""So many values stand in one IN list."""


@dataclass(frozen=True, slots=True)
class Read:
    """A record as it was read: its number, its place, its columns."""

    seq: int
    place: Place
    columns: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity as it will be, united with what the graph has; ``before`` is that, if anything."""

    key: Key
    properties: dict[str, Any]
    before: dict[str, Any] | None

    def __iter__(self) -> Iterator[Any]:
        return iter((self.key, self.properties, self.before))


class Draft:
    """The tables of one load."""

    def __init__(self) -> None:
        self.spool = Spool(*_TABLES)
        self.new_entity = Adding(self.spool, "entity", 6)
        self.new_fact = Adding(self.spool, "fact", 4)
        self.new_bad = Adding(self.spool, "bad", 10)
        self.new_thing = Adding(self.spool, "thing", 6)
        self.new_claim = Adding(self.spool, "claim", 5)

    def close(self) -> None:
        """Give memory and disk back."""
        self.spool.close()

    def settled(self) -> None:
        """Everything has been read."""
        for adding in (self.new_entity, self.new_fact, self.new_bad):
            adding.flush()
        for statement in _INDEXES:
            self.spool.run(statement)

    def begin_again(self) -> None:
        """Forget what was made of the records: only what was read stays."""
        for table in ("thing", "claim"):
            self.spool.run(f"DELETE FROM {table}")
        self.spool.run("DELETE FROM bad WHERE late")

    def entities(self, label: str, *, good: bool = False) -> Iterator[Read]:
        """The records of one label, those of one entity together; where ``good``, only what is to be loaded."""
        yield from self._read(f"{_RECORDS} {_good(good)} ORDER BY id, seq", label)

    def records_of(self, keys: Sequence[Key]) -> Iterator[tuple[Key, dict[str, Any]]]:
        """The records that are to be loaded of some entities, as they were read."""
        for label, ids in by_label(keys).items():
            for some in portions(ids):
                which = f"{_RECORDS} AND id IN ({marks(some)}) {_good(True)} ORDER BY id, seq"
                for read in self._read(which, label, *some):
                    yield Key(label, read.columns["id"]), read.columns

    def mend(self, seq: int, columns: Mapping[str, Any]) -> None:
        """An entity's record with names made ids."""
        self.spool.run("UPDATE entity SET columns = ? WHERE seq = ?", (packed(columns), seq))

    def facts(self) -> Iterator[Read]:
        """The facts as they were read."""
        yield from self._read("SELECT seq, file, line, columns FROM fact ORDER BY seq")

    def entities_by_id(self, label: str, ids: Sequence[str], *, good: bool = False) -> Iterator[Read]:
        """The records of some entities of a label; where ``good``, only what is to be loaded."""
        for some in portions(dict.fromkeys(ids)):
            yield from self._read(f"{_RECORDS} AND id IN ({marks(some)}) {_good(good)}", label, *some)

    def left_out(self) -> Iterator[tuple[str, str]]:
        """Label and id of each entity of which all records hold mistakes."""
        yield from self.spool.rows(
            "SELECT label, id FROM entity GROUP BY label, id HAVING min(seq IN (SELECT seq FROM bad)) = 1"
        )

    def twins(self, id_: str) -> Iterator[Read]:
        """The claims of one id, as long as there are several."""
        yield from self._read("SELECT seq, '', 0, columns FROM claim WHERE id = ? ORDER BY seq", id_)

    def _read(self, statement: str, *values: str) -> Iterator[Read]:
        for seq, file, line, columns in self.spool.rows(statement, values):
            yield Read(seq, Place(file, line), orjson.loads(columns))

    def brings(self, label: str, ids: Iterable[str]) -> set[str]:
        """Those of ``ids`` that records of ``label`` bear."""
        return self._of("SELECT DISTINCT id FROM entity WHERE label = ? AND id IN", label, ids)

    def spoiled(self, label: str, ids: Iterable[str]) -> set[str]:
        """Those of ``ids`` that a record bears which is wrong in itself."""
        return self._of("SELECT DISTINCT look FROM bad WHERE NOT late AND labels = ? AND look IN", label, ids)

    def _of(self, statement: str, label: str, ids: Iterable[str]) -> set[str]:
        return {
            row[0] for some in portions(ids) for row in self.spool.rows(f"{statement} ({marks(some)})", (label, *some))
        }

    def things(self, label: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The properties as they will be of those of ``ids`` that the load brings."""
        return {
            id_: orjson.loads(properties)
            for some in portions(ids)
            for id_, properties in self.spool.rows(
                f"SELECT id, properties FROM thing WHERE label = ? AND id IN ({marks(some)})", (label, *some)
            )
        }

    def things_of(self, label: str, *, changed: bool = False) -> Iterator[Thing]:
        """All entities of a label, roots of copies first; where ``changed``, those that the graph has otherwise."""
        which = "AND changed" if changed else ""
        statement = f"SELECT id, properties, before FROM thing WHERE label = ? {which} ORDER BY rank, id"
        for id_, properties, before in self.spool.rows(statement, (label,)):
            yield Thing(Key(label, id_), orjson.loads(properties), orjson.loads(before) if before else None)

    def claims(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Id and columns of each claim, those of one bank together."""
        for id_, columns in self.spool.rows("SELECT id, columns FROM claim ORDER BY bank, id"):
            yield id_, orjson.loads(columns)

    def count(self, table: str) -> int:
        """The number of rows of a table."""
        return int(self.spool.one(f"SELECT count(*) FROM {table}"))


def by_label(keys: Iterable[Key]) -> dict[str, list[str]]:
    """The ids by their label."""
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(key.label, []).append(key.id)
    return found


def portions(ids: Iterable[str]) -> Iterator[list[str]]:
    """Ids in the portions that one statement of SQLite takes."""
    all_of = list(ids)
    for at in range(0, len(all_of), IN):
        yield all_of[at : at + IN]


def marks(values: Sequence[Any]) -> str:
    """As many question marks."""
    return ", ".join("?" * len(values))


def _good(good: bool) -> str:
    return "AND seq NOT IN (SELECT seq FROM bad)" if good else ""


def packed(value: Mapping[str, Any]) -> bytes:
    """Columns or properties as they lie in the draft."""
    return orjson.dumps(value)
