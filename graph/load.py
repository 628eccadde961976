"""A load: a batch written whole or not at all, with a receipt."""

import json
import secrets
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from graph.changes import Changes
from graph.connection import Connection
from graph.digest import EMPTY, moved
from graph.errors import InputError, StoreError
from graph.intake import MOST_MISTAKES, Intake, take_in
from graph.known import Known, Transaction, chunks
from graph.plan import Plan, plan
from graph.records import Batch, FileRead
from graph.statements import (
    change_nodes,
    change_relationships,
    create_nodes,
    create_relationships,
    delete_relationships,
)

Progress = Callable[[str, int, int], None]
"""Called with what is done now, how much of it is done, and how much there is."""

_LOCK = "MATCH (s:GraphState {id: 'state'}) SET s.writer = $load RETURN s.digest AS digest"
_FINISH = """
MATCH (s:GraphState {id: 'state'}) SET s.digest = $digest, s.loads = coalesce(s.loads, 0) + 1 REMOVE s.writer
CREATE (:Load {id: $load, number: s.loads, time: $time, state: 'done', receipt: $receipt})
"""
_PART = "UNWIND $rows AS row CREATE (:LoadPart {load: row.load, holds: row.holds, part: row.part, data: row.data})"
_LOADS = "MATCH (l:Load) RETURN l.receipt AS receipt, l.state AS state ORDER BY l.number DESC"
_PART_SIZE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a load did. ``read`` = ``new`` + ``known`` + ``rejected``, in facts."""

    load: str
    time: str
    files: tuple[FileRead, ...]
    read: int
    new: int
    known: int
    rejected: int
    entities_new: int
    entities_changed: int
    evidence_differing: int
    kinds: Mapping[str, Mapping[str, int]]
    digest: str

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the fields."""
        return asdict(self)


def load(connection: Connection, batch: Batch, progress: Progress) -> Receipt:
    """Write ``batch`` in one transaction.

    Raises ``InputError`` with every mistake, up to ``MOST_MISTAKES``; the graph is then untouched.
    """
    started = datetime.now(UTC)
    id_ = f"{started:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"

    def work(tx: Transaction) -> Receipt:
        before = _lock(tx, id_)
        progress("check", 0, len(batch.records))
        known = Known(tx, empty=before == EMPTY)
        intake = take_in(known, batch)
        if intake.mistakes:
            raise InputError(*_in_words(intake))
        progress("check", len(batch.records), len(batch.records))
        made = plan(known, intake, id_)
        digest = moved(before, made.changes.digest)
        _write(tx, made.changes, progress)
        _keep(tx, id_, intake, made)
        receipt = _receipt(id_, started, batch, intake, made, digest)
        tx.run(
            _FINISH,
            load=id_,
            time=receipt.time,
            digest=digest,
            receipt=json.dumps(receipt.as_json(), ensure_ascii=False),
        )
        return receipt

    return connection.in_write(work)


def loads(connection: Connection) -> list[dict[str, Any]]:
    """The receipts of all loads, the newest first, each with its ``state``."""
    return [{**json.loads(row["receipt"]), "state": row["state"]} for row in connection.read(_LOADS)]


def _lock(tx: Transaction, load_id: str) -> str:
    """Wait until no other load writes; the digest before this one."""
    row = tx.run(_LOCK, load=load_id).single()
    if row is None:
        raise StoreError("the graph has not been set up: open it with Store.open")
    return str(row["digest"])


def _in_words(intake: Intake) -> tuple[str, Sequence[str]]:
    count = len(intake.mistakes)
    shown = [str(mistake) for mistake in intake.mistakes[:MOST_MISTAKES]]
    more = f", of which the first {MOST_MISTAKES} are named" if count > MOST_MISTAKES else ""
    return f"nothing was loaded: {count} mistake{'s' if count > 1 else ''}{more}", shown


def _write(tx: Transaction, changes: Changes, progress: Progress) -> None:
    steps: list[tuple[str, Sequence[Mapping[str, Any]]]] = [
        *((create_nodes(labels), rows) for labels, rows in changes.new_nodes.items()),
        *((change_nodes(label), rows) for label, rows in changes.changed_nodes.items()),
        *((create_relationships(*ends), rows) for ends, rows in changes.new_lines.items()),
        *((change_relationships(*ends), rows) for ends, rows in changes.changed_lines.items()),
        *((delete_relationships(*ends), rows) for ends, rows in changes.gone_lines.items()),
    ]
    done, total = 0, sum(len(rows) for _, rows in steps)
    for statement, rows in steps:
        for part in chunks(rows):
            tx.run(statement, rows=part).consume()
            done += len(part)
            progress("write", done, total)


def _keep(tx: Transaction, load_id: str, intake: Intake, made: Plan) -> None:
    """Keep what undo will need: entity records as brought, facts repeated, texts displaced."""
    entities = ({"label": key.label, "record": record} for key, e in intake.entities.items() for record in e.brought)
    kept: dict[str, Iterable[Mapping[str, Any]]] = {
        "entities": entities, "repeated": made.repeated, "displaced": made.displaced,
    }  # fmt: skip
    rows = []
    for holds, records in kept.items():
        lines = [orjson.dumps(record) for record in records]
        for part, at in enumerate(range(0, len(lines), _PART_SIZE)):
            data = zlib.compress(b"\n".join(lines[at : at + _PART_SIZE]), 6)
            rows.append({"load": load_id, "holds": holds, "part": part, "data": data})
    tx.run(_PART, rows=rows).consume()


def _receipt(load_id: str, time: datetime, batch: Batch, intake: Intake, made: Plan, digest: str) -> Receipt:
    read, new = sum(intake.read.values()), len(made.new_facts)
    kinds = {
        kind: {
            "read": count,
            "new": made.new_by_kind.get(kind, 0),
            "known": count - made.new_by_kind.get(kind, 0),
        }
        for kind, count in sorted(intake.read.items())
    }
    return Receipt(
        load=load_id,
        time=time.isoformat(timespec="seconds"),
        files=tuple(batch.files),
        read=read,
        new=new,
        known=read - new,
        rejected=0,
        entities_new=made.entities_new,
        entities_changed=made.entities_changed,
        evidence_differing=len(intake.reworded.union(made.reworded)),
        kinds=kinds,
        digest=digest,
    )
