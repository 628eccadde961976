"""Lists of claims, and each claim's own page."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import finding
from api.deps import StoreDep
from api.filters import FACT_FILTERS
from api.lookups import Item, read_named
from api.pages.around import api_address, asked_for, reader, show, unchanged_since
from api.pages.things import part_of, total_of
from graph.store import Store

router = APIRouter()
_SAME = {
    "observation": ("bank", "metric", "year"),
    "initiative": ("initiative",),
    "deployment": ("bank", "model"),
    "partnership": ("bank", "vendor"),
}
"""By kind what another claim must share to speak of the same."""


@router.get("/facts")
def facts(request: Request, store: StoreDep) -> Response:
    """All claims that fit the filters of the address."""
    asked = asked_for(request, FACT_FILTERS)
    say = reader(request)
    now = unchanged_since(request, store, say, finding.held_at(store.read, asked.filters))
    listing = finding.facts(asked.filters)
    items, more = part_of(request, store, listing, asked)
    if not items:
        finding.check_named(store.read, asked.filters)
    total = total_of(request, store, listing, asked, now.key)
    lead = say.messages.gettext("First brought by load %(load)s") % asked.filters if "load" in asked.filters else ""
    return show(
        request, store, "list.html", "", now,
        title=say.messages.gettext("Claims"), label="Fact", lead=lead, table="facts",
        items=items, next=more, total=total, api=api_address(request),
    )  # fmt: skip


@router.get("/facts/{id}")
def fact(id: str, request: Request, store: StoreDep) -> Response:
    """One claim, and the other claims of the same."""
    asked_for(request, (), ())
    found = finding.fact(store.read, id)
    load = next((row["load"] for row in store.read(read_named("first_load"), id=id)), None) or ""
    now = unchanged_since(request, store, reader(request), load)
    context = {"fact": found, "api": found["url"], "others": _others(store, found), "load": load}
    return show(request, store, "fact.html", "", now, **context)


def _others(store: Store, found: Item) -> list[Item]:
    if found["kind"] not in _SAME:
        return []
    filters = {"kind": found["kind"]}
    for name in _SAME[found["kind"]]:
        value = found[name]
        if value is None:
            return []
        filters[name] = value["id"] if isinstance(value, dict) else value
    items, _ = finding.facts(filters).part(store.read, None, 50)
    return [item for item in items if item["id"] != found["id"]]
