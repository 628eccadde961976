"""Pages as text: everything escaped, nothing inline, no style that no page uses."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from drawn import ELEMENTS, NODES, TOTALS, line, node

import viz
from graph.elements import Key
from viz.answer import table as answered
from viz.bank import figures
from viz.files import STATIC, files, media_type, static, version
from viz.layout import CARD
from viz.network import joined, network
from viz.overview import Wish, overview
from viz.pages import Shell, citation, claims_address, is_web_address, render, with_query, years
from viz.picture import Picture, draw
from viz.view import line_of
from viz.words import Words, words

VIZ = Path(viz.__file__).parent
EN, ZH = words("en"), words("zh")
HOSTILE = "</script><script>alert(1)</script>\" onmouseover=alert(2) '"


def source(**other: Any) -> dict[str, Any]:
    known = {
        "id": "s1", "name": "A report", "name_zh": "报告", "publisher": "A paper", "url": "https://example.org/a",
        "published": "2025-05-13", "language": "en", "reliability": "press", "note": None, "copy_of": None,
    }  # fmt: skip
    return {**known, **other}


def observation(**other: Any) -> dict[str, Any]:
    known = {
        "id": "f0123456789abcdef", "kind": "observation", "name": "technology investment, 2024", "year": 2024,
        "evidence": "The bank spent 2.519 billion yuan.", "evidence_zh": "该行投入25.19亿元。", "source": source(),
        "bank": {"id": "bos", "name": "Bank of Shanghai", "name_zh": "上海银行"}, "initiative": None,
        "metric": {"id": "technology_investment", "name": "Technology investment", "name_zh": "科技投入"},
        "value": 2_519_000_000, "unit": "CNY", "bound": "more than", "status": "planned", "period": "FY",
        "scope": "whole bank", "scope_zh": "全行", "note": "A remark.", "note_zh": None,
    }  # fmt: skip
    return {**known, **other}


FACTS = [
    observation(),
    {"id": "f2", "kind": "deployment", "name": "DeepSeek", "year": None, "evidence": "It runs it.", "source": source(),
     "bank": {"id": "a", "name": "A"}, "model": {"id": "m", "name": "M"}, "mode": "private", "initiative": None},
    {"id": "f3", "kind": "partnership", "name": "Huawei", "year": 2023, "evidence": "They do.", "source": source(),
     "bank": {"id": "a", "name": "A"}, "vendor": {"id": "v", "name": "V"}, "purpose": "machines", "purpose_zh": "机器"},
    {"id": "f4", "kind": "trend", "name": "talent", "year": 2025, "evidence": "More of it.", "source": source(),
     "groups": [{"id": "g", "name": "G"}], "topic": "talent", "statement": "Banks hire.", "models": []},
    {"id": "f5", "kind": "initiative", "name": "Brain", "year": 2025, "evidence": "It began.", "source": source(),
     "bank": {"id": "a", "name": "A"}, "initiative": {"id": "i", "name": "I"}, "category": "platform",
     "summary": "A platform.", "models": [{"id": "m", "name": "M"}], "areas": [{"id": "c", "name": "Credit"}],
     "vendors": []},
]  # fmt: skip
BEIJING = Key("Bank", "bank-of-beijing")


def shell(say: Words) -> Shell:
    query = urlencode({"q": HOSTILE}) + "&about=Bank:a&about=Bank:b"
    return Shell(say, "/x", query, "banks", "a" * 64, {"Fact": 1357, "Bank": 132, "Source": 307})


def picture(say: Words) -> Picture:
    return draw(network(BEIJING, ELEMENTS, TOTALS, more="/more"), say, CARD)


COUNTS = {"read": 3, "new": None, "known": 0, "changed": 1, "rejected": 2}


def receipt(*, undo: bool = False) -> dict[str, Any]:
    undone = {"load": "l1", "undone": "2026-01-31T12:00:00+00:00", "withdrawn": 1, "held": {HOSTILE: 2}, "digest": "d",
              "entities_withdrawn": 0, "entities_changed": 0, "entities_kept": 0}  # fmt: skip
    return {
        "load": HOSTILE, "time": "2026-01-31T12:00:00+00:00", "state": "undone" if undo else "unfinished",
        "files": [{"name": HOSTILE, "sha256": "0" * 64, "records": 3}] * 5, **COUNTS, "entities_read": 0,
        "entities_new": None, "entities_changed": None, "entities_rejected": 0, "evidence_differing": 1,
        "mistakes": [HOSTILE], "digest": "d" if undo else None, "undo": undone if undo else None,
    }  # fmt: skip


def pages(say: Words) -> dict[str, str]:
    bank = {**NODES[BEIJING].properties, "name": HOSTILE}
    listed = {"lead": HOSTILE, "next": "c2", "total": 5, "api": "/api/x"}
    about = {"facts": FACTS, "total": 5, "next": "c2", "api": "/api/x"}
    thing = {**about, "thing": bank, "picture": picture(say), "joined": joined(BEIJING, ELEMENTS)}
    group = {"id": "g", "name": "G", "name_zh": None, "bank_types": ["city"], "country": "CN", "banks": []}
    members = joined(Key("AIModel", "deepseek"), ELEMENTS)[0][1]
    query = {"name": "q", "title": HOSTILE, "title_zh": "问", "about": "About.", "about_zh": None}
    hostile = [*ELEMENTS, node("Bank", "h", name=HOSTILE), node("AIModel", "hm", name=HOSTILE)]
    hostile.append(line("DEPLOYED", hostile[-2], hostile[-1]))  # type: ignore[arg-type]
    made = {
        "explorer.html": {"picture": draw(overview(hostile, TOTALS), say), "wish": Wish()},
        "empty.html": {},
        "error.html": {"title": "No", "message": HOSTILE, "advice": [HOSTILE], "id": "7c",
                       "near": [{"label": "Bank", "id": "a", "name": HOSTILE, "href": HOSTILE}]},
        "thing.html": {**thing, "label": "AIModel"},
        "bank.html": {**thing, "label": "Bank", "figures": figures(BEIJING, ELEMENTS)},
        "group.html": {**thing, "label": "BankGroup", "thing": group, "picture": None, "joined": [("Bank", members)]},
        "source.html": {**about, "source": source(name=HOSTILE, url="javascript:alert(1)"), "original": source(),
                        "copies": [source(facts=3)]},
        "fact.html": {"fact": observation(evidence=HOSTILE), "api": "/api/x", "others": FACTS, "load": HOSTILE},
        "loads.html": {"items": [receipt(), receipt(undo=True)], "total": 2, "next": "c2", "api": "/api/x"},
        "load.html": {"load": receipt(), "claims": [(HOSTILE, COUNTS)], "things": [], "facts": FACTS, "total": 9,
                      "api": "/api/x"},
        "undone": {"load": receipt(undo=True), "claims": [(HOSTILE, COUNTS)], "things": [("A", COUNTS)], "facts": [],
                   "total": 0, "api": "/api/x"},
        "query.html": {"query": query, "parameters": [{"name": "model", "heading": HOSTILE, "value": HOSTILE}],
                       "answer": answered(["a"], [[HOSTILE], [None], [[1, "x"]], [{"a": 1}]], {}, say),
                       "truncated": "rows",
                       "cypher": HOSTILE, "api": "/api/x"},
    }  # fmt: skip
    lists = {
        "facts": {"label": "", "items": FACTS}, "sources": {"label": "", "items": [source(name=HOSTILE, facts=2)]},
        "queries": {"label": "", "items": [query]}, "things": {"label": "Bank", "items": [{**bank, "facts": 3}]},
        "search": {"label": "", "items": [{"label": "Bank", "id": "a", "name": HOSTILE, "match": "alias"}]},
        "nothing": {"label": "Bank", "items": []},
    }  # fmt: skip
    rendered = {
        template: render("load.html" if template == "undone" else template, shell(say), **context)
        for template, context in made.items()
    }
    for table, context in lists.items():
        rendered[table] = render("list.html", shell(say), title=HOSTILE, table=table, **listed, **context)
    return rendered


ALL = {say.language: pages(say) for say in (EN, ZH)}


class Reader(HTMLParser):
    """Collects elements and attributes; complains of what is not closed."""

    VOID = ("meta", "link", "input", "br", "path", "rect", "circle", "use", "img", "hr")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


@pytest.fixture(params=[(language, name) for language, made in ALL.items() for name in made], ids="-".join)
def html(request: pytest.FixtureRequest) -> str:
    language, name = request.param
    return ALL[language][name]


def test_a_page_is_whole_and_everything_in_it_is_closed(html: str) -> None:
    assert html.startswith("<!doctype html>")
    assert read(html).open == []


def test_no_page_holds_code_or_style_of_its_own(html: str) -> None:
    for tag, attributes in read(html).elements:
        assert tag != "style"
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        if tag == "script":
            assert attributes.get("src", "").startswith("/static/") or attributes["type"] == "application/json"


def test_hostile_text_stays_text(html: str) -> None:
    assert "<script>alert" not in html
    assert not [a for _, a in read(html).elements if str(a.get("href", "")).startswith("javascript:")]


def test_pages_name_only_files_that_are_there(html: str) -> None:
    for _, attributes in read(html).elements:
        address = attributes.get("src") or attributes.get("href") or ""
        if address.startswith("/static/"):
            assert address.split("/", 3)[3] in files()


def test_labels_and_ids_within_a_page_fit_together(html: str) -> None:
    elements = read(html).elements
    ids = [attributes["id"] for _, attributes in elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert all(a["for"] in ids for _, a in elements if a.get("for"))
    for tag, attributes in elements:
        if tag in ("button", "input") and "aria-label" in attributes:
            assert attributes["aria-label"]


def test_the_language_can_be_changed_on_every_page_and_keeps_the_address(html: str) -> None:
    links = [a["href"] for tag, a in read(html).elements if tag == "a" and a.get("hreflang")]
    assert len(links) == 2
    asked = [("q", HOSTILE), ("about", "Bank:a"), ("about", "Bank:b")]
    for link, language in zip(links, ("en", "zh"), strict=True):
        assert parse_qsl(urlsplit(str(link)).query) == [*asked, ("lang", language)]


def test_a_chinese_page_says_nothing_in_english_but_names() -> None:
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", ALL["zh"]["fact.html"], flags=re.S)
    assert "该行投入25.19亿元。" in text
    for word in ("Claim", "Evidence", "Published", "Skip", "Search"):
        assert word not in text


def test_a_value_stands_with_bound_status_scope_period_and_full_figure() -> None:
    for text in (ALL["en"]["fact.html"], ALL["en"]["facts"]):
        for part in (
            "CNY 2.52 bn",
            "2,519,000,000 CNY",
            "↑ more than",
            "planned, not a result",
            "whole bank",
            "FY 2024",
        ):
            assert part in text
    for part in ("25.19亿元", "↑ 超过", "计划，非结果", "全行", "2024财年", "该行投入25.19亿元。"):
        assert part in ALL["zh"]["facts"]


def used() -> set[str]:
    """Words in templates and scripts, any of which may be a class or an id."""
    texts = [*VIZ.glob("templates/*"), *VIZ.glob("static/js/*.js")]
    found = {word for text in texts for word in re.findall(r"[\w-]+", text.read_text("utf-8"))}
    return found | {f"g-{mark}" for mark in found} | set(TOTALS.nodes)


def test_no_style_is_kept_that_no_page_uses() -> None:
    sheets = "\n".join(sheet.read_text("utf-8") for sheet in sorted(STATIC.glob("css/*.css")))
    rules = re.sub(r"/\*.*?\*/|\{[^{}]*\}|url\(.*?\)", " ", sheets, flags=re.S)
    assert set(re.findall(r"\.([a-zA-Z][\w-]*)", rules)) - used() == set()
    tokens = set(re.findall(r"^\s*(--[\w-]+):|;\s+(--[\w-]+):", sheets, re.M))
    named = {first or second for first, second in tokens}
    scripts = "\n".join(path.read_text("utf-8") for path in STATIC.glob("js/*.js"))
    assert {t for t in named if f"var({t}" not in sheets and f'"{t.removeprefix("--")}"' not in scripts} == set()


def test_files_are_served_below_an_address_that_changes_with_them() -> None:
    assert static("css/tokens.css") == f"/static/{version()}/css/tokens.css"
    assert files()["vis-network.min.js"].parts[-5:-2] == ("pyvis", "templates", "lib")
    assert media_type("js/boot.js").startswith("text/javascript")
    with pytest.raises(KeyError):
        static("js/missing.js")
    assert not [name for name in files() if name.endswith(".py")]


@pytest.mark.parametrize(
    ("url", "web"),
    [("https://a.org", True), ("http://a.org/x", True), ("javascript:alert(1)", False), ("ftp://a", False),
     ("//a.org", False), ("", False), (None, False), ("http://[", False), (" javascript:x", False)],
)  # fmt: skip
def test_only_web_addresses_are_linked(url: str | None, web: bool) -> None:
    assert is_web_address(url) is web


def test_small_things_of_pages() -> None:
    assert [years(None), years(2024, 2024), years(2023, 2025), years(None, 2024)] == ["", "2024", "2023–2025", "2024"]
    two = "/facts?about=Bank:a&about=Bank:b"
    assert with_query(f"{two}&cursor=1", cursor="", year="2024") == f"{two}&year=2024"
    bank, model, year = node("Bank", "a"), node("AIModel", "m"), node("Year", "2024")
    assert claims_address(line_of(line("DEPLOYED", bank, model))) == "/facts?about=Bank:a&about=AIModel:m"
    assert claims_address(line_of(line("IN_YEAR", bank, year))) == "/facts?about=Bank:a&year=2024"
    assert citation(observation(), EN) == (
        'A paper, "A report", 2025-05-13, https://example.org/a, bankgraph f0123456789abcdef'
    )
    undated = observation(source=source(published=None, url=None))
    assert citation(undated, ZH) == 'A paper, "报告", 无日期, bankgraph f0123456789abcdef'
