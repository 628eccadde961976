"""Two languages: nothing is said in one only, and everybody gets the one that they read."""

import json
import re
from pathlib import Path

import pytest

import viz
from viz.extract import extracted, untranslated, update
from viz.pages import phrasebook
from viz.terms import TERMS, term
from viz.words import CONTEXT, LOCALES, catalogue, choose, forms_of, script_messages, words

VIZ = Path(viz.__file__).parent
PO = LOCALES / "zh" / "LC_MESSAGES" / "messages.po"
EN, ZH = words("en"), words("zh")
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]+>")


def test_every_text_has_a_chinese_one() -> None:
    assert untranslated(catalogue()) == []


def test_the_catalogue_holds_just_the_texts_that_are_used() -> None:
    used = {(m.id if isinstance(m.id, str) else tuple(m.id), m.context) for m in extracted() if m.id}
    kept = {(m.id if isinstance(m.id, str) else tuple(m.id), m.context) for m in catalogue() if m.id}
    assert kept == used, "run: python -m viz.extract"


def test_bringing_the_catalogue_in_step_changes_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "messages.po"
    copy.write_bytes(PO.read_bytes())
    assert update(copy) == []
    assert copy.read_text("utf-8") == PO.read_text("utf-8")


def test_translations_fill_in_the_same_values() -> None:
    for message in catalogue():
        if message.id:
            for text in forms_of(message.string):
                wanted = set(PLACEHOLDER.findall(forms_of(message.id)[-1]))
                assert set(PLACEHOLDER.findall(text)) == wanted, message.id


def test_scripts_get_the_texts_they_use_and_no_others() -> None:
    texts = script_messages("zh")
    assert texts["Copy citation"] == ["复制引文"]
    assert texts["{n} claim"] == ["{n} 条说法"]
    assert "Skip to content" not in texts
    assert not [key for key in texts if CONTEXT in key]
    assert script_messages("en") == {}


@pytest.mark.parametrize("path", sorted((VIZ / "static" / "js").glob("*.js")), ids=lambda path: path.name)
def test_scripts_say_nothing_that_is_not_in_the_catalogue(path: Path) -> None:
    said = re.findall(r'(?:text|title|placeholder|"aria-label"): *"([^"]*[A-Za-z]{2}[^"]*)"', path.read_text("utf-8"))
    assert said == []


@pytest.mark.parametrize("path", sorted((VIZ / "templates").glob("*.html")), ids=lambda path: path.name)
def test_templates_say_nothing_that_is_not_in_the_catalogue(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
    text = re.sub(r"\{% trans.*?endtrans %\}", "", text, flags=re.S)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.S)
    text = re.sub(r"<(svg|script|code|pre|kbd)\b.*?</\1>", "", text, flags=re.S)
    named = re.findall(r'(?:title|placeholder|aria-label|alt)="([^"]*[A-Za-z]{2}[^"]*)"', text)
    bare = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>", " ", text))
    assert {*named, *bare} <= {"bankgraph", "CSV", "JSON", "Cypher"}


def test_the_phrasebook_is_inert_and_speaks_the_language() -> None:
    for language in ("en", "zh"):
        text = phrasebook(language)
        assert not set("<>&") & set(text)
        assert json.loads(text)["language"] == language


@pytest.mark.parametrize(
    ("asked", "cookie", "accept", "language"),
    [
        ("zh", "en", "en", "zh"),
        (None, "zh", "en", "zh"),
        (None, None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, None, "en-GB,en;q=0.9,zh;q=0.8", "en"),
        (None, None, "fr;q=0.9, zh-TW;q=0.4, en;q=0.2", "zh"),
        (None, None, "de, en;q=wrong", "en"),
        ("xx", "yy", "", "en"),
        (None, None, None, "en"),
        ("ZH-hans", None, None, "zh"),
    ],
)
def test_the_address_goes_before_the_cookie_and_that_before_the_browser(
    asked: str | None, cookie: str | None, accept: str | None, language: str
) -> None:
    assert choose(asked, cookie, accept) == language


def test_a_chinese_reader_gets_chinese_texts_where_there_are_some() -> None:
    fact = {"evidence": "It says so.", "evidence_zh": "如此说。", "note": "A remark.", "note_zh": None}
    assert (ZH.text(fact, "evidence"), ZH.text_language(fact, "evidence")) == ("如此说。", "zh-Hans")
    assert (ZH.text(fact, "note"), ZH.text_language(fact, "note")) == ("A remark.", "en")
    assert EN.text(fact, "evidence") == "It says so."


def test_names_come_in_the_readers_language_and_the_other_one_after() -> None:
    bank = {"id": "icbc", "name": "ICBC", "name_zh": "中国工商银行"}
    assert (EN.name(bank), EN.other(bank)) == ("ICBC", "中国工商银行")
    assert (ZH.name(bank), ZH.other(bank)) == ("中国工商银行", "ICBC")
    alone = {"id": "nubank", "name": "Nubank", "name_zh": None}
    assert [(say.name(alone), say.other(alone)) for say in (EN, ZH)] == [("Nubank", "")] * 2
    assert EN.name({"id": "x"}) == "x"


def test_every_value_of_a_closed_list_has_a_word_and_others_stand_as_they_are() -> None:
    for table, values in TERMS.items():
        for value in values:
            assert term(EN, table, value)
            assert term(ZH, table, value)
    assert term(EN, "reliability", None) == "not rated"
    assert term(EN, "category", "something new") == "something new"
    assert term(EN, "category", None) == ""
