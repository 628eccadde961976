"""What loads keep for undo: lists of records in compressed parts beside the load's node."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from graph.loads.known import Transaction

_WRITE = """
UNWIND $rows AS row
CREATE (:LoadPart {load: row.load, holds: row.holds, part: row.part, step: row.step, data: row.data})
"""
_LIST = """
MATCH (p:LoadPart) WHERE p.holds IN $holds AND ($load IS NULL OR p.load = $load)
MATCH (l:Load {id: p.load})
WITH p, coalesce(p.step, l.number) AS step
RETURN elementId(p) AS e, p.load AS load, p.holds AS holds, step ORDER BY p.load, step, p.part
"""
_DATA = "MATCH (p:LoadPart) WHERE elementId(p) = $e RETURN p.data AS data"
_PART_SIZE = 2_000


def keep(tx: Transaction, load: str, step: int, kept: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    """Keep records of a load, by what they are; ``step`` orders what happened in the graph."""
    rows = []
    for holds, records in kept.items():
        left = iter(records)
        for part, some in enumerate(iter(lambda left=left: [*islice(left, _PART_SIZE)], [])):  # type: ignore[misc]
            data = zlib.compress(b"\n".join(orjson.dumps(record) for record in some), 6)
            rows.append({"load": load, "holds": holds, "part": part, "step": step, "data": data})
    if rows:
        tx.run(_WRITE, rows=rows).consume()


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that a load keeps: what it is, and the step at which it came to be."""

    load: str
    holds: str
    step: int
    record: dict[str, Any]


def kept(tx: Transaction, *holds: str, load: str | None = None) -> Iterator[Kept]:
    """All that is kept of some kinds, by all loads or by one: a part at a time."""
    parts = [row.values() for row in tx.run(_LIST, holds=list(holds), load=load)]
    for element, owner, what, step in parts:
        row = tx.run(_DATA, e=element).single(strict=True)
        for line in zlib.decompress(row["data"]).split(b"\n"):
            yield Kept(owner, what, step, orjson.loads(line))
