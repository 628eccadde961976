"""A load or an undo that ends after any of its writes, and the same again: the receipt is that of one undisturbed."""

from collections.abc import Callable
from typing import Any

import pytest
import small
from small import THINGS, batch, deployment, launch, observation

from graph.connection import Connection
from graph.errors import StoreAway
from graph.records import Batch, FileRead
from graph.store import Store

EARLIER = [observation(value=n, year=2020, evidence=f"{'!' if n % 2 else '~'} The report says {n}.") for n in range(6)]
OWN = [observation(value=n, year=2020, evidence=f"The report says {n}.") for n in range(12)]
TWICE = [observation(value=n, year=2020, evidence=f"The report says {n} again.") for n in (1, 2, 8)]
NAMED = [launch(initiative="i0", year=None), deployment(initiative="i1"), launch(initiative="i1", areas=["risk"])]
THINGS_MORE = [
    small.initiative("i0"), small.initiative("i1"), small.bank("icbc", name="ICBC", type="state-owned", hq="Beijing"),
]  # fmt: skip
LATER = [*OWN[9:], *NAMED[:2], observation(value=99)]


class Ended(Exception):
    """Stands for a kill."""


@pytest.fixture
def ends_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Ends whatever writes in steps after so many of its writes."""
    real = Connection.in_write

    def ends_after(writes: int) -> None:
        left = writes

        def in_write(self: Connection, work: Callable[[Any], Any], *, unlimited: bool = False) -> Any:
            nonlocal left
            if unlimited:  # holds the turn
                return real(self, work, unlimited=True)
            if left == 0:
                monkeypatch.setattr(Connection, "in_write", real)
                raise Ended
            left -= 1
            return real(self, work)

        monkeypatch.setattr(Connection, "in_write", in_write)

    return ends_after


def other(records: list[Any], name: str) -> Batch:
    """A load that no other is the same as."""
    made = batch(*records)
    return Batch(made.records, [FileRead(name, f"{name:0>64}", len(made.records))])


def first(store: Store) -> Batch:
    """Load what is there before, and give what is loaded then."""
    store.load(other([*THINGS, *EARLIER], "1"))
    return other([*THINGS_MORE, *OWN, *TWICE, *NAMED], "2")


def said(receipt: Any) -> dict[str, Any]:
    return {name: value for name, value in receipt.as_json().items() if name not in ("load", "time", "undone")}


def test_a_load(wiped: Callable[[], Store], ends_after: Callable[[int], None]) -> None:
    store = wiped()
    right = said(store.load(first(store), at_once=8))
    assert (right["new"], right["known"], right["entities_new"], right["entities_changed"]) == (9, 9, 2, 1)
    assert right["evidence_differing"] == 7
    for writes in range(100):
        store = wiped()
        brought = first(store)
        ends_after(writes)
        try:
            receipt = store.load(brought, at_once=8)
        except Ended:
            receipt = store.load(brought, at_once=8)
        else:
            break
        assert said(receipt) == right, f"after {writes} writes"
        assert [load["state"] for load in store.loads()] == ["done", "done"]
    assert writes > 8
    assert store.check().problems == []


def test_an_undo(wiped: Callable[[], Store], ends_after: Callable[[int], None]) -> None:
    def loaded() -> tuple[Store, str]:
        store = wiped()
        load = store.load(first(store), at_once=2).load
        store.load(other(LATER, "3"))
        return store, load

    store, load = loaded()
    right, graph = said(store.undo(load, at_once=2)), store.check()
    assert (right["withdrawn"], sorted(right["held"].values()), right["entities_kept"]) == (4, [5, 6], 2)
    for writes in range(100):
        store, again = loaded()
        ends_after(writes)
        try:
            undone = store.undo(again, at_once=2)
        except Ended:
            undone = store.undo(again, at_once=2)
        else:
            break
        assert shape(undone) == shape(right), f"after {writes} writes"
        assert store.check() == graph
    assert writes > 12


def shape(undone: Any) -> dict[str, Any]:
    """What an undo did, without the ids of loads."""
    told = dict(undone) if isinstance(undone, dict) else said(undone)
    return {**told, "held": sorted(told["held"].values())}


def test_what_is_planned_is_not_written_over_what_another_load_wrote_when_neo4j_had_gone(
    wiped: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The turn ends with its transaction: a step that is written later meets the steps of who had it next."""
    store = wiped()
    store.load(other(THINGS, "1"))
    real, between = Connection.in_write, iter([False, False, True])

    def in_write(self: Connection, work: Callable[[Any], Any], *, unlimited: bool = False) -> Any:
        if not unlimited and next(between, False):
            real(self, lambda tx: tx.run("MATCH (s:GraphState) SET s.steps = s.steps + 1").consume())
        return real(self, work, unlimited=unlimited)

    monkeypatch.setattr(Connection, "in_write", in_write)
    with pytest.raises(StoreAway, match="another load or undo began before this one could go on: do the same again"):
        store.load(other(OWN, "2"), at_once=2)
    assert store.load(other(OWN, "2"), at_once=2).new == len(OWN)
    assert store.check().problems == []


@pytest.mark.parametrize("verb", ["load", "undo"])
def test_what_is_written_whole_is_acknowledged_though_the_turn_is_lost(
    wiped: Callable[[], Store], monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    store = wiped()
    load = store.load(other([*THINGS, *OWN], "1"), at_once=2).load
    real = Connection.in_write

    def in_write(self: Connection, work: Callable[[Any], Any], *, unlimited: bool = False) -> Any:
        done = real(self, work, unlimited=unlimited)
        if unlimited:
            raise StoreAway("Neo4j went away while it wrote")
        return done

    monkeypatch.setattr(Connection, "in_write", in_write)
    if verb == "load":
        assert store.load(other(EARLIER, "2"), at_once=2).known == len(EARLIER)
    else:
        assert store.undo(load, at_once=2).withdrawn == len(OWN)
    said: list[str] = []
    with pytest.raises(StoreAway):
        store.load(other([*THINGS, *EARLIER], "3"), say=said.append)
    assert said == [], "one transaction leaves nothing unfinished"
