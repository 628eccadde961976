"""The form that ``graph.check`` accepts is the one that the data's own JSON Schema describes."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator

import loaders
from graph.check import LONGEST_INDEXED, kind_of, mistakes_in
from graph.records import Batch, Place, Record

SCHEMA = json.loads((loaders.EXAMPLE / "schema.json").read_text())


def left_to_the_meaning(record: Record, column: str) -> bool:
    """Whether schema.json says how an id or unit looks, where we look whether there is one."""
    kind = kind_of(record)
    declared = kind.by_column.get(column) if kind else None
    return declared is not None and (declared.type == "reference" or (record.what, column) == ("fact", "unit"))


def _pattern(_: Validator, pattern: str, instance: object, __: object) -> Iterator[ValidationError]:
    # In JSON Schema, `$` is the end and `\d` is 0 to 9; in Python they are a little more.
    exact = re.sub(r"\$$", r"\\Z", pattern)
    if isinstance(instance, str) and not re.search(exact, instance, re.ASCII):
        yield ValidationError("pattern")


Exact = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": _pattern})


@cache
def validator(definition: str) -> Validator:
    return Exact({"$ref": f"#/$defs/{definition}", "$defs": SCHEMA["$defs"]})


def schema_accepts(record: Record) -> bool:
    return bool(validator(record.what).is_valid(dict(record.columns)))


def we_accept(record: Record) -> bool:
    return not list(mistakes_in(record))


def test_both_accept_every_record_of_the_example(example_batch: Batch) -> None:
    assert len(example_batch.records) == 1357 + 1075
    for record in example_batch.records:
        assert schema_accepts(record), record
        assert we_accept(record), (record, list(mistakes_in(record)))


def test_every_definition_of_a_record_is_tried(example_batch: Batch) -> None:
    tried = {record.what for record in example_batch.records}
    parts = {"id", "text", "ntext", "names", "year", "period", "sentence", "factid", "category", "companion"}
    kinds = {"observation", "initiative_fact", "deployment", "partnership", "trend"}
    assert set(SCHEMA["$defs"]) == tried | parts | kinds
    assert {record.columns["kind"] for record in example_batch.records if record.what == "fact"} == {
        "observation", "initiative", "deployment", "partnership", "trend",
    }  # fmt: skip


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)
NEARLY = st.sampled_from(
    [
        *(1999, 2000, 2030, 2031, 20225, 2024.0, 2024.5, 2000.0, 1999.0, "2024", -1, 0, -0.0, 1e300, 170.0),
        *("", " ", "\n", "\x00", "a", "A", "Capital", "-a", "a-", "a--b", "a_b", "a\n", "ａ", "a b", "a" * 200),
        *("CN", "cn", "CNY", "CN\n", "ＣＮ", "percent", "Percent", "city", "City", "strategy", "zh", "de"),
        *("FY", "FY ", "H3", "Q4", "Q5", "as of 2025-05", "as of 2025-13", "as of 2025-05-31", "as of 2025-05-32"),
        *("as of ２０２５-05", "2024", "2024-1", "2024-01", "2024-01-01", "2024-01-01\n", "２０２４", "20240101"),
        *("http://x", "https://", "ftp://x", "see https://x", "https://x\ny", "more than", "More than", "up to"),
        *(
            "Fourteen char.",
            "Fifteen chars..",
            "x" * 319 + ".",
            "x" * 320 + ".",
            "银行" * 8 + "。",
            "No stop at the end",
        ),
        *("A sentence, then a line.\n", "Two\nlines with a stop.", "f" + "0" * 16, "f" + "0" * 15, "F" + "0" * 16),
        *([], [""], ["a"], ["a", "a"], ["a", "b"], ["a", 1], [None], [["a"]], ["city"], ["city", "city"], ["town"]),
        *(True, False, None, {}, {"a": 1}, [[]]),
    ]
)


@st.composite
def spoiled(draw: st.DrawFn, records: list[Record]) -> tuple[Record, str]:
    """A record of the example with one column changed, lost or added, and that column."""
    record = draw(st.sampled_from(records))
    columns = dict(record.columns)
    how = draw(st.sampled_from(["nearly", "nearly", "any", "any", "lose", "add", "swap"]))
    column = draw(st.sampled_from(sorted(columns)))
    if how == "lose":
        del columns[column]
    elif how == "add":
        column = draw(st.text(max_size=12) | st.sampled_from(["evidence_zh", "scope_zh", "title", "Name", "load"]))
        columns[column] = draw(JSON)
    elif how == "swap":
        columns[column] = columns[draw(st.sampled_from(sorted(columns)))]
    else:
        columns[column] = draw(NEARLY if how == "nearly" else JSON)
    return Record(record.what, columns, record.place), column


@pytest.fixture(scope="module")
def a_few(example_batch: Batch) -> list[Record]:
    """Some records of every kind."""
    by_kind: dict[str, list[Record]] = {}
    for record in example_batch.records:
        by_kind.setdefault(f"{record.what} {record.columns.get('kind')}", []).append(record)
    return [record for records in by_kind.values() for record in records[:12]]


@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_both_accept_the_same_spoiled_records(a_few: list[Record], data: st.DataObject) -> None:
    record, column = data.draw(spoiled(a_few))
    ours, theirs = we_accept(record), schema_accepts(record)
    value = record.columns.get(column)
    if left_to_the_meaning(record, column) and isinstance(value, str):
        assert ours == (value != "")
    elif value in ("as of 2025-02-30", "2024-13"):
        assert (ours, theirs) == (False, True)
    else:
        assert ours == theirs, (column, value, list(mistakes_in(record)))


@settings(max_examples=100, deadline=None)
@given(data=st.data(), columns=st.dictionaries(st.text(max_size=8), JSON, max_size=4))
def test_nothing_that_is_json_makes_the_check_stumble(
    a_few: list[Record], data: st.DataObject, columns: Mapping[str, Any]
) -> None:
    record = data.draw(st.sampled_from(a_few))
    assert we_accept(Record(record.what, columns, record.place)) is False


def _with(what: str, records: list[Record], kind: str | None = None, **columns: object) -> Record:
    record = next(r for r in records if r.what == what and kind in (None, r.columns.get("kind")))
    return Record(what, {**record.columns, **columns}, Place("x.jsonl", 1))


@pytest.mark.parametrize(
    ("what", "kind", "columns", "mistake"),
    [
        ("bank", None, {"name": "half \ud800"}, "name holds half a character (a lone surrogate): half \\ud800"),
        ("bank", None, {"aliases": ["\udfff"]}, "aliases holds half a character (a lone surrogate): \\udfff"),
        (
            "fact", "observation", {"value": 2**53},
            "value must lie within 9007199254740991 either way (as whole numbers in JSON must), not 9007199254740992",
        ),
        ("bank", None, {"id": "a" * 201}, "id must have 1 to 200 characters, not 201"),
        (
            "bank", None, {"name": "京" * 11_000},
            f"name must have at most {LONGEST_INDEXED} bytes, not 33000, as it is looked up by",
        ),
        (
            "source", None, {"published": "2025-02-30"},
            "published must be YYYY, YYYY-MM or YYYY-MM-DD or null, not '2025-02-30'",
        ),
        (
            "source", None, {"published": "2025-13"},
            "published must be YYYY, YYYY-MM or YYYY-MM-DD or null, not '2025-13'",
        ),
        (
            "fact", "observation", {"period": "as of 2025-02-30"},
            "period must be FY, H1, H2, Q1 to Q4 or 'as of YYYY-MM(-DD)' or null, not 'as of 2025-02-30'",
        ),
    ],
)  # fmt: skip
def test_where_we_are_stricter_on_purpose(
    a_few: list[Record], what: str, kind: str | None, columns: dict[str, object], mistake: str
) -> None:
    record = _with(what, a_few, kind, **columns)
    assert schema_accepts(record)
    assert list(mistakes_in(record)) == [mistake]
