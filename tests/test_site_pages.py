"""Every page over HTTP and in the browser: there, in both languages, with its links to JSON and CSV."""

import re

import httpx
import pytest
from playwright.sync_api import Page

PAGES = (
    "/", "/?draw=all&quiet=1&with=Vendor,Metric", "/banks", "/banks/bank-of-beijing", "/banks/bank-of-beijing?draw=all",
    "/groups", "/groups/small-and-medium-banks", "/sources", "/sources/jrsb-2025-05-13", "/facts",
    "/facts?bank=icbc&kind=deployment", "/facts/f5008c5fc47cba383", "/initiatives",
    "/initiatives/bank-of-beijing-all-in-ai", "/models", "/models/deepseek", "/vendors", "/vendors/huawei",
    "/areas", "/areas/credit", "/metrics",
    "/metrics/technology_investment", "/years", "/years/2024", "/queries", "/queries/bank_initiatives?bank=icbc",
    "/search?q=deepseek",
)  # fmt: skip
HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_in_both_languages(web: httpx.Client, path: str) -> None:
    for language, tag in (("en", "en"), ("zh", "zh-Hans")):
        answer = web.get(path, headers={**HTML, "Accept-Language": language})
        assert answer.status_code == 200, answer.text
        assert f'<html lang="{tag}"' in answer.text
        assert "<h1>" in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert web.get(path, headers={**HTML, "If-None-Match": answer.headers["etag"]}).status_code in (200, 304)


@pytest.mark.parametrize("path", [path for path in PAGES if path not in ("/facts", "/years/2024")])
def test_a_page_in_the_browser_complains_of_nothing_and_asks_nobody_else(page: Page, path: str) -> None:
    answer = page.goto(path, wait_until="load")
    assert answer is not None
    assert answer.ok


@pytest.mark.parametrize(
    "path", ["/banks/icbc", "/facts?bank=icbc", "/sources/jrsb-2025-05-13", "/queries/bank_models"]
)
def test_the_links_of_a_page_to_json_and_csv_answer(web: httpx.Client, path: str) -> None:
    text = web.get(path, headers=HTML).text
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/api/[^"]*)"', text)]
    assert any("format=csv" in link for link in links)
    for link in links:
        assert web.get(link).status_code == 200, link


def test_the_language_of_the_address_is_remembered(web: httpx.Client) -> None:
    assert '<html lang="zh-Hans"' in web.get("/banks?lang=zh", headers=HTML).text
    assert '<html lang="zh-Hans"' in web.get("/models", headers={**HTML, "Accept-Language": "en"}).text
    web.get("/banks?lang=en", headers=HTML)
    assert '<html lang="en"' in web.get("/models", headers={**HTML, "Accept-Language": "zh"}).text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("北京银行", "/banks/bank-of-beijing"),
        ("Bank of Beijing", "/banks/bank-of-beijing"),
        ("601169", "/banks/bank-of-beijing"),
        ("京行", "/banks/bank-of-beijing"),
        ("ICBC", "/banks/icbc"),
        ("工行", "/banks/icbc"),
        ("gongshang yinhang", "/banks/icbc"),
        ("technology_investment", "/metrics/technology_investment"),
        ("bank of beijng", "/banks/bank-of-beijing"),
    ],
)
def test_search_finds_the_exact_name_first(web: httpx.Client, text: str, first: str) -> None:
    found = re.findall(
        r'<td>.*?href="(/[a-z]+/[^"]+)"', web.get("/search", params={"q": text}, headers=HTML).text, re.S
    )
    assert found
    assert found[0] == first


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "(", "*", "~", "AND", "a:b", "\\", "🙂", "x" * 3000, "<script>alert(1)</script>"]
)
def test_search_takes_nonsense(web: httpx.Client, text: str) -> None:
    answer = web.get("/search", params={"q": text}, headers=HTML)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_an_unknown_thing_is_a_page_that_names_what_may_have_been_meant(web: httpx.Client) -> None:
    answer = web.get("/banks/bank-of-bejing", headers=HTML)
    assert answer.status_code == 404
    assert 'href="/banks/bank-of-beijing"' in answer.text
    assert "Traceback" not in answer.text


def test_an_unknown_parameter_is_refused(web: httpx.Client) -> None:
    answer = web.get("/banks?tpye=city", headers=HTML)
    assert answer.status_code == 422
    assert "did you mean type" in answer.text


def test_files_are_kept_for_ever_by_an_address_that_changes_with_them(web: httpx.Client) -> None:
    files = set(re.findall(r'"(/static/[^"]+)"', web.get("/", headers=HTML).text))
    assert len(files) > 10
    for file in files:
        answer = web.get(file)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert web.get("/static/x/../../pyproject.toml").status_code == 404


def test_an_empty_graph_says_how_to_fill_it(empty_web: httpx.Client) -> None:
    answer = empty_web.get("/", headers=HTML)
    assert answer.status_code == 200
    assert "bankgraph load PATH" in answer.text
    assert empty_web.get("/banks", headers=HTML).status_code == 200
