"""What Neo4j answers, as plain values."""

import math
from collections.abc import Iterator
from typing import Any

import pytest

from graph.ask import Budget
from graph.elements import Key, Node, Relationship
from graph.store import Store


@pytest.fixture
def pair(empty: Store) -> Iterator[Store]:
    """Two banks, one that launched an initiative, and a node and a line of somebody else."""
    empty.connection.define(
        "CREATE (:Bank {id: 'a', name: 'A'})-[:LAUNCHED {facts: ['f1'], sources: 1}]->"
        "(:Initiative {id: 'i', load: 'L'}), "
        "(:Fact:Observation {id: 'f1', load: 'L', name: 'x'})-[:ABOUT]->(:Elsewhere {name: 'nameless'})"
    )
    yield empty
    empty.connection.define("MATCH (n) WHERE n:Bank OR n:Initiative OR n:Fact OR n:Elsewhere DETACH DELETE n")


def value_of(store: Store, expression: str, match: str = "", **parameters: Any) -> Any:
    return store.ask(f"{match} RETURN {expression} AS x", parameters, Budget()).rows[0][0]


@pytest.mark.parametrize(
    ("expression", "plain"),
    [
        ("null", None),
        ("true", True),
        ("1", 1),
        ("9223372036854775807", 2**63 - 1),
        ("1.5", 1.5),
        ("'北京 \\u0000 \\n'", "北京 \x00 \n"),
        ("[1, [2, {a: [null]}]]", [1, [2, {"a": [None]}]]),
        ("{a: {b: 1}}", {"a": {"b": 1}}),
        ("date('2025-05-13')", "2025-05-13"),
        ("datetime('2025-05-13T08:00:00+08:00')", "2025-05-13T08:00:00.000000000+08:00"),
        ("localtime('10:30')", "10:30:00.000000000"),
        ("duration('P1M2DT3H')", "P1M2DT3H"),
        ("[duration('PT1S')]", ["PT1S"]),
        ("point({x: 1, y: 2})", [1.0, 2.0]),
    ],
)
def test_values_come_as_plain_ones(opened: Store, expression: str, plain: object) -> None:
    assert value_of(opened, expression) == plain


def test_what_is_no_number_stays_none(opened: Store) -> None:
    assert math.isnan(value_of(opened, "0.0 / 0.0"))
    assert value_of(opened, "$x", x=math.inf) == math.inf


def test_bytes_come_as_hex(opened: Store) -> None:
    assert value_of(opened, "$x", x=b"\x00\xff") == "00ff"


def test_a_node_bears_its_own_label_and_id_and_no_marks(pair: Store) -> None:
    assert value_of(pair, "n", "MATCH (n:Observation)") == Node(Key("Fact", "f1"), {"id": "f1", "name": "x"})
    assert value_of(pair, "n", "MATCH (n:Initiative)") == Node(Key("Initiative", "i"), {"id": "i"})


def test_a_node_without_id_is_told_by_neo4js_own(pair: Store) -> None:
    node = value_of(pair, "n", "MATCH (n:Elsewhere)")
    assert node.key.label == "Elsewhere"
    assert node.key.id == value_of(pair, "elementId(n)", "MATCH (n:Elsewhere)")


def test_the_ends_of_a_lone_relationship_are_looked_up(pair: Store) -> None:
    launched = Relationship("LAUNCHED", Key("Bank", "a"), Key("Initiative", "i"), {"facts": ["f1"], "sources": 1})
    assert value_of(pair, "r", "MATCH ()-[r:LAUNCHED]->()") == launched
    assert value_of(pair, "r", "MATCH (a)<-[r:LAUNCHED]-(b)") == launched
    assert value_of(pair, "{deep: [r]}", "MATCH ()-[r:LAUNCHED]->()") == {"deep": [launched]}


def test_a_path_is_its_nodes_and_relationships_in_turn(pair: Store) -> None:
    found = value_of(pair, "p", "MATCH p = (:Initiative)<-[:LAUNCHED]-(:Bank)")
    assert [type(part) for part in found] == [Node, Relationship, Node]
    assert [str(part.key) for part in found if isinstance(part, Node)] == ["Initiative:i", "Bank:a"]
    assert (found[1].start, found[1].end) == (Key("Bank", "a"), Key("Initiative", "i"))
    assert value_of(pair, "p", "MATCH p = (:Bank)") == [Node(Key("Bank", "a"), {"id": "a", "name": "A"})]


def test_equal_elements_are_equal_and_can_be_gathered(pair: Store) -> None:
    match = "MATCH (n:Bank)"
    assert {value_of(pair, "n", match), value_of(pair, "n", match)} == {value_of(pair, "n", match)}
