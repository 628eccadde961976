"""Constraints and indexes are there as the schema declares them, and look-ups use them."""

from graph.schema import ENTITIES, LABELS
from graph.store import Store


def test_every_id_is_unique_within_its_label(example: Store) -> None:
    found = example.connection.read("SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties WHERE type = 'UNIQUENESS'")
    assert {row["labelsOrTypes"][0] for row in found if row["properties"] == ["id"]} >= {*LABELS, "Load", "GraphState"}


def test_every_property_that_the_schema_calls_indexed_has_an_index_of_its_own(example: Store) -> None:
    text = "SHOW INDEXES YIELD type, labelsOrTypes, properties, state WHERE type = 'TEXT' RETURN *"
    found = {(row["labelsOrTypes"][0], *row["properties"]): row["state"] for row in example.connection.read(text)}
    declared = {(entity.label, p.name) for entity in ENTITIES for p in entity.properties if p.indexed}
    assert found == dict.fromkeys(declared, "ONLINE")


def test_a_name_is_found_by_its_index(example: Store) -> None:
    for text in ("MATCH (n:Bank {name: $name}) RETURN n", "MATCH (n:AIModel {family: $name}) RETURN n"):
        plan = example.connection.in_read(lambda tx, text=text: tx.run(f"EXPLAIN {text}", name="x").consume().plan)
        assert "NodeIndexSeek" in str(plan)
