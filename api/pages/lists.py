"""Lists below a thing, and trends, as pages: the same addresses as in the API."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api import finding
from api.asked import Asked
from api.deps import StoreDep
from api.filters import FACT_FILTERS, thing_filters, without
from api.lookups import Listing
from api.pages.around import api_address, asked_for, reader, show, unchanged_since
from api.pages.things import counted_item, part_of, total_of
from api.routes.facts import TREND_FILTERS
from api.routes.things import JOINED
from api.things import BY_LABEL, THINGS, address, label_of
from graph.declare import EntityKind
from graph.store import Store
from viz.kinds import kind_of
from viz.words import mark

router = APIRouter()
_CLAIMS, _TRENDS = mark("Claims"), mark("Trends")
Of = tuple[str, str]


def _show(
    request: Request, store: Store, listing: Listing, asked: Asked, of: Of | None, table: str, title: str, label: str
) -> Response:
    say = reader(request)
    now = unchanged_since(request, store, say, finding.held_at(store.read, asked.filters))
    items, more = part_of(request, store, listing, asked)
    thing = finding.thing(store.read, *of) if of else None
    if not items:
        finding.check_named(store.read, asked.filters)
    context: dict[str, Any] = {"title": say.messages.gettext(title), "lead": say.name(thing) if thing else ""}
    return show(
        request, store, "list.html", "", now, **context, label=label, table=table,
        items=items if table == "facts" else [counted_item(item) for item in items], next=more,
        total=total_of(request, store, listing, asked, now.key), api=api_address(request),
    )  # fmt: skip


@router.get("/trends")
def trends(request: Request, store: StoreDep) -> Response:
    """What sources say of groups of banks."""
    asked = asked_for(request, TREND_FILTERS)
    listing = finding.facts({**asked.filters, "kind": "trend"})
    return _show(request, store, listing, asked, None, "facts", _TRENDS, "Fact")


@router.get("/neighbourhood/{label}/{id}")
def neighbourhood(label: str, id: str) -> Response:
    """A thing's own page shows what is around it."""
    return RedirectResponse(address(label_of(label), id)["page"])


def _add_facts(kind: EntityKind, last: str, settled: dict[str, str]) -> None:
    takes = without(FACT_FILTERS, kind.kind, *settled)

    def facts(id: str, request: Request, store: StoreDep) -> Response:
        asked = asked_for(request, takes)
        listing = finding.facts({**asked.filters, **settled}, [(kind.label, id)])
        return _show(request, store, listing, asked, (kind.label, id), "facts", _CLAIMS, "Fact")

    router.add_api_route(f"/{kind.path}/{{id}}/{last}", facts, name=f"page of {last} of {kind.path}")


def _add_joined(label: str, last: str, other: str) -> None:
    kind = BY_LABEL[label]
    takes = without(thing_filters(other), kind.kind)

    def joined(id: str, request: Request, store: StoreDep) -> Response:
        asked = asked_for(request, takes)
        listing = finding.related(label, id, other, asked.filters, "ids")
        return _show(request, store, listing, asked, (label, id), "things", kind_of(other).many, other)

    router.add_api_route(f"/{kind.path}/{{id}}/{last}", joined, name=f"page of {last} of {kind.path}")


for _kind in THINGS:
    _add_facts(_kind, "facts", {})
_add_facts(BY_LABEL["Metric"], "observations", {"kind": "observation"})
for _label, _last, _other in JOINED:
    _add_joined(_label, _last, _other)
