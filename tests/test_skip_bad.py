"""Records with mistakes left out: the rest is loaded, and what was left out loads once it is mended."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import small
from small import THINGS, batch, deployment, launch, observation

import loaders
from graph.errors import InputError
from graph.records import Batch, Mistake, Place, Record
from graph.store import Store


class Rejected:
    """Takes what is left out."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def __call__(self, lines: Iterable[str]) -> None:
        self.rows = [json.loads(line) for line in lines]

    @property
    def reasons(self) -> list[list[str]]:
        return [row["rejected"] for row in self.rows]


@pytest.fixture
def rejected() -> Rejected:
    return Rejected()


def test_good_rows_are_loaded_and_bad_ones_counted_by_kind(empty: Store, rejected: Rejected) -> None:
    bad = [observation(year=1), launch(models=["x9"]), small.bank("bad", type="big")]
    receipt = empty.load(batch(*THINGS, observation(), *bad, launch()), reject=rejected)
    assert (receipt.read, receipt.new, receipt.known, receipt.rejected) == (4, 2, 0, 2)
    assert (receipt.entities_read, receipt.entities_new, receipt.entities_rejected) == (len(THINGS) + 1, len(THINGS), 1)
    assert receipt.kinds["initiative"] == {"read": 2, "new": 1, "known": 0, "rejected": 1}
    assert receipt.entities["bank"] == {"read": 3, "new": 2, "changed": 0, "rejected": 1}
    assert receipt.mistakes == (
        "banks.jsonl:3: type must be one of state-owned, joint-stock, city, rural, private, policy, foreign, not 'big'",
        "facts.jsonl:2: year must be 2000 to 2030 or null, not 1",
        "facts.jsonl:3: models names 'x9', which is the id or name of no model known: "
        "bring the model in this load or an earlier one",
    )
    assert empty.loads()[0]["mistakes"] == list(receipt.mistakes)
    assert empty.check().problems == []
    assert len(rejected.rows) == 3


def test_who_names_what_was_left_out_is_left_out_too(empty: Store, rejected: Rejected) -> None:
    chain = [
        small.bank("bad", type="big"),
        small.initiative("of-bad", bank="bad"),
        launch(bank="bad", initiative="of-bad"),
        observation(),
    ]
    receipt = empty.load(batch(*THINGS, *chain), reject=rejected)
    assert (receipt.new, receipt.rejected, receipt.entities_rejected) == (1, 1, 2)
    assert "of-bad" in str(rejected.reasons[-1])
    assert "whose own record is left out" in str(rejected.reasons[-1])
    assert empty.check().problems == []


def test_contradictions_copies_in_a_circle_and_wrong_ids_are_left_out(empty: Store, rejected: Rejected) -> None:
    empty.load(batch(*THINGS))
    wrong = [
        small.bank("bob", hq="Beijing", type="rural"),
        small.source("a", copy_of="b"),
        small.source("b", copy_of="a"),
        observation(id="f0123456789abcdef"),
        deployment(source="a"),
        observation(),
    ]
    receipt = empty.load(batch(*wrong), reject=rejected)
    assert (receipt.new, receipt.rejected, receipt.entities_new, receipt.entities_rejected) == (1, 2, 0, 3)
    assert empty.connection.read("MATCH (b:Bank {id: 'bob'}) RETURN b.hq AS hq") == [{"hq": None}]
    assert empty.check().problems == []


def test_without_a_bad_row_nothing_is_written_beside(empty: Store, rejected: Rejected) -> None:
    receipt = empty.load(batch(*THINGS, observation()), reject=rejected)
    assert (receipt.rejected, receipt.mistakes, rejected.rows) == (0, (), [])


def test_a_line_that_is_no_record_is_kept_as_it_was(empty: Store, rejected: Rejected) -> None:
    line = Mistake(Place("facts.jsonl", 9), "is no JSON at character 1", "not json", "fact")
    receipt = empty.load(Batch([*batch(*THINGS, observation()).records, line]), reject=rejected)
    assert (receipt.read, receipt.new, receipt.rejected) == (2, 1, 1)
    assert rejected.rows == [
        {"record": "fact", "rejected": ["facts.jsonl:9: is no JSON at character 1"], "line": "not json"}
    ]


def test_the_file_of_rejected_rows_loads_once_mended(empty: Store, tmp_path: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    rows = [dict(observation().columns), dict(observation(year=1).columns), dict(launch(initiative="jingzi").columns)]
    facts.write_text("\n".join([*map(json.dumps, rows), "{not json"]))
    file = tmp_path / "rejected.jsonl"
    empty.load(batch(*THINGS))
    receipt = empty.load(loaders.stream([facts]), reject=lambda lines: _write(file, lines))
    assert (receipt.new, receipt.rejected) == (1, 3)
    with pytest.raises(InputError) as raised:
        empty.load(loaders.stream([file]))
    assert len(raised.value.mistakes) == 3
    assert "was rejected" in raised.value.mistakes[2]
    mended = file.read_text().replace('"year": 1', '"year": 2021').replace("jingzi", "jingzhi").splitlines()[:-1]
    file.write_text("\n".join(mended))
    assert empty.load(loaders.stream([file])).new == 2


def _write(file: Path, lines: Iterable[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")


@pytest.fixture
def refusing() -> Callable[[Iterable[str]], None]:
    def refuse(_lines: Iterable[str]) -> None:
        raise InputError("the file for what is left out cannot be written")

    return refuse


def test_where_the_rejected_cannot_be_written_nothing_is_loaded(
    empty: Store, refusing: Callable[[Iterable[str]], None]
) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        empty.load(batch(*THINGS, observation(year=1)), reject=refusing)
    assert (empty.loads(), empty.check().nodes) == ([], {})


def test_a_record_with_anything_in_it_can_be_left_out(empty: Store, rejected: Rejected) -> None:
    odd = {"kind": "observation", "value": 10**30, "x": float("inf"), "y": "\ud800", "z": [[{}]]}
    receipt = empty.load(Batch([Record("fact", odd, Place("f", 1))]), reject=rejected)
    assert (receipt.read, receipt.rejected) == (1, 1)
    assert rejected.rows[0]["value"] == 10**30
