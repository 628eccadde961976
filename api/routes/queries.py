"""The named questions over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from api import finding
from api.answers import held_response
from api.asked import BOM, FORMAT, Takes
from api.deps import SettingsDep, StoreDep
from api.described import KEPT, described
from api.formats import format_of, table_response
from api.fresh import NOT_KEPT, fresh
from api.links import same_page_link
from api.parameters import typed
from api.questions import comes_with_us, question, questions
from api.schemas import list_of, reference
from cypher import NamedQuery

router = APIRouter(prefix="/api", tags=["Queries"])
_LIST = Takes(item="Query")
_COLUMNS = ("name", "title", "title_zh", "about", "about_zh", "columns")
_TABLE = Takes((), (FORMAT, BOM))


def query_as_json(query: NamedQuery) -> dict[str, Any]:
    """What a question asks, in both languages, what it takes, and the columns that it answers."""
    return {
        "name": query.name, "title": query.title, "title_zh": query.title_zh,
        "about": query.about, "about_zh": query.about_zh,
        "parameters": [
            {"name": p.name, "type": p.type, "required": p.required, "optional": p.optional, "default": p.default}
            for p in query.parameters
        ],
        "columns": list(query.columns), "cypher": query.text,
        "url": f"/api/queries/{query.name}", "page": f"/queries/{query.name}",
    }  # fmt: skip


@router.get(
    "/queries", summary="All named questions", **described(list_of(reference("Query")), _LIST, errors=KEPT, tables=True)
)
def listed(request: Request, settings: SettingsDep) -> Response:
    """The named questions: what each asks, takes and answers."""
    items = [query_as_json(query) for query in questions(settings).values()]
    return held_response(request, items, _LIST.read(request.query_params), "name", _COLUMNS)


@router.get(
    "/queries/{name}",
    summary="Ask a named question",
    **described(reference("Answer"), _TABLE, errors=(*KEPT, 404, 408), tables=True),
)
def asked(
    name: Annotated[str, Path(examples=["banks_using_model"])], request: Request, store: StoreDep, settings: SettingsDep
) -> Response:
    """Ask a named question; its own parameters stand in the address, by the names that /api/queries gives."""
    query = question(settings, name)
    given = request.query_params
    own = {p.name for p in query.parameters}
    common = {p.name for p in _TABLE.common} - own
    values = typed(query, {key: given.getlist(key) for key in given if key not in common})
    table = _TABLE.read(QueryParams([(key, value) for key, value in given.multi_items() if key in common]))
    form = format_of(request, table.format)
    now = fresh(request, store, form, more=query.text)
    answer = store.ask(query.text, values, settings.budget, ours=comes_with_us(query))
    if not answer.rows:
        asked_for = [(p.label, values[p.name]) for p in query.parameters if p.label and p.name in given]
        finding.check_things(store.read, [(label, str(id_)) for label, id_ in asked_for if id_ is not None])
    headers = {**(NOT_KEPT if answer.truncated else now.confirmed(store)), **same_page_link(request, own)}
    return table_response(request, answer, form, headers, bom=table.bom, total=True)
