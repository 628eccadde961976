"""The example into an empty, running store, and again; beside it the bare driver creating the same elements."""

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import loaders
from benchmarks.table import Measured, seconds, show
from graph.connection import Connection, Server
from graph.local import Local, use
from graph.statements import create_nodes, create_relationships
from graph.store import Store

Rows = dict[str, list[Any]]
_WIPE = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS"
_NODES = (
    "MATCH (n) WHERE n.id IS NOT NULL AND NOT n:Load AND NOT n:GraphState "
    "RETURN labels(n) AS labels, properties(n) AS p"
)
_KINDS = "['Observation', 'Trend']"
_LINES = (
    "MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p, "
    f"[l IN labels(a) WHERE NOT l IN {_KINDS}][0] AS la, [l IN labels(b) WHERE NOT l IN {_KINDS}][0] AS lb"
)


def main() -> None:
    with tempfile.TemporaryDirectory() as home, use(Local(Path(home) / "data")) as address:
        server = Server(address.uri, address.username, address.password)
        store = Store.open(server)
        try:
            show("The example (1,357 facts) into a running store", measure(store))
        finally:
            store.close()


def measure(store: Store) -> list[Measured]:
    first = seconds(lambda: load(store))
    statements = elements(store.connection)
    wipe(store)
    warm = seconds(lambda: load(store))
    again = seconds(lambda: load(store))
    store.connection.define(_WIPE)
    bare = seconds(lambda: create(store.connection, statements))
    store.connection.define(_WIPE)
    create(store.connection, statements)
    reading = seconds(lambda: elements(store.connection))
    beside = "bare driver, UNWIND CREATE of the same elements"
    return [
        Measured("into an empty store just started", first, beside, bare),
        Measured("into an empty store, warm", warm, beside, bare),
        Measured("again, unchanged", again, "bare driver, reading the same elements", reading),
    ]


def load(store: Store) -> None:
    store.load(loaders.read([loaders.EXAMPLE]))


def wipe(store: Store) -> None:
    store.connection.define(_WIPE)
    store.connection.define(f"CREATE (:GraphState {{id: 'state', digest: '{'0' * 32}', format: 1}})")


def elements(connection: Connection) -> Rows:
    rows: Rows = defaultdict(list)
    for row in connection.read(_NODES):
        rows[create_nodes(tuple(row["labels"]))].append(row["p"])
    for row in connection.read(_LINES):
        rows[create_relationships(row["t"], row["la"], row["lb"])].append({"a": row["a"], "b": row["b"], "p": row["p"]})
    return rows


def create(connection: Connection, statements: Rows) -> None:
    def work(tx: Any) -> None:
        for statement, rows in statements.items():
            tx.run(statement, rows=rows).consume()

    connection.in_write(work)


if __name__ == "__main__":
    main()
