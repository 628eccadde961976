"""The graph, or what a named query answers, as a file for other programs."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from api.asked import BOM, Parameter, Takes
from api.deps import SettingsDep, StoreDep
from api.described import KEPT, described
from api.exporting import Question, export
from api.exports import FORMATS, Format, format_named
from api.fresh import fresh
from api.questions import question
from api.schemas import TEXT, Schema, a_list, an_object
from api.settings import Settings
from api.streams import Stream
from api.tables import BOM as MARK
from graph.errors import InputError

router = APIRouter(prefix="/api", tags=["Export"])

QUERY = Parameter(
    name="query", example="bank_network",
    about="A named query, of which to export the answer; its own parameters stand beside it by their names.",
)  # fmt: skip
_TAKES = Takes((QUERY, BOM), ())
_EXAMPLE = "node-link"
_NODE_LINK: Schema = an_object({
    "directed": {"const": True}, "multigraph": {"const": True}, "graph": an_object({"name": TEXT, "version": TEXT}),
    "nodes": a_list(an_object({"id": TEXT, "labels": a_list(TEXT)})),
    "edges": a_list(an_object({"source": TEXT, "target": TEXT, "key": TEXT, "type": TEXT})),
})  # fmt: skip


def _described() -> dict[str, Any]:
    told = described(_NODE_LINK, _TAKES, errors=(*KEPT, 404, 408))
    content = told["responses"][200]["content"]
    for form in FORMATS.values():
        content.setdefault(form.media_type.partition(";")[0], {"schema": {"type": "string"}})
    return told


_ABOUT = (
    "Sent as it is read from the graph, all of it from one version of the data: where that fails, the connection is "
    "broken off. Formats: " + "; ".join(f"`{form.name}`: {form.about}" for form in FORMATS.values()) + "."
)


@router.get("/export/{format}", summary="The graph as a file", description=_ABOUT, **_described())
def exported(
    format: Annotated[str, Path(examples=[_EXAMPLE], json_schema_extra={"enum": list(FORMATS)})],
    request: Request, store: StoreDep, settings: SettingsDep,
) -> Response:  # fmt: skip
    """The whole graph, or what a named query answers."""
    form = format_named(format)
    asked, mark = _asked(request.query_params, settings, form)
    now = fresh(request, store, form.name, more=asked.query.text if asked else "")
    chunks = export(store, form, now.version, asked, settings.budget, before=mark)
    name = f"{asked.query.name if asked else 'bankgraph'}{form.ending}"
    return Stream(chunks, {**now.headers, "Content-Disposition": f'attachment; filename="{name}"'}, form.media_type)


def _asked(given: QueryParams, settings: Settings, form: Format) -> tuple[Question | None, bytes]:
    """The query that is asked for, if one is, and what the file begins with."""
    names = set(given)
    query = None
    if "query" in names and given["query"]:
        query = question(settings, given["query"])
        own = {p.name for p in query.parameters}
        names = {name for name in names if name in ("query", "bom") and name not in own}
    taken = _TAKES.read(QueryParams([(key, value) for key, value in given.multi_items() if key in names]))
    if taken.filters.get("bom") and form.name != "csv":
        raise InputError(f"bom: is for csv alone, not for {form.name}")
    mark = MARK.encode() if taken.filters.get("bom") else b""
    if query is None:
        return None, mark
    return Question.of(query, {key: given.getlist(key) for key in given if key not in names}), mark
