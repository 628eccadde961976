"""What the graph holds already: asked before a load writes anything."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import neo4j

from graph.facts import text_columns
from graph.schema import FACTS
from graph.sources import SourceOrigin
from graph.statements import read_nodes, read_relationships

T = TypeVar("T")
CHUNK = 5_000
Basis = tuple[str, int | None]
"""What a summary needs of a fact: its source, its year."""
Transaction = neo4j.ManagedTransaction

_FACT_MARKS = ("id", "load", *sorted({column for kind in FACTS for column in text_columns(kind)}))
_NAMES = ("id", "name", "name_zh", "aliases", "ticker", "bank")
_BASES = """
UNWIND $ids AS id MATCH (f:Fact {id: id}) USING INDEX f:Fact(id)
RETURN f.id AS f, f.source AS source, f.year AS year
"""
_FACTS_OF_SOURCES = "UNWIND $ids AS id MATCH (s:Source {id: id})<-[:STATED_IN]-(f:Fact) RETURN f {.*} AS f"
_COPIES = "UNWIND $ids AS id MATCH (s:Source {id: id})<-[:COPY_OF*0..]-(copy:Source) RETURN DISTINCT copy.id AS id"


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """``rows`` in portions that one statement takes well."""
    for at in range(0, len(rows), CHUNK):
        yield rows[at : at + CHUNK]


class Known:
    """The graph before a load. An empty one is not asked: a first load starts on a Neo4j still cold."""

    def __init__(self, tx: Transaction, *, empty: bool) -> None:
        self._tx = tx
        self._empty = empty

    def nodes(self, label: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The properties of those nodes of ``label`` that there are, by id."""
        return self._read(read_nodes(label), ids)

    def fact_texts(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """First load and texts of those facts that there are, by id."""
        return self._read(read_nodes("Fact", _FACT_MARKS), ids)

    def ids(self, label: str, ids: Iterable[str]) -> set[str]:
        """Those of ``ids`` that nodes of ``label`` bear."""
        return set(self._read(read_nodes(label, ("id",)), ids))

    def names(self, label: str) -> Iterable[neo4j.Record]:
        """Id and names of all nodes of a label, and whose they are."""
        return self._run(f"MATCH (n:{label}) RETURN {', '.join(f'n.{p} AS {p}' for p in _NAMES)}")

    def all_nodes(self, label: str) -> dict[str, dict[str, Any]]:
        """All nodes of a label by id; for labels of which there are few."""
        return {row["n"]["id"]: row["n"] for row in self._run(f"MATCH (n:{label}) RETURN n {{.*}} AS n")}

    def relationships(
        self, type_: str, start: str, end: str, pairs: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], dict[str, Any]]:
        """The properties of those relationships between ``pairs`` of ids that there are."""
        statement = read_relationships(type_, start, end)
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for part in chunks(pairs):
            rows = [{"a": a, "b": b} for a, b in part]
            found |= {(row["a"], row["b"]): row["p"] for row in self._run(statement, rows=rows)}
        return found

    def bases(self, ids: Iterable[str]) -> dict[str, Basis]:
        """Source and year of each fact."""
        found: dict[str, Basis] = {}
        for part in chunks(sorted(ids)):
            found |= {row["f"]: (row["source"], row["year"]) for row in self._run(_BASES, ids=part)}
        return found

    def facts_of_sources(self, sources: Iterable[str]) -> list[dict[str, Any]]:
        """The properties of all facts that rest on ``sources``."""
        return [row["f"] for part in chunks(sorted(sources)) for row in self._run(_FACTS_OF_SOURCES, ids=part)]

    def copies_of(self, sources: Iterable[str]) -> set[str]:
        """``sources`` and whatever copies them, however far."""
        return {row["id"] for part in chunks(sorted(sources)) for row in self._run(_COPIES, ids=part)}

    def origins(self, ids: Iterable[str], brought: Mapping[str, SourceOrigin]) -> dict[str, SourceOrigin]:
        """Origins of ``ids`` and of all that they copy; ``brought`` holds what the load itself brings."""
        found: dict[str, SourceOrigin] = {}
        wanted = set(ids)
        while wanted:
            found |= {id_: brought[id_] for id_ in wanted if id_ in brought}
            for id_, node in self.nodes("Source", wanted - found.keys()).items():
                found[id_] = SourceOrigin(node.get("copy_of"), node.get("reliability"))
            wanted = {o.copy_of for o in found.values() if o.copy_of} - found.keys()
        return found

    def _read(self, statement: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for part in chunks(sorted(ids)):
            found |= {row["n"]["id"]: row["n"] for row in self._run(statement, ids=part)}
        return found

    def _run(self, statement: str, **parameters: Any) -> Iterable[neo4j.Record]:
        return () if self._empty else self._tx.run(statement, parameters)
