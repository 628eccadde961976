"""Finding things: by what they are called, and from what they are joined to."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api import finding
from api.answers import part_response
from api.asked import FACTS, LIST, Parameter, Takes
from api.deps import StoreDep
from api.described import KEPT, described
from api.formats import format_of, json_response
from api.fresh import fresh
from api.links import page_link
from api.neighbourhood import neighbourhood
from api.paging import LIMIT as FEW
from api.paging import MOST
from api.schemas import list_of, reference
from api.things import label_of
from graph.elements import Key
from graph.schema import LABELS
from graph.store import Reading

router = APIRouter(prefix="/api", tags=["Finding"])
Q = Parameter(
    name="q", required=True, example="北京银行",
    about="A name, another name, an id, a ticker in any spelling, pinyin, or words; the first 200 letters count.",
)  # fmt: skip
LABEL = Parameter(name="label", about="Only things of this label.", choices=LABELS)
_SEARCH = Takes((Q, LABEL), LIST, "Hit")
_DEPTH = Parameter(name="depth", about="1: what is joined to it; 2: what is joined to that, too.", choices=("1", "2"))
_MOST = Parameter(
    name="limit", type="integer", least=1, most=MOST, example=10, about="Most things around it; else 100."
)
_AROUND = Takes((_DEPTH,), (FACTS, _MOST))
_COLUMNS = ("label", "id", "name", "name_zh", "match", "score")


@router.get("/search", summary="Search", **described(list_of(reference("Hit")), _SEARCH, errors=KEPT, tables=True))
def search(request: Request, store: StoreDep) -> Response:
    """What is called so, the best first: names, tickers, other names, ids and pinyin whole, then parts of them, then
    what is like them. At most 1,000 things, in English and Chinese."""
    asked = _SEARCH.read(request.query_params)

    def answer(at: Reading) -> Response:
        now = fresh(request, at, format_of(request, asked.format))
        items = finding.hits(at.read, asked.filters["q"], asked.filters.get("label"))
        return part_response(request, items, asked, "url", _COLUMNS, now.confirmed(at))

    return store.reading(answer)


@router.get(
    "/neighbourhood/{label}/{id}",
    summary="What is around a thing",
    **described(reference("Neighbourhood"), _AROUND, errors=(*KEPT, 404)),
)
def around(
    label: Annotated[str, Path(examples=["Bank"])],
    id: Annotated[str, Path(examples=["bank-of-beijing"])],
    request: Request,
    store: StoreDep,
) -> Response:
    """A thing, the best sourced things around it, and all relationships between them; their facts once, in `facts`."""
    asked = _AROUND.read(request.query_params)
    key = Key(label_of(label), id)
    depth = int(asked.filters.get("depth", 1))

    def answer(at: Reading) -> Response:
        now = fresh(request, at, "json")
        found = neighbourhood(at, key, depth=depth, limit=asked.limit or FEW, facts=asked.facts)
        return json_response(found, {**now.confirmed(at), **page_link(found["nodes"][0]["page"])})

    return store.reading(answer)
