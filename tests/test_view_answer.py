"""Answers of named queries as pages show them: names that link, words in the reader's language."""

from typing import Any

import httpx
import pytest

from cypher.library import OURS, Library
from graph.elements import Key
from viz.answer import Cell, Part, named, table
from viz.claim import claim_title
from viz.columns import HEADINGS, shown
from viz.words import words

EN, ZH = words("en"), words("zh")
HTML = {"Accept": "text/html"}
QUERIES = Library(OURS)
NAMES = {
    Key("Bank", "a"): {"id": "a", "name": "A Bank", "name_zh": "甲银行"},
    Key("Bank", "b"): {"id": "b", "name": "B Bank", "name_zh": None},
    Key("Source", "s"): {"id": "s", "name": "A report", "name_zh": "报告", "publisher": "A paper"},
}


def one(record: dict[str, Any], language: str = "zh") -> list[Cell]:
    made = table(list(record), [list(record.values())], NAMES, words(language))
    return list(made.rows[0])


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_column_and_parameter_is_called_in_words(name: str) -> None:
    query = QUERIES[name]
    called = {column.name for column in shown(query.columns)} | {parameter.name for parameter in query.parameters}
    assert called - set(HEADINGS) == set()
    assert not [column for column in called if column.endswith(("_id", "_ids", "_zh")) and "fact" not in column]


def test_names_link_to_their_pages_in_the_readers_language_or_in_english() -> None:
    row = {"banks": ["A Bank", "B Bank"], "bank_ids": ["a", "b"]}
    assert [part.text for part in one(row)[0].parts] == ["甲银行", "B Bank"]
    assert one(row)[0].joined == "、"
    assert one(row, "en") == [Cell([Part("A Bank", "/banks/a"), Part("B Bank", "/banks/b")], ", ")]
    assert named(list(row), [list(row.values())]) == {Key("Bank", "a"), Key("Bank", "b")}


def test_a_thing_is_of_the_label_in_its_row() -> None:
    cells = one({"label": "Bank", "thing": "A Bank", "thing_id": "a"})
    assert [cell.parts for cell in cells] == [[Part("银行")], [Part("甲银行", "/banks/a")]]


def test_publishers_link_to_what_they_published_and_claims_by_their_ids() -> None:
    cells = one({"publishers": ["A paper"], "source_ids": ["s"], "fact_ids": ["f1"]})
    assert [cell.parts for cell in cells] == [[Part("A paper", "/sources/s")], [Part("f1", "/facts/f1", code=True)]]


def test_texts_closed_values_and_figures_are_in_the_readers_language() -> None:
    row = {"year": 2024, "period": "FY", "value": 2.519e9, "unit": "CNY", "status": "stated", "bound": None,
           "scope": "group", "scope_zh": "集团", "modes": ["private"], "own": True}  # fmt: skip
    texts = ["".join(part.text for part in cell.parts) for cell in one(row)]
    assert texts == ["2024财年", "25.19亿元", "既成事实", "", "集团", "本地部署", "是"]


def test_an_answer_of_any_shape_is_shown() -> None:
    assert [cell.parts for cell in one({"bank_id": None, "x": {"a": 1}, "y_zh": [None, [1]], "thing_id": "q"})]
    assert one({"bank": "Odd", "bank_id": "odd"}, "en")[0].parts == [Part("Odd", "/banks/odd")]


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_query_has_its_page(web: httpx.Client, name: str) -> None:
    for language in ("en", "zh"):
        answer = web.get(f"/queries/{name}", headers={**HTML, "Accept-Language": language})
        assert answer.status_code == 200, answer.text


def test_a_chinese_reader_gets_chinese_names_and_words(web: httpx.Client) -> None:
    text = web.get("/queries/banks_using_model", headers={**HTML, "Accept-Language": "zh"}).text
    answer = text[text.index("<form") : text.index("<pre")]
    assert 'AI模型 <input name="model"' in answer
    assert "<th>首年</th>" in answer
    assert '<a href="/banks/icbc"><bdi>中国工商银行</bdi></a>' in answer
    assert "本地部署" in answer
    for raw in ("bank_id", "first_year", "private", "Bank of"):
        assert raw not in answer


def test_a_claim_is_called_after_what_it_is_about() -> None:
    bank, model = {"id": "a", "name": "A", "name_zh": "甲"}, {"id": "m", "name": "M"}
    metric = {"id": "t", "name": "Staff", "name_zh": "科技人员"}
    facts: list[tuple[dict[str, Any], str]] = [
        ({"kind": "observation", "metric": metric, "year": 2024}, "科技人员，2024年"),
        ({"kind": "observation", "metric": metric, "year": None}, "科技人员"),
        ({"kind": "deployment", "model": model, "bank": bank}, "甲使用M"),
        ({"kind": "partnership", "vendor": model, "bank": bank}, "甲与M合作"),
        ({"kind": "initiative", "initiative": bank}, "甲"),
        ({"kind": "trend", "topic": "talent", "topic_zh": "人才"}, "人才"),
        ({"kind": "partnership", "vendor": model, "bank": None}, "n"),
    ]
    for fact, title in facts:
        assert claim_title({"id": "f", "name": "n", **fact}, ZH) == title
        assert claim_title({"id": "f", "name": "n", **fact}, EN) == "n"
