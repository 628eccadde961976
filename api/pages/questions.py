"""The named questions as pages: a list, and for each a form with its answer."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import SettingsDep, StoreDep
from api.lookups import facts, read_named
from api.pages.around import api_address, asked_for, reader, show, unchanged_since
from api.parameters import typed
from api.questions import comes_with_us, question, questions
from api.routes.queries import query_as_json
from graph.elements import Key
from graph.store import Read
from viz.answer import named, table
from viz.claim import claim_title
from viz.columns import heading
from viz.words import Words

router = APIRouter()


@router.get("/queries")
def listed(request: Request, store: StoreDep, settings: SettingsDep) -> Response:
    """All named questions."""
    asked_for(request, (), ())
    say = reader(request)
    now = unchanged_since(request, store, say)
    items = [query_as_json(query) for query in questions(settings).values()]
    return show(
        request, store, "list.html", "queries", now,
        title=say.messages.gettext("Query"), label="", lead="", table="queries",
        items=items, next=None, total=len(items), api="/api/queries",
    )  # fmt: skip


@router.get("/queries/{name}")
def asked(name: str, request: Request, store: StoreDep, settings: SettingsDep) -> Response:
    """One question with its parameters as a form, and its answer."""
    query = question(settings, name)
    given = request.query_params
    values = typed(query, {key: given.getlist(key) for key in given if key != "lang"})
    say = reader(request)
    now = unchanged_since(request, store, say)
    answer = store.ask(query.text, values, settings.budget, ours=comes_with_us(query))
    names = _names(store.read, named(answer.columns, answer.rows), say)
    return show(
        request, store, "query.html", "queries", now,
        query=query_as_json(query), cypher=query.text, api=api_address(request),
        parameters=[
            {"name": p.name, "heading": heading(p.name, say), "value": values[p.name]} for p in query.parameters
        ],
        answer=table(answer.columns, answer.rows, names, say), truncated=answer.truncated,
    )  # fmt: skip


def _names(read: Read, keys: Iterable[Key], say: Words) -> dict[Key, dict[str, Any]]:
    """The names of these things, one read a label; a claim's is made of what it is about."""
    by_label: dict[str, list[str]] = {}
    for key in sorted(keys):
        by_label.setdefault(key.label, []).append(key.id)
    found: dict[Key, dict[str, Any]] = {}
    for label, ids in by_label.items():
        if label == "Fact":
            items = [{"id": fact["id"], "name": claim_title(fact, say)} for fact in facts(read, ids)]
        else:
            items = read(read_named("names", label=label), label=label, ids=ids)
        found |= {Key(label, item["id"]): item for item in items}
    return found
