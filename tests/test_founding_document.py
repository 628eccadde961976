"""Source ``jrsb-2025-05-13`` and its 30 facts: each is found through every door, as the source states it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from graph.ask import Budget
from graph.store import Store

SOURCE = "jrsb-2025-05-13"
DATA = Path(__file__).parent.parent / "loaders/data/facts.jsonl"
FACTS: list[dict[str, Any]] = [
    fact for line in DATA.read_text().splitlines() if (fact := json.loads(line))["source"] == SOURCE
]
WORDS = {
    "count": "", "CNY": " CNY", "percent": "%", "people": " people",
}  # fmt: skip

each = pytest.mark.parametrize("fact", FACTS, ids=[fact["id"] for fact in FACTS])


def test_the_founding_document_has_thirty_facts() -> None:
    assert len({fact["id"] for fact in FACTS}) == 30


@each
def test_by_cypher(example: Store, fact: dict[str, Any]) -> None:
    answer = example.ask(
        "MATCH (f:Fact {id: $id})-[:STATED_IN]->(s:Source) "
        "RETURN f.value, f.unit, f.bound, f.year, f.scope, f.status, f.period, f.evidence, f.evidence_zh, s.id",
        {"id": fact["id"]},
        Budget(),
    )
    said = ("value", "unit", "bound", "year", "scope", "status", "period", "evidence", "evidence_zh", "source")
    assert answer.rows == [[fact.get(key) for key in said]]


@pytest.fixture(scope="module")
def read_before() -> dict[str, dict[str, str]]:
    """By page what it shows of each fact: one look at a page is enough."""
    return {}


@pytest.fixture
def table(request: pytest.FixtureRequest, read_before: dict[str, dict[str, str]]) -> Callable[[str], dict[str, str]]:
    """What a page's table of claims shows in the browser, by the fact's id."""

    def read(path: str) -> dict[str, str]:
        if path not in read_before:
            page: Page = request.getfixturevalue("page")
            page.goto(path)
            rows = page.locator("#claims tbody tr").all()
            read_before[path] = {str(row.get_attribute("id")): row.inner_text() for row in rows}
        return read_before[path]

    return read


@each
def test_on_the_page_of_its_source(table: Callable[[str], dict[str, str]], fact: dict[str, Any]) -> None:
    shown = table(f"/sources/{SOURCE}")
    assert len(shown) == 30
    says(shown[fact["id"]], fact)


@each
def test_by_browsing_from_its_bank_or_group(table: Callable[[str], dict[str, str]], fact: dict[str, Any]) -> None:
    path = f"/banks/{fact['bank']}" if "bank" in fact else f"/groups/{fact['groups'][0]}"
    says(table(path)[fact["id"]], fact)


@each
def test_on_its_own_page(page: Page, fact: dict[str, Any]) -> None:
    page.goto(f"/facts/{fact['id']}", wait_until="domcontentloaded")
    text = page.locator("main").inner_text()
    says(text, fact)
    assert "Jin Rong Shi Bao via Reportify" in text
    assert page.locator(f'main a[href="/sources/{SOURCE}"]').count() >= 1


def says(text: str, fact: dict[str, Any]) -> None:
    """The text states value, unit, bound, year, scope and evidence of the fact."""
    assert fact["evidence"] in text
    if fact["year"] is None:
        assert "no year stated" in text
    else:
        assert str(fact["year"]) in text
    if fact["kind"] == "observation":
        assert f"{fact['value']:,}{WORDS[fact['unit']]}" in text
        assert fact["bound"] is None or fact["bound"] in text
        assert fact["scope"] is None or fact["scope"] in text
