"""Lists and pages of banks, models, initiatives ...: one pair of routes a label, made from the schema."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import finding
from api.asked import Asked, Parameter
from api.deps import StoreDep
from api.elements import around
from api.filters import thing_filters
from api.lookups import Item, Listing, read_named
from api.pages.around import api_address, asked_for, reader, show, totals, unchanged_since
from api.paging import LIMIT, cursor, key_of, mark_of
from api.shapes import thing_as_json
from api.things import THINGS
from graph.declare import EntityKind
from graph.elements import Key
from graph.store import Store
from viz.bank import figures
from viz.kinds import kind_of
from viz.layout import CARD
from viz.network import COMFORTABLE, joined, network
from viz.picture import Pictures
from viz.view import READABLE

router = APIRouter()
_pictures = Pictures()
_OWN_TEMPLATE: Mapping[str, str] = {"Bank": "bank.html", "BankGroup": "group.html", "Source": "source.html"}
_WITHOUT_PICTURE = ("BankGroup", "Source")
_DRAW = Parameter(name="draw", about="all: the whole network, not only what is best sourced.", choices=("all",))
_IN_NAVIGATION = ("banks", "groups", "sources")


def part_of(request: Request, store: Store, listing: Listing, asked: Asked) -> tuple[list[Item], str | None]:
    """The items of a list that the address asks for, and the cursor of the next ones."""
    mark = mark_of(request.url.path, {**asked.filters})
    after = key_of(asked.cursor, mark) if asked.cursor is not None else None
    items, more = listing.part(store.read, after, asked.limit or LIMIT)
    return items, cursor(mark, more) if more is not None else None


def total_of(request: Request, store: Store, listing: Listing, asked: Asked, key: str) -> int:
    """How many items the list has in all; ``key`` changes with all that it depends on."""
    total: int = request.app.state.totals.of(listing, mark_of(request.url.path, {**asked.filters}), key, store)
    return total


def _here(kind: EntityKind) -> str:
    return kind.path if kind.path in _IN_NAVIGATION else ""


def _add_list(kind: EntityKind) -> None:
    takes = thing_filters(kind.label)

    def listed(request: Request, store: StoreDep) -> Response:
        asked = asked_for(request, takes)
        say = reader(request)
        now = unchanged_since(request, store, say)
        listing = finding.things(kind.label, asked.filters)
        items, more = part_of(request, store, listing, asked)
        if not items:
            finding.check_named(store.read, asked.filters)
        return show(
            request, store, "list.html", _here(kind), now,
            title=say.messages.gettext(kind_of(kind.label).many), label=kind.label, lead="",
            table="sources" if kind.label == "Source" else "things",
            items=[counted_item(item) for item in items], next=more, api=api_address(request),
            total=total_of(request, store, listing, asked, now.key),
        )  # fmt: skip

    router.add_api_route(f"/{kind.path}", listed, name=f"page of {kind.path}")


def counted_item(item: Item) -> Item:
    """An item with its counts beside its properties, as tables show them."""
    counts = item.get("counts", {})
    facts = item.get("facts")
    return {**item, **({"facts": len(facts)} if isinstance(facts, list) else {}), **counts}


def _add_one(kind: EntityKind) -> None:
    def one(id: str, request: Request, store: StoreDep) -> Response:
        asked = asked_for(request, (_DRAW,))
        say = reader(request)
        now = unchanged_since(request, store, say)
        thing = finding.thing(store.read, kind.label, id)
        listing = finding.facts({}, [(kind.label, id)])
        facts, more = part_of(request, store, listing, asked)
        context: dict[str, Any] = {
            "label": kind.label, "thing": thing, "facts": facts, "next": more, "api": thing["url"],
            "total": total_of(request, store, listing, asked, now.key),
        }  # fmt: skip
        if kind.label == "Source":
            context |= _copies(store, thing)
        else:
            context |= _drawn(request, store, Key(kind.label, id), now.version)
        return show(request, store, _OWN_TEMPLATE.get(kind.label, "thing.html"), _here(kind), now, **context)

    router.add_api_route(f"/{kind.path}/{{id}}", one, name=f"page of one of {kind.path}")


def _copies(store: Store, source: Item) -> dict[str, Any]:
    row = store.read(read_named("copies"), id=source["id"])[0]
    original = row["original"]
    return {
        "source": source,
        "original": thing_as_json("Source", original.properties) if original else None,
        "copies": [thing_as_json("Source", copy.properties) for copy in row["copies"]],
    }


def _drawn(request: Request, store: Store, key: Key, version: str) -> dict[str, Any]:
    elements = around(store, key)
    context: dict[str, Any] = {"joined": joined(key, elements), "picture": None}
    if key.label == "Bank":
        context["figures"] = figures(key, elements)
    if key.label not in _WITHOUT_PICTURE and any(rows for _, rows in context["joined"]):
        counted, whole = totals(store, version), "draw" in request.query_params
        most = READABLE if whole else COMFORTABLE
        context["picture"] = _pictures.of(
            version,
            f"{request.url.path} {most}",
            reader(request),
            lambda: network(key, elements, counted, most=most, more=None if whole else f"{request.url.path}?draw=all"),
            CARD,
        )
    return context


for _kind in THINGS:
    _add_list(_kind)
    _add_one(_kind)
