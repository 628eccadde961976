"""What every request passes: known host names, no other site's pages, headers that close what is not needed."""

import httpx
import pytest

from api.guards import Guards

BODY = {"query": "RETURN 1"}
EVERYWHERE = (
    "/api/banks",
    "/api/nothing",
    "/healthz",
    "/docs",
    "/openapi.json",
    "/favicon.ico",
    "/docs/swagger-ui.css",
)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "10.0.0.1", "", "[::1"]
)
def test_a_name_that_is_not_the_servers(web: httpx.Client, host: str) -> None:
    answer = web.get("/api/banks", headers={"host": host})
    assert answer.status_code == 400
    if host:
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:1234", "127.0.0.1:99", "[::1]:8000"])
def test_names_of_this_machine(web: httpx.Client, host: str) -> None:
    assert web.get("/healthz", headers={"host": host}).status_code == 200


def test_every_interface_is_asked_by_number_or_by_the_machines_name() -> None:
    guards = Guards(None, "0.0.0.0")  # type: ignore[arg-type]
    assert guards.serves("192.168.1.7:8000")
    assert guards.serves("[fe80::1]:8000")
    assert not guards.serves("evil.example")
    named = Guards(None, "graph.bank.example")  # type: ignore[arg-type]
    assert named.serves("graph.bank.example:8000")
    assert not named.serves("192.168.1.7")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"}, {"origin": "http://localhost:1"},
    ],
)  # fmt: skip
def test_other_sites_may_not_post(web: httpx.Client, headers: dict[str, str]) -> None:
    answer = web.post("/api/cypher", json=BODY, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("the request comes from a page of another site")


def test_our_own_pages_and_programs_may(web: httpx.Client, site: str) -> None:
    for headers in ({}, {"origin": site, "sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}):
        assert web.post("/api/cypher", json=BODY, headers=headers).status_code == 200


def test_no_other_site_may_read(web: httpx.Client) -> None:
    answer = web.get("/api/banks", headers={"origin": "http://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert web.options("/api/cypher", headers={"origin": "http://evil.example"}).status_code in (403, 405)


@pytest.mark.parametrize("address", EVERYWHERE)
def test_security_headers_are_everywhere(web: httpx.Client, address: str) -> None:
    headers = web.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
    assert "frame-ancestors 'none'" in policy


def test_refusals_carry_them_too(web: httpx.Client) -> None:
    refused = web.get("/api/banks", headers={"host": "evil.example"})
    assert refused.headers["content-security-policy"].startswith("default-src 'none'")
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_nothing_says_what_serves(web: httpx.Client) -> None:
    assert "server" not in web.get("/api/banks").headers


def test_the_icon(web: httpx.Client) -> None:
    icon = web.get("/favicon.ico")
    assert icon.headers["content-type"] == "image/x-icon"
    assert icon.content.startswith(b"\x00\x00\x01\x00")
