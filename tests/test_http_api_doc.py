"""docs/api.md is true: every request on it runs, every answer it shows is part of what comes."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.settings import Settings

DOC = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```http\n(?P<requests>.*?)```(?:\s*```json\n(?P<answer>.*?)```)?", re.DOTALL)


def requests() -> list[tuple[str, str, str]]:
    """Each request as it stands, with its headers and body, and the answer that is shown ("" for none)."""
    found = []
    for block in BLOCK.finditer(DOC):
        for one in re.split(r"\n(?=GET |POST )", block["requests"].strip()):
            found.append((one.partition("\n")[0], one, block["answer"] or ""))
    return found


def send(web: httpx.Client, text: str) -> httpx.Response:
    head, _, body = text.partition("\n\n")
    first, *rest = head.split("\n")
    method, address = first.split(" ", 1)
    headers = dict(line.split(": ", 1) for line in rest)
    return web.request(method, address, headers=headers, content=body.encode() or None)


def holds(whole: Any, part: Any) -> bool:
    """Whether ``part`` is shown of ``whole``: some keys of an object, the first items of a list."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and holds(whole[key], part[key]) for key in part)
    if isinstance(part, list) and part:
        return isinstance(whole, list) and len(whole) >= len(part) and all(map(holds, whole, part))
    return bool(whole == part and type(whole) is type(part))


@pytest.mark.parametrize(("_name", "text", "shown"), requests(), ids=[name for name, _, _ in requests()])
def test_each_request_runs(web: httpx.Client, _name: str, text: str, shown: str) -> None:
    answer = send(web, text)
    expected = json.loads(shown) if shown else {}
    assert answer.status_code == (expected["status"] if "title" in expected else 200), answer.text
    if shown:
        assert holds(answer.json(), expected), answer.text
    elif answer.headers["content-type"] == "application/json":
        assert answer.json().get("items", True), "shows nothing"


def test_every_address_is_on_the_page() -> None:
    asked = [name.split(" ", 1)[1].partition("?")[0] for name, _, _ in requests()]
    for path in create_app(Settings()).openapi()["paths"]:
        pattern = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))
        assert any(pattern.fullmatch(address) for address in asked), f"{path} is not in docs/api.md"
