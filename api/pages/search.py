"""The search box's answer: exact names, aliases, tickers and ids first, then what the full-text index finds."""

import re
from collections.abc import Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.asked import Parameter
from api.deps import StoreDep
from api.lookups import Item, read_named
from api.pages.around import asked_for, reader, show, unchanged_since
from graph.elements import Node
from graph.store import Store

router = APIRouter()
_Q = Parameter(name="q", about="What to look for.")
_SPECIAL = re.compile(r'[+\-&|!(){}\[\]^"~*?:\\/<>=]')
_SHOWN = 50


@router.get("/search")
def search(request: Request, store: StoreDep) -> Response:
    """What is called so, or nearly so."""
    text = str(asked_for(request, (_Q,), ()).filters.get("q") or "").strip()
    say = reader(request)
    now = unchanged_since(request, store, say)
    items = found(store, text) if text else []
    return show(
        request, store, "list.html", "", now,
        title=say.messages.gettext("Search"), label="", lead=text, table="search",
        items=items, next=None, total=len(items), api=None,
    )  # fmt: skip


def found(store: Store, text: str) -> list[Item]:
    """Things by name, the best first."""
    words = _SPECIAL.sub(" ", text).lower().split()
    if not words:
        return []
    asked = " ".join(
        (f'"{" ".join(words)}"^4', *words, *(f"{word}~1" for word in words if word.isascii() and len(word) > 3))
    )
    rows = store.read(read_named("search"), words=asked)
    items = [_item(row["thing"], row["score"], text.casefold()) for row in rows]
    order = {"name": 0, "alias": 1, "ticker": 1, "id": 1, "pinyin": 2}
    return sorted(items, key=lambda item: (order.get(item["match"], 9), -item["score"]))[:_SHOWN]


def _item(thing: Node, score: float, text: str) -> Item:
    match = next((how for how, name in _names(thing) if name.casefold() == text), "text")
    shown = {key: thing.properties.get(key) for key in ("id", "name", "name_zh")}
    return {"label": thing.key.label, **shown, "match": match, "score": score}


def _names(thing: Node) -> Iterator[tuple[str, str]]:
    known = thing.properties
    for how, field in (("name", "name"), ("name", "name_zh"), ("ticker", "ticker"), ("id", "id")):
        if known.get(field):
            yield how, str(known[field])
    if known.get("ticker"):
        yield "ticker", str(known["ticker"]).split(".")[0]
    yield from (("alias", alias) for alias in known.get("aliases") or ())
    yield from (("pinyin", spelling) for spelling in known.get("pinyin") or ())
