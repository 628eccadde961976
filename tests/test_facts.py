"""A fact's id, name and texts."""

import hashlib
import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import (
    as_written,
    fact_id,
    fact_name,
    has_its_id,
    in_order,
    shown_text,
    text_columns,
    texts_of,
)
from graph.records import Batch
from graph.schema import FACT_BY_KIND, FACTS

CLAIM: dict[str, Any] = {
    "kind": "initiative", "bank": "bank-of-beijing", "initiative": "i", "category": "platform", "summary": "It is big.",
    "models": ["deepseek-r1", "qwen"], "areas": [], "vendors": ["huawei"], "year": 2024, "source": "report",
    "evidence": "It is big, they say.",
}  # fmt: skip

TEXTS = st.text(max_size=30)
CLAIMS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([kind.kind for kind in FACTS]),
        "year": st.none() | st.integers(2000, 2030),
        "value": st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False),
        "models": st.lists(TEXTS, max_size=4, unique=True),
        "scope": st.none() | TEXTS,
        "bank": TEXTS,
    }
)


def plain_id(columns: dict[str, Any]) -> str:
    """The id as DESIGN words it, with nothing of ours."""
    claim = {k: v for k, v in columns.items() if k not in ("id", "evidence") and not k.endswith("_zh")}
    return "f" + hashlib.sha256(rfc8785.dumps(claim)).hexdigest()[:16]


def test_the_example_has_its_ids_but_one_by_sorted_lists(example_batch: Batch) -> None:
    facts = [dict(record.columns) for record in example_batch.records if record.what == "fact"]
    others = [fact for fact in facts if fact_id(fact) != fact["id"]]
    assert len(facts) == 1357
    assert [fact["id"] for fact in others] == ["f5008c5fc47cba383"]
    assert others[0]["groups"] != sorted(others[0]["groups"])
    assert has_its_id(as_written(others[0]))


def test_an_id_as_written_must_be_that_of_the_claim(example_batch: Batch) -> None:
    fact = next(dict(r.columns) for r in example_batch.records if r.columns["id"] == "f5008c5fc47cba383")
    assert as_written(fact) == fact
    assert not has_its_id(as_written(fact | {"year": 2001}))
    assert not has_its_id(as_written(fact | {"groups": sorted(fact["groups"])}))


@given(columns=CLAIMS)
def test_an_id_is_the_hash_of_the_canonical_json(columns: dict[str, Any]) -> None:
    assert fact_id(columns) == plain_id(columns | {"models": sorted(columns["models"])})


@given(columns=CLAIMS, data=st.data())
def test_the_order_of_columns_and_lists_does_not_matter(columns: dict[str, Any], data: st.DataObject) -> None:
    names = data.draw(st.permutations(sorted(columns)))
    shuffled = {name: columns[name] for name in names}
    shuffled["models"] = data.draw(st.permutations(columns["models"]))
    assert fact_id(shuffled) == fact_id(columns)


@given(columns=CLAIMS, other=CLAIMS)
def test_other_claims_have_other_ids(columns: dict[str, Any], other: dict[str, Any]) -> None:
    same = in_order(columns) == in_order(other)
    assert (fact_id(columns) == fact_id(other)) == same


@given(columns=CLAIMS, evidence=TEXTS, chinese=st.none() | TEXTS)
def test_evidence_chinese_texts_and_the_id_itself_are_no_part_of_it(
    columns: dict[str, Any], evidence: str, chinese: str | None
) -> None:
    more = {"id": "f0", "evidence": evidence, "evidence_zh": chinese, "scope_zh": chinese, "summary_zh": chinese}
    assert fact_id(columns | more) == fact_id(columns)


@pytest.mark.parametrize(
    ("one", "other"),
    [(170, 170.0), (0, -0.0), (0, 0.0), (1000, 1e3), (2**53 - 1, float(2**53 - 1)), (4.6, 4.60), (-5, -5.0)],
)
def test_numbers_are_what_they_are_worth(one: float, other: float) -> None:
    assert fact_id(CLAIM | {"value": one}) == fact_id(CLAIM | {"value": other})
    assert fact_id(CLAIM | {"year": one}) == fact_id(CLAIM | {"year": other})


def test_numbers_as_json_writes_them() -> None:
    lines = [b'{"value": 1E3}', b'{"value": 1000}', b'{"value": 1000.0}', b'{"value": 10e2}']
    assert len({fact_id(json.loads(line)) for line in lines}) == 1


def test_whole_numbers_become_whole() -> None:
    found = in_order({"year": 2024.0, "value": -0.0, "ratio": 4.6, "huge": 1e300, "at_the_brink": float(2**53)})
    assert {name: (type(value), value) for name, value in found.items()} == {
        "year": (int, 2024), "value": (int, 0), "ratio": (float, 4.6), "huge": (float, 1e300),
        "at_the_brink": (float, float(2**53)),
    }  # fmt: skip
    assert str(found["value"]) == "0"


def test_null_and_an_empty_list_are_part_of_the_claim() -> None:
    assert fact_id(CLAIM | {"year": None}) != fact_id({k: v for k, v in CLAIM.items() if k != "year"})
    assert fact_id(CLAIM) != fact_id({k: v for k, v in CLAIM.items() if k != "areas"})


def test_the_shown_text_is_the_smallest() -> None:
    assert shown_text(["b", None, "a", "c"]) == "a"
    assert shown_text([None, None]) is None
    assert shown_text([]) is None
    assert shown_text(["", None]) == ""
    assert shown_text(["北", "a"]) == "a"


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("observation", ("evidence", "scope_zh", "note_zh", "evidence_zh")),
        ("initiative", ("evidence", "summary_zh", "evidence_zh")),
        ("deployment", ("evidence", "evidence_zh")),
        ("partnership", ("evidence", "purpose_zh", "evidence_zh")),
        ("trend", ("evidence", "topic_zh", "statement_zh", "evidence_zh")),
    ],
)
def test_the_texts_of_each_kind(kind: str, columns: tuple[str, ...]) -> None:
    assert text_columns(FACT_BY_KIND[kind]) == columns


def test_the_texts_of_a_fact() -> None:
    assert texts_of(CLAIM) == {"evidence": "It is big, they say.", "summary_zh": None, "evidence_zh": None}


@pytest.mark.parametrize(
    ("columns", "names", "name"),
    [
        ({"kind": "observation", "year": 2024}, {"metric": "Technology investment"}, "technology investment, 2024"),
        ({"kind": "observation", "year": None}, {"metric": "R&D staff"}, "R&D staff"),
        ({"kind": "observation", "year": 2024}, {"metric": "AI models in use"}, "AI models in use, 2024"),
        ({"kind": "observation", "year": 2024}, {"metric": "A share"}, "a share, 2024"),
        ({"kind": "observation", "year": 2024}, {"metric": "X"}, "x, 2024"),
        ({"kind": "observation", "year": 2024}, {"metric": " "}, " , 2024"),
        ({"kind": "observation", "year": 2024}, {"metric": "数字化投入"}, "数字化投入, 2024"),
        ({"kind": "initiative", "year": 2025}, {"initiative": "Jingzhi"}, "Jingzhi, 2025"),
        ({"kind": "deployment", "year": 2025}, {"model": "R1", "bank": "BOB"}, "R1 at BOB, 2025"),
        ({"kind": "partnership", "year": None}, {"bank": "BOB", "vendor": "Huawei"}, "BOB with Huawei"),
        ({"kind": "trend", "year": 2025, "topic": "open models"}, {}, "open models, 2025"),
    ],
)
def test_a_facts_name_reads_well(columns: dict[str, Any], names: dict[str, str], name: str) -> None:
    assert fact_name(columns, names) == name
