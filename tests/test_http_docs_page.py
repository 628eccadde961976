"""/docs in a real browser: it draws, and tries a request, with nothing from outside and under a strict policy."""

from playwright.sync_api import Page, expect


def test_the_description_is_read_and_tried(page: Page) -> None:
    page.goto("/docs")
    expect(page.get_by_role("heading", name="bankgraph")).to_be_visible()
    page.get_by_role("button", name="/api/areas", exact=False).first.click()
    page.get_by_role("button", name="Execute").first.click()
    expect(page.get_by_text("customer-service").first).to_be_visible()
