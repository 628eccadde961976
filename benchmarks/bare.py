"""The bare driver: a graph read into files, and made again from them by UNWIND CREATE alone."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import neo4j
import orjson

from graph.connection import Server
from graph.schema import LABELS, RELATIONSHIPS

BATCH = 10_000
_TYPES = "|".join(sorted({r.type for r in RELATIONSHIPS}))
_NODES = "MATCH (n:{label}) RETURN labels(n) AS labels, properties(n) AS p"
_LINES = """
MATCH (a:{label})-[r:{types}]->(b) RETURN type(r) AS type, [l IN labels(b) WHERE l IN $labels][0] AS end,
a.id AS a, b.id AS b, properties(r) AS p
"""
_CREATE_NODES = "UNWIND $rows AS row CREATE (n:{labels}) SET n = row"
# The hints keep Neo4j from planning a scan while its statistics still say that the graph is empty.
_CREATE_LINES = """
UNWIND $rows AS row
MATCH (a:{start} {{id: row.a}}) USING INDEX a:{start}(id)
MATCH (b:{end} {{id: row.b}}) USING INDEX b:{end}(id)
CREATE (a)-[r:{type}]->(b) SET r = row.p
"""


@dataclass
class Spool:
    """Rows for statements, in files: each line is a batch. Statements come in the order of their first row."""

    folder: Path
    files: dict[str, Path] = field(default_factory=dict)
    rows: int = 0
    _waiting: dict[str, list[bytes]] = field(default_factory=dict)

    def add(self, statement: str, row: Any) -> None:
        self.files.setdefault(statement, self.folder / f"{len(self.files)}.jsonl")
        waiting = self._waiting.setdefault(statement, [])
        waiting.append(orjson.dumps(row))
        self.rows += 1
        if len(waiting) == BATCH:
            self._write(statement)

    def end(self) -> None:
        """Write what is not yet a whole batch."""
        for statement in [*self._waiting]:
            self._write(statement)

    def batches(self) -> Iterator[tuple[str, list[Any]]]:
        for statement, path in self.files.items():
            with path.open("rb") as lines:
                for line in lines:
                    yield statement, orjson.loads(line)

    def _write(self, statement: str) -> None:
        with self.files[statement].open("ab") as file:
            file.write(b"[%b]\n" % b",".join(self._waiting.pop(statement)))


def read(server: Server, folder: Path) -> Spool:
    """All nodes and relationships that people see, as rows to create them by."""
    spool = Spool(folder)
    with _driver(server) as driver, driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
        for label in LABELS:
            for row in session.run(_NODES.format(label=label)):
                spool.add(_CREATE_NODES.format(labels=":".join(row["labels"])), row["p"])
        for label in LABELS:
            for row in session.run(_LINES.format(label=label, types=_TYPES), labels=LABELS):
                statement = _CREATE_LINES.format(type=row["type"], start=label, end=row["end"])
                spool.add(statement, {"a": row["a"], "b": row["b"], "p": row["p"]})
    spool.end()
    return spool


def create(server: Server, spool: Spool) -> tuple[float, float]:
    """Make them all; the seconds that the driver and Neo4j took for it, and the processor's for the driver alone."""
    took, busy = 0.0, 0.0
    with _driver(server) as driver, driver.session() as session:
        for statement, rows in spool.batches():
            begun, begun_busy = time.perf_counter(), time.process_time()
            session.run(statement, rows=rows).consume()
            took += time.perf_counter() - begun
            busy += time.process_time() - begun_busy
    return took, busy


def count(server: Server) -> int:
    """How many nodes and relationships there are, those of bankgraph's own bookkeeping left out."""
    counts = [f"MATCH (:{label}) RETURN count(*) AS n" for label in LABELS]
    counts.append(f"MATCH ()-[:{_TYPES}]->() RETURN count(*) AS n")
    with _driver(server) as driver:
        return sum(driver.execute_query(text).records[0]["n"] for text in counts)


def _driver(server: Server) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(server.uri, auth=(server.username, server.password))
