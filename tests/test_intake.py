"""The meaning of a batch: every mistake is named with its place, and then nothing is written."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import small
from small import THINGS, batch, deployment, launch, observation, partnership, trend

from graph.digest import EMPTY
from graph.errors import InputError
from graph.records import Batch, Mistake, Place, Record
from graph.store import Store


@pytest.fixture
def refused(empty: Store) -> Callable[..., list[str]]:
    """What is wrong with some records beside all things of ``small``; asserts that nothing was written."""

    def refused(*records: Record, things: tuple[Record, ...] = THINGS) -> list[str]:
        return refuse(empty, batch(*things, *records))

    return refused


def refuse(store: Store, bad: Batch) -> list[str]:
    before, loads, counted = store.version(), store.loads(), counts(store)
    with pytest.raises(InputError) as raised:
        store.load(bad)
    number = len(raised.value.mistakes)
    assert str(raised.value) == f"nothing was loaded: {number} mistake{'s' if number > 1 else ''}"
    assert (store.version(), store.loads(), counts(store)) == (before, loads, counted)
    return list(raised.value.mistakes)


def counts(store: Store) -> list[dict[str, Any]]:
    return store.connection.read(
        "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS nodes, count(r) AS lines"
    )


def test_a_well_meant_batch_is_loaded(empty: Store) -> None:
    receipt = empty.load(
        batch(
            *THINGS,
            observation(),
            observation(metric="investment", value=2.5e9, unit="CNY", initiative="jingzhi"),
            launch(models=["r1"], areas=["risk"], vendors=["huawei"]),
            deployment(initiative="jingzhi"),
            partnership(),
            trend(models=["r1"]),
        )
    )
    assert (receipt.read, receipt.new, receipt.known, receipt.rejected) == (6, 6, 0, 0)
    assert receipt.entities_new == len(THINGS)


@pytest.mark.parametrize(
    ("record", "mistake"),
    [
        (observation(bank="bobb"), "bank names 'bobb', which is the id or name of no bank known; did you mean bob?"),
        (
            observation(bank="nobody-like-it"),
            "bank names 'nobody-like-it', which is the id or name of no bank known: "
            "bring the bank in this load or an earlier one",
        ),
        (observation(metric="stuff"),
         "metric names 'stuff', which is the id or name of no metric known; did you mean staff?"),
        (observation(source="reports"),
         "source names 'reports', which is the id or name of no source known; did you mean report, repost?"),
        (observation(initiative="jingzi"),
         "initiative names 'jingzi', which is the id or name of no initiative known; did you mean jingzhi?"),
        (launch(models=["r1", "x9"]), "models names 'x9', which is the id or name of no model known: "
         "bring the model in this load or an earlier one"),
        (launch(areas=["risks"]), "areas names 'risks', which is the id or name of no area known; did you mean risk?"),
        (launch(vendors=["hauwei"]),
         "vendors names 'hauwei', which is the id or name of no vendor known; did you mean huawei?"),
        (deployment(model="huawei"), "model names 'huawei', which is the id or name of no model known: "
         "bring the model in this load or an earlier one"),
        (partnership(vendor="bob"), "vendor names 'bob', which is the id or name of no vendor known: "
         "bring the vendor in this load or an earlier one"),
        (trend(groups=["citybanks"]), "groups names 'citybanks', which is the id or name of no group known; "
         "did you mean city-banks?"),
    ],
)  # fmt: skip
def test_a_reference_to_nobody(refused: Callable[..., list[str]], record: Record, mistake: str) -> None:
    assert refused(record) == [f"facts.jsonl:1: {mistake}"]


@pytest.mark.parametrize(
    ("record", "mistake"),
    [
        (small.model("m", vendor="nobody"), "models.jsonl:2: vendor names 'nobody', "
         "which is the id or name of no vendor or "
         "bank known: bring the vendor or bank in this load or an earlier one"),
        (small.initiative("i", bank="nobody"), "initiatives.jsonl:2: bank names 'nobody', "
         "which is the id or name of no bank "
         "known: bring the bank in this load or an earlier one"),
        (small.group("g", banks=["bob", "nobody"]), "groups.jsonl:2: banks names 'nobody', "
         "which is the id or name of no bank "
         "known: bring the bank in this load or an earlier one"),
        (small.source("s", copy_of="nobody"), "sources.jsonl:3: copy_of names 'nobody', "
         "which is the id or name of no source "
         "known: bring the source in this load or an earlier one"),
    ],
)  # fmt: skip
def test_an_entity_that_names_nobody(refused: Callable[..., list[str]], record: Record, mistake: str) -> None:
    assert refused(record) == [mistake]


def test_a_models_maker_may_be_a_vendor_or_a_bank(empty: Store) -> None:
    empty.load(batch(*THINGS, small.model("own", vendor="bob", kind="bank-own")))
    found = empty.connection.read("MATCH (m:AIModel)-[:MADE_BY]->(x) RETURN m.id AS m, x.id AS x, labels(x) AS l")
    assert {(row["m"], row["x"], *row["l"]) for row in found} == {("own", "bob", "Bank"), ("r1", "huawei", "Vendor")}


def test_who_names_a_record_that_is_wrong_itself_is_not_blamed(refused: Callable[..., list[str]]) -> None:
    wrong = small.bank("abc", country="China")
    assert refused(wrong, observation(bank="abc"), launch(initiative="i"), small.initiative("i", bank="abc")) == [
        "banks.jsonl:3: country must be two capital letters, not 'China'",
        "facts.jsonl:2: initiative i is one of abc, not of bob",
    ]


@pytest.mark.parametrize(
    ("metric", "unit", "mistake"),
    [
        ("staff", "people", "unit must be count, the unit of staff, not 'people'"),
        ("staff", "CNY", "unit must be count, the unit of staff, not 'CNY'"),
        ("investment", "currency", "unit must be an ISO 4217 code such as CNY, as investment is money, not 'currency'"),
        ("investment", "RMB", "unit must be an ISO 4217 code such as CNY, as investment is money, not 'RMB'"),
        ("investment", "cny", "unit must be an ISO 4217 code such as CNY, as investment is money, not 'cny'"),
        ("investment", "percent", "unit must be an ISO 4217 code such as CNY, as investment is money, not 'percent'"),
    ],
)
def test_a_unit_that_does_not_fit_the_metric(
    refused: Callable[..., list[str]], metric: str, unit: str, mistake: str
) -> None:
    assert refused(observation(metric=metric, unit=unit)) == [f"facts.jsonl:1: {mistake}"]


@pytest.mark.parametrize("unit", ["CNY", "USD", "EUR", "HKD", "JPY"])
def test_money_may_be_of_any_currency(empty: Store, unit: str) -> None:
    assert empty.load(batch(*THINGS, observation(metric="investment", unit=unit))).new == 1


def test_the_unit_fits_the_metric_in_the_graph_too(empty: Store) -> None:
    empty.load(batch(*THINGS))
    assert refuse(empty, batch(observation(unit="hours"))) == [
        "facts.jsonl:1: unit must be count, the unit of staff, not 'hours'"
    ]


def test_an_initiative_is_one_of_its_bank(refused: Callable[..., list[str]]) -> None:
    assert refused(launch(bank="icbc"), observation(bank="icbc", initiative="jingzhi")) == [
        "facts.jsonl:1: initiative jingzhi is one of bob, not of icbc",
        "facts.jsonl:2: initiative jingzhi is one of bob, not of icbc",
    ]


def test_an_id_that_does_not_match(refused: Callable[..., list[str]]) -> None:
    said = refused(observation(id="f0123456789abcdef"))
    assert said == [
        "facts.jsonl:1: id f0123456789abcdef does not match what the fact says, whose id is ff9ba44903177b52c: "
        "leave it out or mend the fact"
    ]


def test_one_id_twice_in_a_file(refused: Callable[..., list[str]]) -> None:
    assert refused(small.bank("bob", name="Bank of Beijing", name_zh="北京银行"), small.metric("bob")) == [
        "banks.jsonl:3: the id bob stands already at banks.jsonl:1: make one bank of both lines, or give another id"
    ]


def test_one_id_for_things_of_different_kinds_is_fine(empty: Store) -> None:
    empty.load(batch(*THINGS, small.model("huawei"), small.area("bob")))


def test_one_entity_in_two_files_is_united(empty: Store) -> None:
    first = batch(*THINGS, small.bank("x", aliases=["b"]), file="first/{kind}s.jsonl")
    second = batch(small.bank("x", name_zh="银行", aliases=["a", "b"], hq="Beijing"), file="second/{kind}s.jsonl")
    empty.load(Batch([*first.records, *second.records]))
    (x,) = empty.connection.read("MATCH (b:Bank {id: 'x'}) RETURN b.name_zh AS zh, b.aliases AS aliases, b.hq AS hq")
    assert x == {"zh": "银行", "aliases": ["a", "b"], "hq": "Beijing"}


def test_entities_that_contradict_each_other_in_one_load(empty: Store) -> None:
    one = batch(small.bank("x", hq="Beijing", type="city"), file="a/{kind}s.jsonl")
    other = batch(small.bank("x", hq="Shanghai", type="rural"), file="b/{kind}s.jsonl")
    assert refuse(empty, Batch([*one.records, *other.records])) == [
        "b/banks.jsonl:1: hq is 'Shanghai' for bank x, but 'Beijing' at a/banks.jsonl:1: mend one",
        "b/banks.jsonl:1: type is 'rural' for bank x, but 'city' at a/banks.jsonl:1: mend one",
    ]


def test_entities_that_contradict_the_graph(empty: Store) -> None:
    empty.load(batch(*THINGS, small.model("m", open_source=False)))
    assert refuse(empty, batch(small.model("m", open_source=True), small.source("report", title="Other"))) == [
        "models.jsonl:1: open_source is true for model m, but false in the graph: mend one",
        "sources.jsonl:1: title is 'Other' for source report, but 'report' in the graph: mend one",
    ]


def test_sources_that_copy_each_other(refused: Callable[..., list[str]]) -> None:
    assert refused(
        small.source("a", copy_of="b"), small.source("b", copy_of="a"), small.source("c", copy_of="c"),
        small.source("d", copy_of="a"),
    ) == [
        "sources.jsonl:3: copy_of runs in a circle: a -> b -> a",
        "sources.jsonl:5: copy_of runs in a circle: c -> c",
    ]  # fmt: skip


def test_a_circle_that_closes_in_the_graph(empty: Store) -> None:
    empty.load(batch(small.source("a"), small.source("b", copy_of="a"), small.source("c", copy_of="b")))
    assert refuse(empty, batch(small.source("a", copy_of="c"))) == [
        "sources.jsonl:1: copy_of runs in a circle: a -> c -> b -> a"
    ]


def test_mistakes_come_in_the_order_of_the_files(refused: Callable[..., list[str]]) -> None:
    said = refused(
        observation(year=20225), small.bank("z", country="China"), observation(unit="hours"), trend(groups=["nobody"]),
        observation(bound="over", value="many"),
    )  # fmt: skip
    assert [text.split(": ")[0] for text in said] == [
        "banks.jsonl:3", "facts.jsonl:1", "facts.jsonl:2", "facts.jsonl:3", "facts.jsonl:4", "facts.jsonl:4",
    ]  # fmt: skip


def test_mistakes_that_the_loader_found_count_too(empty: Store) -> None:
    bad = Batch(batch(observation(year=1)).records, [], [Mistake(Place("facts.jsonl", 9), "is no JSON: ...")])
    assert refuse(empty, bad)[-1] == "facts.jsonl:9: is no JSON: ..."


def test_of_ten_thousand_mistakes_a_hundred_are_named_and_soon(example: Store) -> None:
    before = example.version(), example.loads()
    bad = batch(
        *(observation(bank=f"bank-of-nowhere-{n}", value=n, metric="technology_investment") for n in range(5_000)),
        *(launch(year=20225, evidence=f"It is said {n} times over.", colour="red") for n in range(2_500)),
    )
    started = time.monotonic()
    with pytest.raises(InputError) as raised:
        example.load(bad)
    took = time.monotonic() - started
    assert str(raised.value) == "nothing was loaded: 20000 mistakes, of which the first 100 are named"
    assert len(raised.value.mistakes) == 100
    assert raised.value.mistakes[0].startswith(
        "facts.jsonl:1: bank names 'bank-of-nowhere-0', which is the id or name of no bank known; did you mean "
    )
    assert took < 10
    assert (example.version(), example.loads()) == before


@pytest.mark.parametrize("records", [(), (THINGS[0],)])
def test_a_batch_with_little_or_nothing_in_it_is_a_load(empty: Store, records: tuple[Record, ...]) -> None:
    receipt = empty.load(batch(*records))
    assert (receipt.read, receipt.entities_new) == (0, len(records))
    assert [load["load"] for load in empty.loads()] == [receipt.load]
    assert (empty.version() == EMPTY) == (not records)
