"""What a later load changes, and that any order and division of loads ends in the same graph."""

import random
import threading
import time
from collections.abc import Callable
from typing import Any

import neo4j
import pytest
import small
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import THINGS, batch, deployment, launch, observation, partnership, trend

from graph.connection import Server
from graph.digest import EMPTY
from graph.errors import InputError, StoreError
from graph.records import Batch, Record
from graph.store import Store


def line(store: Store, type_: str) -> list[dict[str, Any]]:
    """The relationships of a type: ids of both ends, and properties."""
    return store.connection.read(
        f"MATCH (a)-[r:{type_}]->(b) RETURN a.id AS a, b.id AS b, properties(r) AS p ORDER BY a, b"
    )


def node(store: Store, label: str, id_: str) -> dict[str, Any]:
    return dict(store.connection.read(f"MATCH (n:{label} {{id: $id}}) RETURN n {{.*}} AS n", {"id": id_})[0]["n"])


def sound(store: Store) -> bool:
    return store.check().problems == []


def test_a_later_record_fills_what_was_unknown_and_adds_to_lists(empty: Store) -> None:
    empty.load(batch(small.bank("x", aliases=["b"], ticker=None)))
    receipt = empty.load(batch(small.bank("x", aliases=["a", "b"], name_zh="北京", ticker="1.SH", hq=None)))
    assert (receipt.entities_new, receipt.entities_changed) == (0, 1)
    assert node(empty, "Bank", "x") == {
        "id": "x", "name": "x", "name_zh": "北京", "aliases": ["a", "b"], "type": "city", "country": "CN",
        "ticker": "1.SH", "pinyin": ["bei jing", "beijing", "bj"],
        "spellings": ["1", "1sh", "1ss", "a", "b", "beijing", "bj", "sh1", "ss1", "x", "北京"],
    }  # fmt: skip
    assert sound(empty)


def test_a_record_that_says_less_changes_nothing(empty: Store) -> None:
    first = empty.load(batch(small.model("m", aliases=["b"], open_source=False, family="F")))
    receipt = empty.load(batch(small.model("m")))
    assert (receipt.entities_new, receipt.entities_changed, receipt.digest) == (0, 0, first.digest)
    assert node(empty, "AIModel", "m")["open_source"] is False


@pytest.mark.parametrize("orders", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_of_several_texts_the_smallest_is_shown(empty: Store, orders: tuple[int, ...]) -> None:
    texts = [
        {"evidence": "But so it is, they say.", "evidence_zh": None},
        {"evidence": "And so it is, they say.", "evidence_zh": "乙"},
        {"evidence": "Cut it is, they say.", "evidence_zh": "丙", "scope_zh": "全行"},
    ]
    empty.load(batch(*THINGS))
    receipts = [empty.load(batch(observation(**texts[at]))) for at in orders]
    fact = empty.connection.read("MATCH (f:Fact) RETURN f {.evidence, .evidence_zh, .scope_zh} AS f")
    assert fact == [{"f": {"evidence": "And so it is, they say.", "evidence_zh": "丙", "scope_zh": "全行"}}]
    assert [(r.new, r.known, r.evidence_differing) for r in receipts] == [(1, 0, 0), (0, 1, 1), (0, 1, 1)]
    assert sound(empty)


def test_a_text_that_is_only_missing_is_no_other_text(empty: Store) -> None:
    empty.load(batch(*THINGS, observation(evidence_zh="报告如此说。")))
    receipt = empty.load(batch(observation()))
    assert (receipt.known, receipt.evidence_differing) == (1, 0)
    assert empty.connection.read("MATCH (f:Fact) RETURN f.evidence_zh AS zh") == [{"zh": "报告如此说。"}]


def test_one_fact_several_times_in_a_load(empty: Store) -> None:
    receipt = empty.load(
        batch(
            *THINGS,
            observation(evidence="The report says so, b."),
            observation(evidence="The report says so, a.", evidence_zh="甲"),
            observation(value=100.0, evidence="The report says so, b."),
        )
    )
    assert (receipt.read, receipt.new, receipt.known, receipt.evidence_differing) == (3, 1, 2, 1)
    assert receipt.kinds == {"observation": {"read": 3, "new": 1, "known": 2, "rejected": 0}}
    (fact,) = empty.connection.read("MATCH (f:Fact) RETURN f.evidence AS e, f.evidence_zh AS zh, f.value AS v")
    assert fact == {"e": "The report says so, a.", "zh": "甲", "v": 100.0}
    assert sound(empty)


def test_numbers_are_stored_as_what_they_are_worth(empty: Store) -> None:
    first = empty.load(batch(*THINGS, observation(value=-0.0, year=2024.0), launch(year=2025.0)))
    again = empty.load(batch(observation(value=0, year=2024), launch(year=2025)))
    assert (again.known, again.digest) == (2, first.digest)
    found = empty.connection.read(
        "MATCH (f:Fact)-[:IN_YEAR]->(y) RETURN f.value AS v, f.year AS y, y.id AS id ORDER BY y"
    )
    assert [(row["v"], row["y"], row["id"]) for row in found] == [(0.0, 2024, "2024"), (None, 2025, "2025")]
    assert str(found[0]["v"]) == "0.0"
    assert sound(empty)


def test_an_id_as_written_is_kept_with_its_order(empty: Store, example_batch: Batch) -> None:
    written = next(record for record in example_batch.records if record.columns["id"] == "f5008c5fc47cba383")
    empty.load(Batch([r for r in example_batch.records if r.what != "fact"] + [written]))
    fact = node(empty, "Fact", "f5008c5fc47cba383")
    assert fact["groups"] == written.columns["groups"] != sorted(written.columns["groups"])
    assert sound(empty)


def test_years_widen(empty: Store) -> None:
    empty.load(batch(*THINGS, launch(year=2024)))
    assert line(empty, "LAUNCHED")[0]["p"].keys() == {"facts", "sources", "first_year", "last_year"}
    for year, span in ((None, (2024, 2024)), (2026, (2024, 2026)), (2025, (2024, 2026)), (2020, (2020, 2026))):
        empty.load(batch(launch(year=year)))
        (launched,) = line(empty, "LAUNCHED")
        assert (launched["p"]["first_year"], launched["p"]["last_year"]) == span
    assert (len(launched["p"]["facts"]), launched["p"]["sources"]) == (5, 1)
    assert launched["p"]["facts"] == sorted(launched["p"]["facts"])
    assert sound(empty)


def test_years_are_absent_until_one_is_stated(empty: Store) -> None:
    empty.load(batch(*THINGS, launch(year=None)))
    assert line(empty, "LAUNCHED")[0]["p"].keys() == {"facts", "sources"}
    empty.load(batch(launch(year=2024)))
    assert line(empty, "LAUNCHED")[0]["p"]["first_year"] == 2024
    assert sound(empty)


def test_a_copy_adds_no_independent_source_and_a_stranger_does(empty: Store) -> None:
    empty.load(batch(*THINGS, small.source("stranger"), launch()))
    empty.load(batch(launch(source="repost")))
    assert line(empty, "LAUNCHED")[0]["p"]["sources"] == 1
    empty.load(batch(launch(source="stranger")))
    assert line(empty, "LAUNCHED")[0]["p"]["sources"] == 2
    assert sound(empty)


def test_sources_are_counted_again_when_one_turns_out_a_copy(empty: Store) -> None:
    empty.load(
        batch(
            *THINGS, small.source("b"), small.source("c", copy_of="b"),
            launch(models=["r1"]), launch(source="b"), launch(source="c"), deployment(source="b"),
        )
    )  # fmt: skip
    assert line(empty, "LAUNCHED")[0]["p"]["sources"] == 2
    assert line(empty, "DEPLOYED")[0]["p"]["sources"] == 2
    receipt = empty.load(batch(small.source("b", copy_of="report")))
    assert (receipt.read, receipt.entities_changed) == (0, 1)
    assert line(empty, "LAUNCHED")[0]["p"]["sources"] == 1
    assert line(empty, "DEPLOYED")[0]["p"]["sources"] == 1
    assert {(row["a"], row["b"]) for row in line(empty, "COPY_OF")} == {
        ("b", "report"), ("c", "b"), ("repost", "report"),
    }  # fmt: skip
    assert sound(empty)


def test_sources_are_counted_again_when_roots_turn_out_to_be_vendors(empty: Store) -> None:
    empty.load(
        batch(
            *THINGS, small.source("v", reliability="vendor"), small.source("w", reliability=None),
            small.source("x", reliability=None, copy_of="w"), partnership(source="v"), partnership(source="x"),
        )
    )  # fmt: skip
    assert line(empty, "PARTNERED_WITH")[0]["p"]["sources"] == 2
    empty.load(batch(small.source("w", reliability="vendor"), partnership(source="report")))
    (partnered,) = line(empty, "PARTNERED_WITH")
    assert (partnered["p"]["sources"], len(partnered["p"]["facts"])) == (2, 3)
    assert sound(empty)


def test_membership_follows_banks_and_groups_as_they_come(empty: Store) -> None:
    def members() -> set[tuple[str, str]]:
        return {(row["a"], row["b"]) for row in line(empty, "MEMBER_OF")}

    empty.load(batch(small.bank("a"), small.bank("b", type="rural"), small.bank("abroad", country="DE")))
    assert members() == set()
    empty.load(batch(small.group("city", bank_types=["city"]), small.group("listed", banks=["b"])))
    assert members() == {("a", "city"), ("abroad", "city"), ("b", "listed")}
    empty.load(batch(small.bank("late"), small.group("listed", banks=["a", "b"])))
    assert members() == {("a", "city"), ("abroad", "city"), ("late", "city"), ("a", "listed"), ("b", "listed")}
    empty.load(batch(small.group("city", bank_types=["rural"], country="CN")))
    assert members() == {("a", "city"), ("late", "city"), ("b", "city"), ("a", "listed"), ("b", "listed")}
    assert {row["p"]["basis"] for row in line(empty, "MEMBER_OF")} == {"record"}
    assert sound(empty)


def test_a_models_maker_may_become_known_later(empty: Store) -> None:
    empty.load(batch(small.vendor("huawei"), small.model("m")))
    assert line(empty, "MADE_BY") == []
    empty.load(batch(small.model("m", vendor="huawei")))
    assert line(empty, "MADE_BY") == [{"a": "m", "b": "huawei", "p": {"basis": "record"}}]
    assert sound(empty)


@pytest.mark.parametrize("first", ["bank", "vendor", "both"])
def test_a_house_that_is_bank_and_vendor_makes_the_model_as_both(empty: Store, first: str) -> None:
    as_bank, as_vendor, made = small.bank("webank"), small.vendor("webank"), small.model("m", vendor="webank")
    loads = {"bank": [(as_bank, made), (as_vendor,)], "vendor": [(as_vendor, made), (as_bank,)]}
    for records in loads.get(first, [(as_bank, as_vendor, made)]):
        empty.load(batch(*records))
    made_by = empty.connection.read("MATCH (:AIModel)-[:MADE_BY]->(x) RETURN labels(x)[0] AS label ORDER BY label")
    assert [row["label"] for row in made_by] == ["Bank", "Vendor"]
    assert sound(empty)


def test_known_facts_and_things_write_nothing_but_the_load(empty: Store) -> None:
    everything = batch(*THINGS, observation(), launch(models=["r1"]), deployment(), partnership(), trend())
    first = empty.load(everything)
    before = empty.check()
    steps: list[tuple[str, int, int]] = []
    again = empty.load(everything, lambda *step: steps.append(step))
    assert (again.read, again.new, again.known, again.entities_new, again.entities_changed) == (5, 0, 5, 0, 0)
    assert (again.digest, empty.check()) == (first.digest, before)
    assert {step[0] for step in steps} == {"check"}, "nothing is written"


def test_loads_are_listed_the_newest_first(empty: Store) -> None:
    receipts = [empty.load(batch(small.bank(f"b{n}"))) for n in range(4)]
    assert [load["load"] for load in empty.loads()] == [receipt.load for receipt in reversed(receipts)]
    assert {load["state"] for load in empty.loads()} == {"done"}


HARD_TEXTS = [
    "quote \" and ' and ` and \\ and \\u0041 and $x and {a} and //",
    "\U0001f3e6 emoji \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u202ethgir ot tfel\u202c",
    "NUL \x00, bell \x07, \x1b[31m",
    "tab\tline\nend\r",
    " spaces ",
    "x" * 10_000,
    "京" * 10_000,
    "<script>alert(1)</script>",
    "e\u0301 and \u00e9",
    "ﷺ" * 100,
    "\ufeffBOM",
    "\uffff",
]


def test_names_and_texts_come_back_as_they_are(empty: Store) -> None:
    things = [
        small.bank(f"b{n}", name=text, name_zh=text, aliases=[text], hq=text) for n, text in enumerate(HARD_TEXTS)
    ]
    facts = [observation(scope=text[:300], note=text, bank=f"b{n}") for n, text in enumerate(HARD_TEXTS)]
    first = empty.load(batch(*THINGS, *things, *facts))
    for n, text in enumerate(HARD_TEXTS):
        bank = node(empty, "Bank", f"b{n}")
        assert (bank["name"], bank["name_zh"], bank["aliases"], bank["hq"]) == (text, text, [text], text)
    assert {row["note"] for row in empty.connection.read("MATCH (f:Fact) RETURN f.note AS note")} == set(HARD_TEXTS)
    assert empty.connection.read("MATCH (b:Bank {name: $x}) RETURN b.id AS id", {"x": "x" * 10_000}) == [{"id": "b6"}]
    again = empty.load(batch(*THINGS, *reversed(things), *reversed(facts)))
    assert (again.new, again.entities_changed, again.digest) == (0, 0, first.digest)
    assert sound(empty)


# Any order and division of loads.


@pytest.fixture(scope="module")
def two_banks(example_batch: Batch) -> tuple[list[Record], list[Record]]:
    """Entities and facts of the example about two banks and all groups, some with Chinese texts taken out."""
    everything = example_batch.records
    facts = [r for r in everything if r.what == "fact" and r.columns.get("bank") in (None, "bank-of-beijing", "icbc")]
    named = {str(value) for fact in facts for column in fact.columns.values() for value in _each(column)}
    copied = {str(record.columns.get("copy_of")) for record in everything if record.columns["id"] in named}
    makers = {str(record.columns.get("vendor")) for record in everything if record.columns["id"] in named}
    wanted = named | copied | makers
    return [
        r for r in everything if r.what in ("bank", "group") or (r.columns["id"] in wanted and r.what != "fact")
    ], facts


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.fixture(scope="module")
def whole(wiped: Callable[[], Store], two_banks: tuple[list[Record], list[Record]]) -> str:
    """The digest of one load of them all."""
    entities, facts = two_banks
    return wiped().load(Batch([*facts, *entities])).digest


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), parts=st.integers(2, 4), together=st.booleans(), overlap=st.floats(0, 0.5))
def test_any_division_of_the_facts_ends_in_the_same_graph(
    wiped: Callable[[], Store], two_banks: tuple[list[Record], list[Record]], whole: str,
    seed: int, parts: int, together: bool, overlap: float,
) -> None:  # fmt: skip
    entities, facts = two_banks
    dice, store = random.Random(seed), wiped()
    loads: list[list[Record]] = [[] for _ in range(parts)]
    for fact in facts:
        loads[dice.randrange(parts)].append(fact)
        if dice.random() < overlap:
            loads[dice.randrange(parts)].append(fact)
    first = dice.sample(entities, len(entities))
    if together:
        loads[0] += first
    else:
        store.load(Batch(first))
    for records in loads:
        receipt = store.load(Batch(dice.sample(records, len(records))))
        assert receipt.read == receipt.new + receipt.known
    assert (receipt.digest, store.check().problems) == (whole, [])


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_records_that_say_less_may_come_before_those_that_say_more(wiped: Callable[[], Store], seed: int) -> None:
    dice = random.Random(seed)
    full = [
        small.bank("bob", name_zh="北京银行", aliases=["a", "b"], hq="Beijing"), small.bank("abroad", country="DE"),
        small.group("city-banks", bank_types=["city", "rural"], country="CN", banks=["abroad"]), small.group("all"),
        small.vendor("bob"), small.vendor("huawei", aliases=["x"]), small.model("r1", vendor="bob", family="R"),
        small.metric("staff"), small.area("risk"), small.initiative("jingzhi", aliases=["j"], name_zh="京智"),
        small.source("report", reliability="vendor"), small.source("repost", copy_of="report", reliability=None),
        small.source("third", copy_of="repost"), small.source("own", reliability="vendor"),
    ]  # fmt: skip
    facts = [
        make(source=source, year=year, **more)
        for source in ("report", "repost", "third", "own")
        for make, year, more in (
            (launch, 2024, {"models": ["r1"], "areas": ["risk"], "vendors": ["huawei", "bob"]}),
            (launch, None, {"evidence_zh": "甲"}), (deployment, 2025, {"initiative": "jingzhi"}),
            (partnership, 2023, {}), (observation, 2020, {"initiative": "jingzhi"}), (trend, 2025, {"models": ["r1"]}),
        )
    ]  # fmt: skip
    expected = wiped().load(batch(*full, *facts)).digest
    store = wiped()
    store.load(batch(*(less(record, dice) for record in dice.sample(full, len(full)))))
    for records in (
        dice.sample(facts, 12),
        [less(record, dice) for record in full],
        dice.sample(facts, 12),
        full,
        facts,
    ):
        store.load(batch(*records))
    assert (store.version(), store.check().problems) == (expected, [])


def less(record: Record, dice: random.Random) -> Record:
    """The record with some of its nulls and lists still empty."""
    may_be_null = {"name_zh", "hq", "vendor", "family", "copy_of", "reliability"} | (
        {"country"} if record.what == "group" else set()
    )
    columns = {
        name: (None if name in may_be_null else [] if isinstance(value, list) else value)
        if dice.random() < 0.5
        else value
        for name, value in record.columns.items()
    }
    return Record(record.what, columns, record.place)


# Two at once, and loads that do not end.


def test_two_loads_at_once_are_done_one_after_the_other(empty: Store, server: Server) -> None:
    empty.load(batch(*THINGS, *(small.initiative(f"i{n}") for n in range(6))))
    stores = [empty, empty, Store.open(server), Store.open(server)]
    rounds, failures, seen = 5, [], []

    def load_some(store: Store, who: int) -> None:
        try:
            for n in range(rounds):
                shared = [launch(initiative=f"i{m}", year=2020 + m) for m in range(6)]
                mine = [observation(value=100 * who + n), launch(initiative="i0", year=2000 + who), small.bank(f"x{n}")]
                store.load(batch(*shared, *mine, small.bank("bob", name="Bank of Beijing", aliases=[f"{who}-{n}"])))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=load_some, args=(store, who)) for who, store in enumerate(stores)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        seen.append(sound(empty))
        time.sleep(0.01)
    for store in stores[2:]:
        store.close()
    assert failures == []
    assert all(seen), "the graph is whole for whoever looks in between"
    loads = empty.loads()
    assert len(loads) == 1 + len(stores) * rounds
    assert loads[0]["digest"] == empty.version()
    assert sum(load["new"] for load in loads) == 6 + len(stores) * (rounds + 1)
    assert len(node(empty, "Bank", "bob")["aliases"]) == len(stores) * rounds
    assert sound(empty)


def test_readers_do_not_wait_for_a_load_and_see_nothing_of_it(empty: Store) -> None:
    empty.load(batch(*THINGS))
    before, seen = empty.version(), []

    def look(what: str, done: int, total: int) -> None:
        if what == "write" and done == total:
            seen.append((empty.version(), empty.connection.read("MATCH (f:Fact) RETURN count(f) AS n")[0]["n"]))

    empty.load(batch(observation()), look)
    assert seen == [(before, 0)]
    assert empty.version() != before


def test_a_load_that_is_ended_by_order_leaves_nothing(empty: Store, server: Server) -> None:
    empty.load(batch(*THINGS))
    before, found = empty.version(), empty.check()
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as other:

        def end_it(what: str, done: int, total: int) -> None:
            if what == "write" and done == total:
                running, _, _ = other.execute_query(
                    "SHOW TRANSACTIONS YIELD transactionId AS id, metaData AS m, currentQuery AS q "
                    "WHERE NOT q STARTS WITH 'SHOW' OR q = '' RETURN id"
                )
                ids = [row["id"] for row in running if row["id"]]
                other.execute_query(f"TERMINATE TRANSACTIONS {', '.join(map(repr, ids))}")

        with pytest.raises(StoreError, match="ended this early, by order or for its time limit: nothing was changed"):
            empty.load(batch(observation(), launch()), end_it)
    assert (empty.version(), empty.check(), len(empty.loads())) == (before, found, 1)
    assert empty.connection.read("MATCH (s:GraphState) RETURN s.writer AS writer") == [{"writer": None}]
    assert empty.load(batch(observation(), launch())).new == 2


def test_a_bug_or_a_stop_in_the_middle_of_a_load_leaves_nothing(empty: Store) -> None:
    empty.load(batch(*THINGS))
    found = empty.check()

    def stop(what: str, done: int, total: int) -> None:
        if what == "write" and done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        empty.load(batch(observation()), stop)
    assert (empty.check(), len(empty.loads())) == (found, 1)
    assert empty.load(batch(observation())).new == 1


def test_a_load_over_a_bad_one_is_as_if_that_had_not_been(empty: Store) -> None:
    with pytest.raises(InputError):
        empty.load(batch(*THINGS, observation(year=20225)))
    assert (empty.version(), empty.loads()) == (EMPTY, [])
    assert empty.load(batch(*THINGS, observation())).new == 1
    assert sound(empty)


def test_a_graph_with_somebody_elses_things_is_not_written_to(empty: Store) -> None:
    empty.connection.define("CREATE (:Bank {id: 'bob', name: 'Not ours'})")
    with pytest.raises(StoreError, match="holds data that is not bankgraph's: give it a database of its own"):
        empty.load(batch(*THINGS))
    empty.connection.define("MATCH (b:Bank) DELETE b")
    assert empty.load(batch(*THINGS)).entities_new == len(THINGS)
