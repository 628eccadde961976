import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest

import loaders
from benchmarks.made import make
from graph.facts import fact_id
from graph.sources import cycles_in
from graph.store import Store

Records = dict[str, list[dict[str, Any]]]


def read(folder: Path) -> Records:
    return {
        path.stem: [orjson.loads(line) for line in path.read_bytes().splitlines()] for path in folder.glob("*.jsonl")
    }


@pytest.fixture(scope="module")
def example() -> Records:
    return read(loaders.EXAMPLE)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Records:
    folder = tmp_path_factory.mktemp("many")
    make(12_000, folder)
    return read(folder)


def share(facts: list[dict[str, Any]], column: str, value: object) -> float:
    return float(sum(fact.get(column, "none") == value for fact in facts) / len(facts))


def test_made_facts_load_without_a_mistake_and_more_of_them_behind(empty: Store, tmp_path: Path) -> None:
    made = make(2_000, tmp_path / "first")
    receipt = empty.load(loaders.read([tmp_path / "first"]))
    assert (receipt.read, receipt.new, receipt.known) == (2_000, 2_000, 0)
    more = make(2_100, tmp_path / "more", after=2_000)
    receipt = empty.load(loaders.read([tmp_path / "more"]))
    assert (receipt.read, receipt.new) == (more["facts"], 100)
    found = empty.check()
    assert found.problems == []
    assert found.nodes["Fact"] == 2_100
    assert found.nodes["Metric"] == made["metrics"] == 179
    assert found.nodes["Bank"] >= made["banks"]
    assert found.relationships["COPY_OF"] > 20


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        make(1_500, tmp_path / name, seed=seed)
    one, same, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "same", "other")
    )
    assert one == same
    assert one["facts.jsonl"] != other["facts.jsonl"]


def test_what_comes_behind_is_what_the_first_lack(tmp_path: Path) -> None:
    for name, count, after in (("all", 3_000, 0), ("first", 2_000, 0), ("rest", 3_000, 2_000)):
        make(count, tmp_path / name, after=after)
    whole, first, rest = (read(tmp_path / name) for name in ("all", "first", "rest"))
    for name, records in whole.items():
        ours = {orjson.dumps(record) for record in records}
        theirs = {orjson.dumps(record) for part in (first, rest) for record in part.get(name, [])}
        assert ours == theirs, name
    assert len(rest["facts"]) == 1_000


def test_what_a_file_holds_is_counted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.made", "300", str(tmp_path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for name, records in read(tmp_path).items():
        assert f"{len(records):,} {name}" in said
    assert f"{300:,} facts" in said


def test_things_grow_in_proportion_and_banks_to_an_end(many: Records, example: Records, tmp_path: Path) -> None:
    times = len(many["facts"]) / len(example["facts"])
    for name in ("banks", "initiatives", "sources"):
        assert len(many[name]) == pytest.approx(times * len(example[name]), rel=0.05)
    assert make(60_000, tmp_path)["banks"] == 30 * len(example["banks"])
    for name in ("areas", "groups", "metrics", "models", "vendors"):
        assert many[name] == example[name]


def test_ids_and_claims_are_there_once(many: Records) -> None:
    for name, records in many.items():
        ids = [fact_id(record) if name == "facts" else record["id"] for record in records]
        assert len(set(ids)) == len(ids), name


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "observation"), ("kind", "trend"), ("year", None), ("period", None), ("scope", None), ("mode", None),
        ("initiative", None), ("status", "planned"), ("models", []), ("areas", []), ("bound", "more than"),
    ],
)  # fmt: skip
def test_shares_are_those_of_the_example(many: Records, example: Records, column: str, value: object) -> None:
    assert share(many["facts"], column, value) == pytest.approx(share(example["facts"], column, value), abs=0.01)


def test_texts_are_as_long_as_in_the_example(many: Records, example: Records) -> None:
    for column in ("evidence", "evidence_zh", "summary", "purpose", "statement"):
        ours, theirs = (
            [len(fact[column]) for fact in records["facts"] if column in fact] for records in (many, example)
        )
        assert sum(ours) / len(ours) == pytest.approx(sum(theirs) / len(theirs), rel=0.05), column


def test_fixed_things_are_named_by_the_law_of_zipf(many: Records) -> None:
    heavy = "icbc"
    named = {
        "metric": Counter(f["metric"] for f in many["facts"] if "metric" in f and f["bank"] != heavy),
        "area": Counter(area for fact in many["facts"] for area in fact.get("areas", [])),
        "model": Counter(m for fact in many["facts"] for m in [*fact.get("models", []), fact.get("model")] if m),
        "year": Counter(fact["year"] for fact in many["facts"] if fact["year"]),
    }
    for column, counts in named.items():
        first, second, *_, last = (count for _, count in counts.most_common())
        assert 1.4 < first / second < 2.6, column
        assert first > 5 * last, column


def test_one_bank_has_a_thousand_values_of_one_metric(many: Records, tmp_path: Path) -> None:
    make(2_000, tmp_path)
    for facts, wanted in ((many["facts"], range(1_000, 1_001)), (read(tmp_path)["facts"], range(200, 300))):
        pairs = Counter((fact["bank"], fact["metric"]) for fact in facts if "metric" in fact)
        (_, heaviest), (_, next_one) = pairs.most_common(2)
        assert heaviest in wanted
        assert next_one < heaviest / 5


def test_values_are_corroborated_and_contested(many: Records) -> None:
    same = ("bank", "metric", "unit", "year", "scope", "status", "initiative", "period")
    cells: dict[tuple[Any, ...], set[float]] = {}
    twice = 0
    for fact in many["facts"]:
        if fact["kind"] == "observation":
            cell = tuple(fact[column] for column in same)
            twice += cell in cells
            cells.setdefault(cell, set()).add(fact["value"])
    assert twice > 500
    assert 100 < sum(len(values) > 1 for values in cells.values()) < len(cells) / 10


def test_some_sources_are_copies_and_none_of_itself(many: Records) -> None:
    copies = {source["id"]: source["copy_of"] for source in many["sources"]}
    assert sum(origin is not None for origin in copies.values()) > 100
    assert {origin for origin in copies.values() if origin} <= copies.keys()
    assert list(cycles_in(copies)) == []
