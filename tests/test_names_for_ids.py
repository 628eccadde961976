"""A name where an id is expected: taken where exactly one thing bears it, else refused with the candidates."""

from collections.abc import Callable
from typing import Any

import pytest
import small
from small import THINGS, batch, launch, mistakes, observation

from graph.errors import InputError
from graph.records import Record
from graph.store import Store

NAMED = (
    small.bank("bob", name="Bank of Beijing", name_zh="北京银行", aliases=["BOB"], ticker="601169.SH"),
    small.bank("brcb", name="Beijing Rural Commercial Bank", name_zh="北京农商银行", aliases=["BOB Rural"]),
    small.bank("icbc", name="ICBC", type="state-owned", aliases=["The Bank"]),
    small.bank("ccb", name="CCB", type="state-owned", aliases=["The Bank"]),
    small.initiative("jingzhi", bank="bob", name="Assistant"),
    small.initiative("icbc-assistant", bank="icbc", name="Assistant"),
    *(thing for thing in THINGS if thing.what not in ("bank", "initiative")),
)


@pytest.fixture(params=["in the load", "in the graph"])
def loaded(request: pytest.FixtureRequest, empty: Store) -> Callable[..., dict[str, Any]]:
    """Loads facts whose things come with them or are there already; gives the one fact's properties."""

    def loaded(*records: Record) -> dict[str, Any]:
        if request.param == "in the graph":
            empty.load(batch(*NAMED))
            empty.load(batch(*records))
        else:
            empty.load(batch(*records, *NAMED))
        assert empty.check().problems == []
        return dict(empty.connection.read("MATCH (f:Fact) RETURN f {.*} AS f")[0]["f"])

    return loaded


@pytest.mark.parametrize(
    "name", ["bob", "Bank of Beijing", "bank  of BEIJING", "北京银行", "BOB", "601169.SH", "ＢＯＢ", "601169.sh"]
)
def test_a_name_alias_or_ticker_stands_for_the_id(loaded: Callable[..., dict[str, Any]], name: str) -> None:
    by_name = loaded(observation(bank=name))
    assert by_name["bank"] == "bob"


def test_the_facts_id_is_that_of_the_ids(empty: Store) -> None:
    empty.load(batch(*NAMED, observation(bank="北京银行", source="Report")))
    again = empty.load(batch(observation()))
    assert (again.new, again.known) == (0, 1)


def test_an_initiatives_name_is_looked_up_within_its_bank(loaded: Callable[..., dict[str, Any]]) -> None:
    assert loaded(launch(bank="ICBC", initiative="assistant"))["initiative"] == "icbc-assistant"


def test_lists_may_hold_names(loaded: Callable[..., dict[str, Any]]) -> None:
    assert loaded(launch(models=["R1"], vendors=["HUAWEI"], areas=["Risk"]))["models"] == ["r1"]


def test_records_of_entities_may_name_by_name(empty: Store) -> None:
    new = (
        small.initiative("new", bank="北京银行"),
        small.model("m", vendor="Bank of Beijing"),
        small.source("s", copy_of="REPORT"),
        small.group("g", banks=["601169.SH", "ccb"]),
    )
    receipt = empty.load(batch(*NAMED, *new))
    nodes = {
        row["id"]: row["n"]
        for row in empty.connection.read("MATCH (n) WHERE n.id IS NOT NULL RETURN n.id AS id, n {.*} AS n")
    }
    assert nodes["new"]["bank"] == nodes["m"]["vendor"] == "bob"
    assert (nodes["s"]["copy_of"], nodes["g"]["banks"]) == ("report", ["bob", "ccb"])
    assert empty.check().problems == []
    assert empty.undo(receipt.load).entities_withdrawn == len(NAMED) + 4


@pytest.mark.parametrize(
    ("record", "mistake"),
    [
        (observation(bank="The Bank"),
         "bank names 'The Bank', which is the name of more than one bank: give the id, one of ccb, icbc"),
        (observation(bank="Bank of Bejing"),
         "bank names 'Bank of Bejing', which is the id or name of no bank known; did you mean bob?"),
        (launch(bank="ccb", initiative="Assistant"),
         "initiative names 'Assistant', which is the id or name of no initiative known; "
         "did you mean jingzhi, icbc-assistant?"),
    ],
)  # fmt: skip
def test_who_is_not_known_or_not_one_is_refused(empty: Store, record: Record, mistake: str) -> None:
    with pytest.raises(InputError) as raised:
        empty.load(batch(*NAMED, record))
    assert mistakes(raised) == [f"facts.jsonl:1: {mistake}"]
    assert empty.loads() == []
