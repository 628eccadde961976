"""The explorer in a real browser: what is drawn, what a click tells, and that nothing is cut or loud."""

import json
import re
from collections.abc import Callable
from typing import Any

import afresh
import pytest
from drawn import line, node
from playwright.sync_api import Browser, Page, expect

from graph.elements import Node, Relationship
from viz.figures import figure, when
from viz.overview import Wish, overview
from viz.pages import Shell, render
from viz.picture import draw
from viz.view import Totals
from viz.words import words

PAGES = (
    "/", "/?draw=all", "/banks", "/banks/bank-of-beijing", "/models/deepseek", "/metrics/technology_investment",
    "/groups/small-and-medium-banks", "/sources", "/sources/jrsb-2025-05-13", "/facts", "/facts/f1aed3035ad869583",
    "/queries", "/search?q=beijing", "/years/2024", "/areas/credit", "/vendors/huawei",
)  # fmt: skip
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def explorer(page: Page) -> Page:
    page.goto("/")
    page.wait_for_function("window.bankgraph")
    return page


def point_on(page: Page, edge: str, part: float = 0.5) -> tuple[float, float]:
    """Where on the screen a point of a line is, by its part of the way."""
    x, y = page.evaluate(
        """([id, part]) => {
            const { picture } = bankgraph, edge = picture.data.edges.find((e) => e.id === id);
            const [a, b] = [edge.from, edge.to].map((key) => picture.at.get(key));
            const at = picture.network.canvasToDOM({ x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part });
            const box = picture.canvas.getBoundingClientRect();
            return [at.x + box.x, at.y + box.y];
        }""",
        [edge, part],
    )
    return x, y


def edge_of(page: Page, start: str, end: str) -> str:
    found: str = page.evaluate(
        "([a, b]) => bankgraph.picture.data.edges.find((e) => e.from === a && e.to === b).id", [start, end]
    )
    return found


def colours_at(page: Page, x: float, y: float, reach: int = 6) -> set[str]:
    """The colours around a point of the canvas, as the page writes them."""
    found: list[str] = page.evaluate(
        """([x, y, reach]) => {
            const canvas = document.querySelector("#canvas canvas"), box = canvas.getBoundingClientRect();
            const scale = canvas.width / box.width, side = reach * 2;
            const [left, top] = [(x - box.x - reach) * scale, (y - box.y - reach) * scale];
            const { data } = canvas.getContext("2d").getImageData(left, top, side, side);
            const found = new Set();
            for (let i = 0; i < data.length; i += 4) found.add(`rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`);
            return [...found];
        }""",
        [x, y, reach],
    )
    return set(found)


def test_what_is_drawn_is_what_the_sentence_says(explorer: Page) -> None:
    things, lines = explorer.evaluate("[bankgraph.picture.shown.dots.size, bankgraph.picture.shown.edges.size]")
    sentence = explorer.locator(".saying p").first
    assert sentence.inner_text().startswith(f"Showing {things} of ")
    assert f"{lines} of " in sentence.inner_text()
    assert explorer.locator("[data-line]").count() == lines
    assert explorer.locator("[data-thing]").count() == things


def test_nodes_stand_where_the_server_placed_them_and_in_their_colours(explorer: Page) -> None:
    x, y = explorer.evaluate(
        """() => {
            const { picture } = bankgraph, at = picture.network.canvasToDOM(picture.at.get("AIModel:deepseek"));
            const box = picture.canvas.getBoundingClientRect();
            return [at.x + box.x, at.y + box.y];
        }"""
    )
    assert colours_at(explorer, x, y, 2) == {"rgb(194, 80, 10)"}


def test_a_click_on_a_line_shows_every_claim_behind_it(explorer: Page) -> None:
    edge = edge_of(explorer, "Bank:icbc", "AIModel:deepseek")
    explorer.mouse.click(*point_on(explorer, edge))
    panel = explorer.locator("#panel")
    expect(panel.locator(".ends")).to_contain_text("Industrial and Commercial Bank of China")
    expect(panel.locator(".ends")).to_contain_text("DeepSeek")
    behind = afresh.SUMMARY["DEPLOYED"]["icbc", "deepseek"]
    expect(panel.locator(".claim")).to_have_count(len(behind))
    for fact in behind:
        claim = panel.locator(f"#{fact['id']}")
        source = afresh.SOURCES[fact["source"]]
        expect(claim).to_contain_text(fact["evidence"])
        expect(claim).to_contain_text(source["publisher"])
        expect(claim).to_contain_text(source["published"] or "no date")
        expect(claim.get_by_role("link", name="Open source")).to_have_attribute("href", source["url"])
        expect(claim.get_by_role("link", name=fact["id"])).to_have_attribute("href", f"/facts/{fact['id']}")


def test_a_line_to_a_year_shows_the_claims_of_that_year(explorer: Page) -> None:
    (initiative, year), behind = next(iter(afresh.SUMMARY["IN_YEAR"].items()))
    explorer.goto("/?draw=all&quiet=1")
    explorer.wait_for_function("window.bankgraph")
    edge = edge_of(explorer, f"Initiative:{initiative}", f"Year:{year}")
    explorer.evaluate("(id) => bankgraph.picture.select({ edge: bankgraph.picture.shown.edges.get(id) })", edge)
    shown = explorer.locator("#panel .claim")
    expect(shown).to_have_count(len(behind))
    assert {shown.nth(i).get_attribute("id") for i in range(len(behind))} == {fact["id"] for fact in behind}


def test_a_value_is_shown_with_bound_status_scope_and_full_figure(page: Page) -> None:
    page.goto("/banks/bank-of-shanghai")
    page.wait_for_function("window.bankgraph")
    edge = edge_of(page, "Bank:bank-of-shanghai", "Metric:technology_investment")
    page.evaluate("(id) => bankgraph.picture.select({ edge: bankgraph.picture.shown.edges.get(id) })", edge)
    claim = page.locator("#f1aed3035ad869583.claim")
    expect(claim.locator(".val")).to_have_text("CNY 2.52 bn")
    expect(claim.locator(".raw")).to_have_text("2,519,000,000 CNY")
    expect(page.locator("#panel .yr").filter(has_text="FY 2024")).to_be_visible()


def test_a_click_on_a_thing_shows_its_lines_and_what_is_said_of_it(explorer: Page) -> None:
    explorer.evaluate("bankgraph.picture.select({ dot: bankgraph.picture.dots.get('Bank:icbc') })")
    panel = explorer.locator("#panel")
    expect(panel.locator(".ends")).to_contain_text("State-owned · Beijing · 601398.SH")
    expect(panel.get_by_role("link", name="Open its page")).to_have_attribute("href", "/banks/icbc")
    expect(panel.locator(".relrow").first).to_be_visible()
    expect(panel.locator(".claim").first).to_be_visible()
    about = sum(fact.get("bank") == "icbc" for fact in afresh.FACTS.values())
    expect(panel.locator("h2").nth(1)).to_contain_text(f"{about} claims")
    while panel.get_by_role("button", name="Show more claims").count():
        panel.get_by_role("button", name="Show more claims").click()
    expect(panel.locator(".claim")).to_have_count(about)


def test_a_click_beside_everything_takes_the_selection_away(explorer: Page) -> None:
    explorer.evaluate("bankgraph.picture.select({ dot: bankgraph.picture.dots.get('Bank:icbc') })")
    explorer.get_by_role("button", name="Close").click()
    expect(explorer.locator("#panel")).to_contain_text("Nothing selected")
    expect(explorer.locator("#panel .relrow")).to_have_count(12)


def test_the_legend_filters_picture_and_table_alike(explorer: Page) -> None:
    explorer.locator("button.key[data-kind=bank]").click()
    dots = explorer.evaluate("[...bankgraph.picture.shown.dots.values()].map((dot) => dot.kind)")
    assert "bank" not in dots
    expect(explorer.locator("#hidden")).to_contain_text("hidden by the legend")
    shown = explorer.locator("[data-thing]:not([hidden])")
    assert shown.count() == len(dots)
    assert explorer.locator("[data-line]:not([hidden])").count() == explorer.evaluate(
        "bankgraph.picture.shown.edges.size"
    )
    explorer.locator("button.key[data-kind=bank]").click()
    explorer.locator("button.key[data-state=single]").click()
    states = explorer.evaluate("[...new Set([...bankgraph.picture.shown.edges.values()].map((edge) => edge.state))]")
    assert states == ["corroborated"]


def test_the_table_takes_the_pictures_place_and_opens_claims(explorer: Page) -> None:
    explorer.locator(".saying [data-show=table]").click()
    row = explorer.locator("[data-line]").first
    row.locator("a.lk").click()
    expect(row).to_have_class(re.compile(r"\bon\b"))
    expect(explorer.locator("#panel .claim").first).to_be_visible()
    assert explorer.url.endswith("/")


def test_the_keyboard_walks_from_thing_to_thing_and_opens_the_line(explorer: Page) -> None:
    explorer.locator("#canvas").focus()
    explorer.keyboard.press("ArrowRight")
    start = explorer.evaluate("bankgraph.picture.selection.dot.id")
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"):
        explorer.keyboard.press(key)
    here = explorer.evaluate("bankgraph.picture.selection.dot")
    assert here["id"] != start
    assert here["name"] in explorer.locator("#voice").inner_text()
    explorer.keyboard.press("Enter")
    expect(explorer.locator("#panel")).to_contain_text("Every claim behind this line")
    explorer.keyboard.press("Escape")
    expect(explorer.locator("#panel")).to_contain_text("Nothing selected")
    explorer.keyboard.press("t")
    expect(explorer.locator("#twin")).to_have_class(re.compile("shown"))


def test_pointing_at_a_thing_fades_the_rest(explorer: Page) -> None:
    edge = edge_of(explorer, "Bank:bank-of-beijing", "AIModel:deepseek")
    explorer.mouse.move(*point_on(explorer, edge, 0.3))
    expect(explorer.locator(".tip")).to_be_visible()
    expect(explorer.locator(".tip")).to_contain_text("Bank of Beijing – DeepSeek")
    explorer.mouse.move(5, 5)
    expect(explorer.locator(".tip")).to_be_hidden()


def test_light_and_dark_are_kept_and_the_picture_follows(explorer: Page) -> None:
    ground = explorer.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    explorer.get_by_role("button", name="Light or dark").click()
    dark = explorer.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (ground, dark) == ("rgb(244, 246, 247)", "rgb(16, 22, 28)")
    explorer.reload()
    explorer.wait_for_function("window.bankgraph")
    assert explorer.evaluate("document.documentElement.dataset.theme") == "dark"
    x, y = explorer.evaluate(
        """() => {
            const { picture } = bankgraph, at = picture.network.canvasToDOM(picture.at.get("AIModel:deepseek"));
            const box = picture.canvas.getBoundingClientRect();
            return [at.x + box.x, at.y + box.y];
        }"""
    )
    assert colours_at(explorer, x, y, 2) == {"rgb(245, 154, 87)"}


def test_in_chinese_names_texts_and_figures_are_chinese(page: Page) -> None:
    page.goto("/banks/bank-of-shanghai?lang=zh")
    page.wait_for_function("window.bankgraph")
    expect(page.locator("h1")).to_contain_text("上海银行")
    edge = edge_of(page, "Bank:bank-of-shanghai", "Metric:technology_investment")
    page.evaluate("(id) => bankgraph.picture.select({ edge: bankgraph.picture.shown.edges.get(id) })", edge)
    claim = page.locator("#f1aed3035ad869583.claim")
    expect(claim.locator(".val")).to_have_text("25.19亿元")
    expect(claim).to_contain_text(afresh.FACTS["f1aed3035ad869583"]["evidence_zh"])
    page.goto("/banks")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_cut_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(address)
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide == 0


def test_on_a_phone_the_panel_is_a_sheet_and_the_selected_stays_in_sight(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/")
    page.wait_for_function("window.bankgraph")
    expect(page.locator("#panel")).to_be_hidden()
    edge = edge_of(page, "Bank:bank-of-beijing", "AIModel:deepseek")
    page.evaluate("(id) => bankgraph.picture.select({ edge: bankgraph.picture.shown.edges.get(id) })", edge)
    expect(page.locator("#panel .claim").first).to_be_visible()
    sheet = page.locator("#panel").bounding_box()
    assert sheet is not None
    assert 0 < point_on(page, edge)[1] < sheet["y"]
    page.locator("#legend").click()
    expect(page.locator("#rail")).to_be_visible()
    page.locator("label.unfold").click()
    expect(page.get_by_role("link", name="Banks", exact=True)).to_be_visible()


def test_without_scripts_the_table_stands_in_for_the_picture(chromium: Browser, page: Page, site: str) -> None:
    page.goto("/")
    rows = page.locator("[data-line]").count()
    context = chromium.new_context(java_script_enabled=False, base_url=site)
    bare = context.new_page()
    bare.goto("/")
    assert bare.locator("[data-line]:visible").count() == rows
    assert not bare.locator("#canvas").is_visible()
    assert not bare.locator("#theme").is_visible()
    bare.locator("[data-line] a.lk").first.click()
    assert bare.locator("tbody tr").count() > 1
    context.close()


def test_scripts_and_server_write_every_value_alike(page: Page) -> None:
    for language in ("en", "zh"):
        page.goto(f"/?lang={language}")
        base = page.locator("script[type=module][src*=explorer]").get_attribute("src")
        observations = [[f["value"], f["unit"], f["year"], f["period"]] for f in afresh.OBSERVATIONS]
        odd = [[2_515_000_000, "CNY", None, None], [999_999_999, "people", 2024, "H2"], [0.125, "{n}", 2024, "Q1"]]
        written = page.evaluate(
            """async ([base, values]) => {
                const { figure, when } = await import(base.replace("explorer.js", "figures.js"));
                const { figures, language } = JSON.parse(document.getElementById("phrasebook").textContent);
                return values.map(([value, unit, year, period]) => {
                    const { text, raw } = figure(figures, language, value, unit);
                    return [text, raw, when(figures, year, period)];
                });
            }""",
            [base, observations + odd],
        )
        say = words(language)
        for (value, unit, year, period), (text, raw, time) in zip(observations + odd, written, strict=True):
            shown = figure(say, value, unit)
            assert (shown.text, shown.raw, when(say, year, period)) == (text, raw, time)


HOSTILE = "</script><img src=x onerror=alert(1)>\u202e href=javascript:alert(2) \U0001f600 " + "x" * 10_000


@pytest.fixture
def shown(page: Page) -> Callable[..., Page]:
    """A page of the server that draws these elements, and answers these claims."""

    def show(elements: list[Node | Relationship], facts: list[dict[str, Any]]) -> Page:
        picture = draw(overview(elements, Totals({}, {})), words("en"))
        html = render("explorer.html", Shell(words("en")), picture=picture, wish=Wish())
        answer = json.dumps({"items": facts, "total": len(facts), "next": None})
        page.goto("/")
        headers = page.request.get("/").headers
        policy = {"content-security-policy": headers["content-security-policy"], "content-type": "text/html"}
        page.route("**/made-up", lambda route: route.fulfill(body=html, headers=policy))
        page.route("**/api/facts?*", lambda route: route.fulfill(body=answer, content_type="application/json"))
        page.goto("/made-up")
        page.wait_for_function("window.bankgraph")
        return page

    return show


def test_hostile_names_and_texts_run_nothing_and_break_nothing(shown: Callable[..., Page]) -> None:
    bank, model = node("Bank", "a", name=HOSTILE, hq=HOSTILE), node("AIModel", "m", name="m", name_zh=HOSTILE)
    source = {"id": "s", "name": HOSTILE, "publisher": HOSTILE, "url": "javascript:alert(3)", "published": None,
              "reliability": None, "copy_of": None}  # fmt: skip
    fact = {"id": "f0", "kind": "deployment", "name": HOSTILE, "evidence": HOSTILE, "year": None, "source": source,
            "bank": {"id": "b", "name": HOSTILE}, "note": HOSTILE, "mode": HOSTILE}  # fmt: skip
    page = shown([bank, model, line("DEPLOYED", bank, model)], [fact])
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.evaluate("bankgraph.picture.select({ edge: bankgraph.picture.data.edges[0] })")
    expect(page.locator("#panel .claim")).to_contain_text("onerror")
    assert page.locator("#panel img, #twin img").count() == 0
    assert page.get_by_role("link", name="Open source").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_contested_line_is_double_crimson_with_an_unequal_sign(shown: Callable[..., Page]) -> None:
    bank, model = node("Bank", "a", name="A"), node("AIModel", "m", name="M")
    page = shown([bank, model, line("DEPLOYED", bank, model, 2, contested=True)], [])
    expect(page.locator("button.key[data-state=contested] .c")).to_have_text("1")
    assert "rgb(176, 14, 63)" in colours_at(page, *point_on(page, "e0"))
    page.evaluate("bankgraph.picture.select({ edge: bankgraph.picture.data.edges[0] })")
    expect(page.locator("#panel .verdict.contested")).to_contain_text("Contested")


def test_claims_that_cannot_be_fetched_are_said_so(explorer: Page) -> None:
    explorer.route("**/api/facts?*", lambda route: route.fulfill(status=200, body="{", content_type="application/json"))
    edge = edge_of(explorer, "Bank:bank-of-beijing", "AIModel:deepseek")
    explorer.evaluate("(id) => bankgraph.picture.select({ edge: bankgraph.picture.shown.edges.get(id) })", edge)
    expect(explorer.get_by_role("alert")).to_contain_text("The claims could not be fetched")
