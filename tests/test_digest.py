"""The digest: what moves it, what does not, and that a graph changed behind our back is noticed."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import THINGS, batch, deployment, launch, observation, trend

from graph.digest import EMPTY, hash_node, hash_relationship, left_out, moved
from graph.elements import Key, Node, Relationship
from graph.store import Store

NUMBERS = st.integers(0, 2**128 - 1)


def h(label: str = "Bank", id_: str = "x", **properties: Any) -> int:
    return hash_node(Node(Key(label, id_), properties))


def r(type_: str = "LAUNCHED", start: str = "a", end: str = "b", **properties: Any) -> int:
    return hash_relationship(Relationship(type_, Key("Bank", start), Key("Initiative", end), properties))


@given(numbers=st.lists(NUMBERS, max_size=8), data=st.data())
def test_the_sum_does_not_depend_on_order(numbers: list[int], data: st.DataObject) -> None:
    digest = other = EMPTY
    for number in numbers:
        digest = moved(digest, number)
    for number in data.draw(st.permutations(numbers)):
        other = moved(other, number)
    assert digest == other == moved(EMPTY, sum(numbers))
    for number in numbers:
        digest = moved(digest, -number)
    assert digest == EMPTY


@given(number=NUMBERS)
def test_a_digest_is_32_hex_digits(number: int) -> None:
    assert len(moved(EMPTY, number)) == len(moved(EMPTY, -number)) == 32
    assert moved(moved(EMPTY, number), -number) == EMPTY


def test_everything_people_see_of_a_node_moves_it() -> None:
    one = h(name="A", aliases=["a", "b"], year=2024, value=1.5)
    assert h(year=2024, aliases=["a", "b"], value=1.5, name="A") == one, "the order of properties does not"
    others = {
        h(name="B", aliases=["a", "b"], year=2024, value=1.5),
        h(name="A", aliases=["b", "a"], year=2024, value=1.5),
        h(name="A", aliases=["a", "b"], year=2025, value=1.5),
        h(name="A", aliases=["a", "b"], year=2024, value=1.6),
        h(name="A", aliases=["a", "b"], year=2024),
        h("Vendor", name="A", aliases=["a", "b"], year=2024, value=1.5),
        h("Bank", "y", name="A", aliases=["a", "b"], year=2024, value=1.5),
    }
    assert len(others | {one}) == 8


def test_null_is_no_property() -> None:
    assert h(name="A", hq=None) == h(name="A")


def test_marks_and_what_is_derived_do_not_move_it() -> None:
    assert h(name="A", pinyin=["a"], load="L") == h(name="A", pinyin=["b"], load="M") == h(name="A")
    assert left_out("Fact") == left_out("Year") == {"load", "kept"}
    assert left_out("Bank") == {"load", "kept", "pinyin", "spellings"}
    assert left_out("Metric") == {"load", "kept", "pinyin", "spellings", "aliases"}


def test_everything_of_a_relationship_moves_it() -> None:
    hashes = [
        r(), r("SERVES"), r(start="c"), r(end="c"), r(start="b", end="a"), r(sources=1), r(sources=2),
        r(facts=["f1"]), r(facts=["f1", "f2"]), h(),
    ]  # fmt: skip
    assert len(set(hashes)) == len(hashes)


@pytest.fixture(scope="module")
def _loaded() -> list[str]:
    return []


@pytest.fixture
def sound(opened: Store, _loaded: list[str], request: pytest.FixtureRequest) -> Iterator[Store]:
    """A small graph as loads left it; what a test does to it is undone by loading afresh."""
    if not _loaded or opened.version() != _loaded[0] or opened.check().problems:
        store = request.getfixturevalue("wiped")()
        everything = batch(*THINGS, observation(), launch(models=["r1"]), deployment(), trend())
        _loaded[:] = [store.load(everything).digest]
    return opened


def test_a_graph_as_loads_left_it_has_no_problem(sound: Store) -> None:
    found = sound.check()
    assert (found.problems, found.digest) == ([], sound.version())
    assert found.nodes == {
        "Bank": 2, "BankGroup": 1, "Vendor": 1, "AIModel": 1, "BusinessArea": 1, "Metric": 2, "Initiative": 1,
        "Source": 2, "Year": 1, "Fact": 4,
    }  # fmt: skip
    assert found.relationships == {
        "ABOUT": 8, "STATED_IN": 4, "IN_YEAR": 5, "REPORTED": 1, "MEASURES": 1, "LAUNCHED": 1, "DEPLOYED": 1, "USES": 1,
        "MADE_BY": 1, "COPY_OF": 1, "MEMBER_OF": 1,
    }  # fmt: skip
    assert found.as_json() == {
        "digest": found.digest, "nodes": found.nodes, "relationships": found.relationships, "problems": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "CREATE (:Bank {id: 'new', name: 'New'})",
        "CREATE (:Vendor)",
        "MATCH (a:BusinessArea) DETACH DELETE a",
        "MATCH (b:Bank {id: 'bob'}) SET b.name = 'Bank of Nanjing'",
        "MATCH (b:Bank {id: 'bob'}) REMOVE b.name_zh",
        "MATCH (b:Bank {id: 'bob'}) SET b.rating = 'AAA'",
        "MATCH (o:Observation) SET o.value = o.value + 1",
        "MATCH (o:Observation) SET o.value = toInteger(o.value)",
        "MATCH (f:Fact {kind: 'initiative'}) SET f.evidence_zh = '…'",
        "MATCH (o:Observation) REMOVE o:Observation",
        "MATCH (f:Fact {kind: 'deployment'}) SET f:Trend",
        "MATCH (b:Bank {id: 'bob'}) SET b:Favourite",
        "MATCH (:Bank)-[r:LAUNCHED]->() DELETE r",
        "MATCH (:Bank)-[r:LAUNCHED]->() SET r.sources = 2",
        "MATCH (:Bank)-[r:LAUNCHED]->() SET r.note = 'x'",
        "MATCH (b:Bank)-[:LAUNCHED]->(i) CREATE (b)-[:LAUNCHED]->(i)",
        "MATCH (b:Bank {id: 'icbc'}), (m:AIModel) CREATE (b)-[:DEPLOYED]->(m)",
        "MATCH (f:Fact)-[r:STATED_IN]->(s) WITH f, r, s LIMIT 1 DELETE r CREATE (s)-[:STATED_IN]->(f)",
        "MATCH (y:Year) SET y.value = 2025",
    ],
)
def test_a_change_behind_our_back_is_noticed(sound: Store, change: str) -> None:
    kept = sound.version()
    sound.connection.define(change)
    found = sound.check()
    assert found.problems == [
        f"the graph has been changed outside of bankgraph: its digest is {found.digest}, loads left {kept}; "
        "restore a backup, or load the data into an empty graph"
    ]
    assert found.digest != kept


@pytest.mark.parametrize(
    "change",
    [
        "CREATE (:Load {id: 'x', number: 99, receipt: '{}', state: 'done'})",
        "MATCH (p:LoadPart) DELETE p",
        "MATCH (f:Fact) SET f.load = 'another'",
        "MATCH (b:Bank) SET b.pinyin = ['x']",
        "MATCH (s:GraphState) SET s.remark = 'x'",
        "CREATE (:Bookmark {name: 'somebody else keeps this beside it'})",
    ],
)
def test_bookkeeping_is_no_part_of_it(sound: Store, change: str) -> None:
    before = sound.check()
    sound.connection.define(change)
    assert sound.check() == before


def test_a_kept_digest_that_is_wrong_or_lost_is_noticed(sound: Store) -> None:
    found = sound.check()
    sound.connection.define(f"MATCH (s:GraphState) SET s.digest = '{'f' * 32}'")
    assert sound.check().problems != []
    sound.connection.define(f"MATCH (s:GraphState) SET s.digest = '{found.digest}'")
    assert sound.check() == found


def test_the_check_says_how_far_it_is(sound: Store) -> None:
    steps: list[tuple[str, int, int]] = []
    sound.check(lambda *step: steps.append(step))
    assert [step[1] for step in steps] == list(range(len(steps)))
    assert {step[0] for step in steps} == {"check"}
    assert {step[2] for step in steps} == {len(steps)}
