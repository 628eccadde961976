"""Loads in steps that end in the middle, disks that are full, and more mistakes than anyone reads."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import small
from small import THINGS, batch, observation

from graph.errors import InputError
from graph.records import Batch
from graph.store import Store

FACTS = [observation(value=n, year=2020 + n % 5) for n in range(40)]


class Ended(Exception):
    """Stands for what ends a load."""


def after(steps: int) -> Callable[[str, int, int], None]:
    """Ends a load once it has been told of so many steps of writing."""
    seen = []

    def step(what: str, _done: int, _total: int) -> None:
        seen.append(what)
        if seen.count("write") > steps:
            raise Ended

    return step


@pytest.fixture
def unfinished(empty: Store) -> tuple[Store, Batch, str]:
    """A store with a load that ended after some steps, what it was to bring, and its id."""
    everything = batch(*THINGS, *FACTS)
    said: list[str] = []
    with pytest.raises(Ended):
        empty.load(everything, after(6), say=said.append, at_once=8)
    load = empty.loads()[0]["load"]
    assert said == [
        f"Load {load} is not finished: load the same again to complete it, or take it back with bankgraph undo {load}."
    ]
    return empty, everything, load


def test_an_unfinished_load_is_listed_as_one_and_the_graph_is_whole(unfinished: tuple[Store, Batch, str]) -> None:
    store, _, load = unfinished
    listed = store.loads()[0]
    assert (listed["load"], listed["state"], listed["read"], listed["new"]) == (load, "unfinished", 40, None)
    facts = store.connection.read("MATCH (f:Fact) RETURN count(f) AS n")[0]["n"]
    assert 0 < facts < 40
    assert store.check().problems == []


def test_the_same_load_again_completes_it_with_the_receipt_of_the_whole(unfinished: tuple[Store, Batch, str]) -> None:
    store, everything, load = unfinished
    receipt = store.load(everything, at_once=8)
    assert (receipt.load, receipt.read, receipt.new, receipt.known) == (load, 40, 40, 0)
    assert receipt.entities_new == len(THINGS)
    assert [one["state"] for one in store.loads()] == ["done"]
    assert store.loads()[0]["digest"] == store.version() == receipt.digest
    again = store.load(everything)
    assert (again.new, again.known, again.digest) == (0, 40, receipt.digest)


def test_another_load_is_none_that_completes_it(unfinished: tuple[Store, Batch, str]) -> None:
    store, everything, load = unfinished
    other = store.load(Batch(everything.records, [small.FileRead("other", "1" * 64, 1)]))
    assert other.load != load
    assert [one["state"] for one in store.loads()] == ["done", "unfinished"]
    assert store.undo(load).held.keys() == {other.load}
    assert store.check().problems == []


def test_an_unfinished_load_can_be_undone(unfinished: tuple[Store, Batch, str]) -> None:
    store, everything, load = unfinished
    store.undo(load)
    assert store.check().nodes == {}
    assert store.load(everything).new == 40


def test_an_undo_that_ended_in_the_middle_goes_on(empty: Store) -> None:
    receipt = empty.load(batch(*THINGS, *FACTS))

    def end(_what: str, done: int, _total: int) -> None:
        if done >= 20:
            raise Ended

    with pytest.raises(Ended):
        empty.undo(receipt.load, end, at_once=10)
    assert empty.loads()[0]["state"] == "undoing"
    assert empty.check().problems == []
    undone = empty.undo(receipt.load, at_once=10)
    assert (undone.withdrawn, undone.entities_withdrawn) == (40, len(THINGS))
    assert empty.check().nodes == {}


FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
from graph.loads.spool import Adding, Spool
from graph.errors import BankgraphError
spool = Spool("CREATE TABLE t (a TEXT)")
adding = Adding(spool, "t", 1)
try:
    for n in range(200_000):
        adding.add("x" * 1000)
except BankgraphError as error:
    sys.exit(str(error))
"""


def test_a_full_disk_is_said_with_what_to_do(repository: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL_DISK], capture_output=True, text=True, cwd=repository, timeout=60)
    assert "cannot be kept in" in done.stderr
    assert "let TMPDIR name another folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_of_two_hundred_thousand_mistakes_a_hundred_are_named_in_little_memory(empty: Store) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wrong = observation(year=1)
    with pytest.raises(InputError) as raised:
        empty.load(Batch(wrong for _ in range(200_000)))
    assert str(raised.value) == "nothing was loaded: 200000 mistakes, of which the first 100 are named"
    assert len(raised.value.mistakes) == 100
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "in kB"
    assert empty.loads() == []
