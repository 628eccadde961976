"""Opening a store: what it needs is set up where it lacks, by whoever comes; newer graphs are left alone."""

import threading
from collections.abc import Iterator

import pytest

from graph.connection import Server
from graph.errors import StoreError
from graph.records import Batch
from graph.statements import SEARCH_INDEX, definitions
from graph.store import FORMAT, Store


def names(store: Store) -> set[str]:
    return {
        row["name"] for row in store.connection.read("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")
    }


@pytest.fixture
def bare(empty: Store) -> Iterator[Store]:
    """A database without any of our constraints and indexes."""
    constraints = empty.connection.read("SHOW CONSTRAINTS YIELD name RETURN name")
    for row in constraints:
        empty.connection.define(f"DROP CONSTRAINT {row['name']}")
    for name in names(empty):
        empty.connection.define(f"DROP INDEX {name}")
    assert names(empty) == set()
    yield empty
    empty.load(Batch([]))


def test_several_may_open_it_at_once_for_the_first_time(bare: Store, server: Server) -> None:
    bare.connection.define("MATCH (s:GraphState) DELETE s")
    stores: list[Store] = []
    threads = [threading.Thread(target=lambda: stores.append(Store.open(server))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores) == 4
    for store in stores:
        store.close()
    assert names(bare) == {name for name, _ in definitions()}
    assert bare.connection.read("MATCH (s:GraphState) RETURN count(s) AS n") == [{"n": 1}]
    bare.connection.define("MATCH (s:GraphState) SET s.tests = true")
    assert not bare.connection.read("SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN name")


def test_what_is_missing_is_set_up_again_by_the_next_load(opened: Store) -> None:
    opened.connection.define(f"DROP INDEX {SEARCH_INDEX}")
    opened.load(Batch([]))
    assert names(opened) == {name for name, _ in definitions()}


def test_a_graph_of_a_newer_bankgraph_is_left_alone(bare: Store, server: Server) -> None:
    bare.connection.define(f"MATCH (s:GraphState) SET s.format = {FORMAT + 1}")
    with pytest.raises(StoreError) as raised:
        Store.open(server)
    bare.connection.define(f"MATCH (s:GraphState) SET s.format = {FORMAT}")
    assert str(raised.value) == (
        f"the graph was written by a newer bankgraph (format {FORMAT + 1}, this one reads up to {FORMAT}): "
        "update bankgraph, or use another data folder or database"
    )
    assert names(bare) == set(), "nothing was set up in it"


def test_other_peoples_data_that_stands_in_the_way(bare: Store, server: Server) -> None:
    bare.connection.define("CREATE (:Bank {id: 'x'}), (:Bank {id: 'x'})")
    with pytest.raises(StoreError) as raised:
        bare.load(Batch([]))
    bare.connection.define("MATCH (b:Bank) DELETE b")
    assert str(raised.value) == (
        f"Neo4j at {server.uri} holds data that is not bankgraph's: give it a database of its own (NEO4J_DATABASE)"
    )
