"""What was loaded, and each load's receipt, as pages."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from api import finding, loaded
from api.deps import StoreDep
from api.fresh import mark_of_content
from api.lookups import Item
from api.pages.around import api_address, asked_for, reader, show, unchanged_since
from api.pages.things import total_of
from api.paging import LIMIT, cursor, key_of, mark_of, some
from graph.schema import ENTITY_BY_KIND
from viz.kinds import kind_of
from viz.terms import term
from viz.words import Words

router = APIRouter()
_SHOWN = 10
"""Facts of a load."""


@router.get("/loads")
def listed(request: Request, store: StoreDep) -> Response:
    """All loads, the newest first."""
    asked = asked_for(request)
    items = loaded.loads(store)
    now = unchanged_since(request, store, reader(request), mark_of_content(orjson.dumps(items)))
    mark = mark_of(request.url.path, {})
    after = key_of(asked.cursor, mark) if asked.cursor is not None else None
    part, more = some(items, lambda item: item["load"], after, asked.limit or LIMIT)
    return show(
        request, store, "loads.html", "loads", now,
        items=part, total=len(items), next=cursor(mark, more) if more else None, api=api_address(request),
    )  # fmt: skip


@router.get("/loads/{id}")
def load(id: str, request: Request, store: StoreDep) -> Response:
    """One load's receipt, some of the facts that it was the first to bring, and how to undo it."""
    asked = asked_for(request, (), ())
    say, found = reader(request), loaded.load(store, id)
    filters = {"load": found["load"]}
    content = mark_of_content(orjson.dumps(found)) + finding.held_at(store.read, filters)
    now = unchanged_since(request, store, say, content)
    listing = finding.facts(filters)
    facts, more = listing.part(store.read, None, _SHOWN)
    total = total_of(request, store, listing, asked, now.key) if more else len(facts)
    return show(
        request, store, "load.html", "loads", now,
        load=found, claims=_claims(found, say), things=_things(found, say), facts=facts, total=total, api=found["url"],
    )  # fmt: skip


def _claims(load: Item, say: Words) -> list[tuple[str, Mapping[str, Any]]]:
    return [(term(say, "fact kind", kind), counts) for kind, counts in load["kinds"].items()]


def _things(load: Item, say: Words) -> list[tuple[str, Mapping[str, Any]]]:
    return [
        (say.messages.gettext(kind_of(ENTITY_BY_KIND[kind].label).many), counts)
        for kind, counts in load["entities"].items()
    ]
