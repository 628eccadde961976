"""What was loaded."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api import loaded
from api.answers import held_item_response, held_response
from api.asked import ONE, Takes
from api.deps import StoreDep
from api.described import KEPT, described
from api.schemas import list_of, reference
from graph.loads.receipt import LATEST

router = APIRouter(prefix="/api", tags=["Loads"])
_LIST = Takes(item="Load")
_ONE = Takes((), ONE, "Load")
_COLUMNS = (
    "load", "time", "state", "undone", "files.name", "read", "new", "known", "rejected", "entities_read",
    "entities_new", "entities_changed", "entities_rejected", "evidence_differing", "digest",
)  # fmt: skip


@router.get("/loads", summary="All loads", **described(list_of(reference("Load")), _LIST, errors=KEPT, tables=True))
def loads(request: Request, store: StoreDep) -> Response:
    """The receipts of all loads, the newest first, those that were undone too."""
    return held_response(request, loaded.loads(store), _LIST.read(request.query_params), "load", _COLUMNS)


@router.get("/loads/{id}", summary="One load", **described(reference("Load"), _ONE, errors=(*KEPT, 404)))
def load(id: Annotated[str, Path(examples=[LATEST])], request: Request, store: StoreDep) -> Response:
    """The receipt of one load and, where it was undone, of the undo; `latest` is the newest load."""
    asked = _ONE.read(request.query_params)
    return held_item_response(request, loaded.load(store, id), asked)
