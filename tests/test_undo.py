"""Undo: facts are handed over or withdrawn, and the graph is as the loads that stay would have made it."""

import pytest
import small
from small import THINGS, batch, launch, observation

from graph.digest import EMPTY
from graph.errors import InputError, UnknownName
from graph.records import Batch, Record
from graph.store import Store


def sound(store: Store) -> bool:
    return store.check().problems == []


def test_the_only_load_undone_leaves_an_empty_graph(empty: Store) -> None:
    receipt = empty.load(batch(*THINGS, observation(), launch(models=["r1"], areas=["risk"], vendors=["huawei"])))
    undone = empty.undo(receipt.load)
    assert (undone.withdrawn, undone.held, undone.entities_withdrawn) == (2, {}, len(THINGS))
    assert (undone.digest, empty.version()) == (EMPTY, EMPTY)
    assert empty.check().nodes == {}
    assert [(load["load"], load["state"], load["undone"]) for load in empty.loads()] == [
        (receipt.load, "undone", undone.undone)
    ]


def test_facts_that_another_load_repeats_are_handed_over(empty: Store) -> None:
    first = empty.load(batch(*THINGS, observation(), observation(value=7)))
    second = empty.load(batch(*THINGS, observation()))
    undone = empty.undo(first.load)
    assert (undone.withdrawn, undone.held, undone.entities_withdrawn) == (1, {second.load: 1}, 0)
    assert empty.connection.read("MATCH (f:Fact) RETURN f.load AS load") == [{"load": second.load}]
    assert sound(empty)
    assert empty.undo(second.load).digest == EMPTY


def test_the_text_of_the_undone_load_goes_and_those_of_the_others_come_back(empty: Store) -> None:
    texts = ["Middle one is this.", "A first one is this.", "Middle one is this.", None]
    loads = [empty.load(batch(*THINGS, observation(evidence_zh=text))) for text in texts]
    assert shown(empty) == "A first one is this."
    empty.undo(loads[1].load)
    assert shown(empty) == "Middle one is this."
    empty.undo(loads[0].load)
    assert shown(empty) == "Middle one is this."
    empty.undo(loads[2].load)
    assert shown(empty) is None
    assert sound(empty)


def shown(store: Store) -> str | None:
    found = store.connection.read("MATCH (f:Fact) RETURN f.evidence_zh AS text")[0]["text"]
    return None if found is None else str(found)


def test_what_a_load_filled_in_or_added_to_an_entity_goes_with_it(empty: Store) -> None:
    empty.load(batch(*THINGS, small.bank("x", aliases=["b"])))
    before = empty.version()
    more = empty.load(batch(small.bank("x", hq="Xi'an", aliases=["a", "b"])))
    assert empty.version() != before
    assert empty.undo(more.load).entities_changed == 1
    assert empty.version() == before
    assert sound(empty)


def test_an_entity_that_a_staying_fact_names_stays_until_that_goes(empty: Store) -> None:
    things = empty.load(batch(*THINGS))
    facts = empty.load(batch(observation(initiative="jingzhi")))
    undone = empty.undo(things.load)
    kept = {row["id"] for row in empty.connection.read("MATCH (n) WHERE n.kept IS NOT NULL RETURN n.id AS id")}
    assert kept == {"bob", "staff", "report", "jingzhi"}
    assert (undone.entities_kept, undone.entities_withdrawn) == (4, len(THINGS) - 4)
    assert sound(empty)
    assert empty.undo(facts.load).digest == EMPTY
    assert empty.check().nodes == {}


def test_a_load_that_brings_a_kept_entity_says_alone_what_it_is(empty: Store) -> None:
    things = empty.load(batch(*THINGS, small.bank("x", hq="Xi'an", aliases=["a"])))
    empty.load(batch(observation(bank="x")))
    empty.undo(things.load)
    empty.load(batch(*THINGS, small.bank("x", aliases=["c"])))
    bank = empty.connection.read("MATCH (b:Bank {id: 'x'}) RETURN b {.*} AS b")[0]["b"]
    assert (bank.get("hq"), bank["aliases"], bank.get("kept")) == (None, ["c"], None)
    assert sound(empty)


def test_sources_are_counted_again_when_a_copy_is_none_any_more(empty: Store) -> None:
    empty.load(batch(*THINGS, small.source("one"), small.source("two"), launch(source="one"), launch(source="two")))
    before = empty.version()
    copy = empty.load(batch(small.source("two", copy_of="one")))
    assert sources(empty) == 1
    empty.undo(copy.load)
    assert (sources(empty), empty.version()) == (2, before)
    assert sound(empty)


def sources(store: Store) -> int:
    found = store.connection.read("MATCH (:Bank)-[l:LAUNCHED]->() RETURN l.sources AS n")
    return int(found[0]["n"])


def test_years_without_facts_go(empty: Store) -> None:
    empty.load(batch(*THINGS, launch(year=2023)))
    later = empty.load(batch(launch(year=2025)))
    empty.undo(later.load)
    assert empty.connection.read("MATCH (y:Year) RETURN y.id AS id") == [{"id": "2023"}]
    assert empty.connection.read("MATCH (:Bank)-[l:LAUNCHED]->() RETURN l.last_year AS y") == [{"y": 2023}]
    assert sound(empty)


def test_an_undone_load_can_be_loaded_again(empty: Store) -> None:
    records = batch(*THINGS, observation())
    first = empty.load(records)
    empty.undo(first.load)
    again = empty.load(records)
    assert (again.new, again.digest) == (1, first.digest)
    assert again.load != first.load
    assert [load["state"] for load in empty.loads()] == ["done", "undone"]


def test_an_unknown_load_and_one_that_is_undone_already(empty: Store) -> None:
    receipt = empty.load(batch(*THINGS))
    with pytest.raises(UnknownName, match=f"there is no load '{receipt.load[:-1]}': did you mean {receipt.load}?"):
        empty.undo(receipt.load[:-1])
    with pytest.raises(UnknownName, match="there is no load 'x': bankgraph loads lists them"):
        empty.undo("x")
    empty.undo(receipt.load)
    with pytest.raises(InputError, match="has been undone already, at 20"):
        empty.undo(receipt.load)


def test_the_records_of_withdrawn_facts_are_kept(empty: Store) -> None:
    from graph.loads.kept import kept

    receipt = empty.load(batch(*THINGS, observation()))
    fact = empty.connection.read("MATCH (f:Fact) RETURN f.id AS id")[0]["id"]
    empty.undo(receipt.load)
    records = empty.connection.in_read(lambda tx: [one.record for one in kept(tx, "withdrawn", load=receipt.load)])
    assert [(record["id"], record["bank"], record["value"]) for record in records] == [(fact, "bob", 100)]
    again: Batch = batch(*THINGS, Record("fact", records[0], THINGS[0].place))
    assert empty.load(again).digest == receipt.digest


@pytest.mark.parametrize("at_once", [1, 3, 1000])
def test_an_undo_in_steps_ends_in_the_same_graph(empty: Store, example_batch: Batch, at_once: int) -> None:
    records = list(example_batch.records)
    things = [record for record in records if record.what != "fact"]
    facts = [record for record in records if record.what == "fact"][:: 100 if at_once < 9 else 1]
    kept = empty.load(Batch([*things, *facts[::2]]))
    gone = empty.load(Batch(facts))
    undone = empty.undo(gone.load, at_once=at_once)
    assert undone.digest == kept.digest
    assert undone.held == {kept.load: len(facts[::2])}
    assert sound(empty)
