"""A dry run says what a load would do, to the digest, and writes nothing."""

from dataclasses import replace

import pytest
import small
from small import THINGS, batch, launch, observation

from graph.errors import InputError
from graph.records import Batch
from graph.store import Store


def nodes(store: Store) -> list[dict[str, int]]:
    return store.connection.read("MATCH (n) RETURN count(n) AS n")


@pytest.mark.parametrize("at_once", [100, 10_000])
def test_it_says_what_the_load_then_does(empty: Store, example_batch: Batch, at_once: int) -> None:
    records = list(example_batch.records)
    empty.load(Batch([*(r for r in records if r.what != "fact"), *(r for r in records if r.what == "fact")][:1500]))
    before = (empty.version(), empty.loads(), nodes(empty))
    dry = empty.load(example_batch, dry_run=True, at_once=at_once)
    assert (empty.version(), empty.loads(), nodes(empty)) == before
    assert dry.new > 0
    wet = empty.load(example_batch, at_once=at_once)
    assert replace(dry, load=wet.load, time=wet.time, dry_run=False) == wet
    assert empty.version() == dry.digest


def test_into_an_empty_graph(empty: Store, example_batch: Batch) -> None:
    dry = empty.load(example_batch, dry_run=True, at_once=70)
    assert (dry.read, dry.new, dry.entities_new, dry.dry_run) == (1357, 1357, 1075, True)
    assert empty.loads() == []
    assert empty.load(example_batch).digest == dry.digest


def test_texts_copies_and_fillings_are_foreseen(empty: Store) -> None:
    empty.load(
        batch(*THINGS, small.source("two"), launch(), launch(source="two"), observation(evidence="The z is said so."))
    )
    more = batch(
        small.source("two", copy_of="report"),
        small.bank("bob", name="Bank of Beijing", hq="Beijing"),
        observation(evidence="The a is said so."),
        launch(source="repost"),
    )
    dry = empty.load(more, dry_run=True)
    wet = empty.load(more)
    assert replace(dry, load=wet.load, time=wet.time, dry_run=False) == wet
    assert (wet.new, wet.known, wet.evidence_differing, wet.entities_changed) == (1, 1, 1, 2)


def test_mistakes_are_named_as_by_a_load(empty: Store) -> None:
    with pytest.raises(InputError, match="nothing was loaded: 1 mistake"):
        empty.load(batch(*THINGS, observation(year=1)), dry_run=True)


def test_bad_rows_are_counted_and_written_nowhere(empty: Store) -> None:
    def never(_lines: object) -> None:
        pytest.fail("a dry run writes no file")

    dry = empty.load(batch(*THINGS, observation(year=1), observation()), dry_run=True, reject=never)
    assert (dry.new, dry.rejected, len(dry.mistakes)) == (1, 1, 1)
