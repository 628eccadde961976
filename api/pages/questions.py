"""The named questions as pages: a list, and for each a form with its answer."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import SettingsDep, StoreDep
from api.pages.around import api_address, asked_for, reader, show, unchanged_since
from api.parameters import typed
from api.plain import as_json
from api.questions import question, questions
from api.routes.queries import query_as_json

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
    now = unchanged_since(request, store, reader(request))
    answer = store.ask(query.text, values, settings.budget)
    return show(
        request, store, "query.html", "queries", now,
        query=query_as_json(query), cypher=query.text, api=api_address(request),
        parameters=[{"name": p.name, "type": p.type, "value": values[p.name]} for p in query.parameters],
        columns=answer.columns, rows=as_json(answer.rows), truncated=answer.truncated,
    )  # fmt: skip
