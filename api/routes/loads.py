"""What was loaded."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import held_response
from api.asked import Takes
from api.deps import StoreDep
from api.described import KEPT, described
from api.schemas import list_of, reference

router = APIRouter(prefix="/api", tags=["Loads"])
_LIST = Takes(item="Load")
_COLUMNS = ("load", "time", "state", "read", "new", "known", "rejected", "entities_new", "entities_changed", "digest")


@router.get("/loads", summary="All loads", **described(list_of(reference("Load")), _LIST, errors=KEPT, tables=True))
def loads(request: Request, store: StoreDep) -> Response:
    """The receipts of all loads, the newest first."""
    return held_response(request, store.loads(), _LIST.read(request.query_params), "load", _COLUMNS)
