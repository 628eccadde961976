"""The reads of the API begin at an index, so that they cost the same in a large graph."""

from collections.abc import Iterator
from typing import Any

import pytest

import cypher
from api.filters import FACT_FILTERS
from api.finding import facts, related, things
from api.lookups import Listing
from api.routes.things import JOINED
from api.things import THINGS, lines
from cypher import NamedQuery, counted, joined, written_out
from graph.store import Store

SCANS = ("AllNodesScan", "NodeByLabelScan", "DirectedAllRelationshipsScan", "RelationshipTypeScan", "CartesianProduct")


def operators(store: Store, query: NamedQuery, given: dict[str, Any]) -> list[str]:
    """The operators of the plan, from the result down."""
    text, values = f"EXPLAIN {query.text}", {p.name: given.get(p.name, p.default) for p in query.parameters}
    plan = store.connection.in_read(lambda tx: tx.run(text, values).consume().plan)

    def walk(node: dict[str, Any]) -> Iterator[str]:
        yield node["operatorType"].partition("@")[0]
        for child in node.get("children", ()):
            yield from walk(child)

    return list(walk(plan))


def check(store: Store, listing: Listing) -> list[str]:
    found = operators(store, listing.which, {**listing.given, "limit": 10})
    whole = operators(store, joined(listing.which, listing.details), {**listing.given, "limit": 10})
    assert not [name for name in (*found, *whole) if any(scan in name for scan in SCANS)], (found, whole)
    return found


@pytest.mark.parametrize("filters", [{}, {"kind": "trend"}, {"year": "2024"}, {"status": "target"}, {"load": "x"}])
def test_facts_come_out_of_an_index_in_their_order(example: Store, filters: dict[str, str]) -> None:
    found = check(example, facts(filters))
    assert "Limit" in found
    assert not {"Sort", "Top", "PartialTop"} & set(found)


@pytest.mark.parametrize("label", [thing.label for thing in THINGS])
def test_things_come_out_of_an_index_in_their_order(example: Store, label: str) -> None:
    found = check(example, things(label, {}))
    assert not {"Sort", "Top", "PartialTop"} & set(found)
    for kind in lines(label):
        check(example, things(label, {kind: "2024"}))


@pytest.mark.parametrize("name", [parameter.name for parameter in FACT_FILTERS if parameter.label])
def test_facts_of_a_thing_begin_at_the_thing(example: Store, name: str) -> None:
    check(example, facts({name: "2024"}))
    check(example, facts({name: "2024", "kind": "trend"}))
    check(example, facts({"id": ("f1", "f2"), name: "2024"}))


@pytest.mark.parametrize(("label", "_last", "other"), JOINED)
def test_what_is_joined_begins_at_the_thing(example: Store, label: str, _last: str, other: str) -> None:
    check(example, related(label, "x", other, {}))


OTHERS = {"thing_names", "counts", "overview", "reported", "load_ids"}


@pytest.mark.parametrize("name", sorted(set(cypher.reads()) - OTHERS))
def test_every_other_read_begins_at_an_index_too(example: Store, name: str) -> None:
    query = written_out(cypher.reads()[name], label="Bank", at="Bank", type="ABOUT")
    found = operators(example, query, {"limit": 10})
    assert not [operator for operator in found if any(scan in operator for scan in SCANS)], found


def test_counting_asks_the_same() -> None:
    listing = facts({"kind": "trend"})
    assert counted(listing.which).text.endswith("RETURN count(*) AS total")
    with pytest.raises(ValueError, match="its last line must be its RETURN"):
        counted(cypher.reads()["facts_whole"])


def test_only_what_fits_together_is_joined() -> None:
    with pytest.raises(ValueError, match="the other begin by unwinding"):
        joined(facts({}).which, cypher.reads()["counts"])
    with pytest.raises(ValueError, match="must give ids"):
        joined(cypher.reads()["copies"], cypher.reads()["facts_whole"])


def test_only_names_are_written_into_a_query() -> None:
    with pytest.raises(ValueError, match="no name of a label"):
        written_out(cypher.reads()["things"], label="Bank) DETACH DELETE (n")
