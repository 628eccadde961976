"""What was loaded."""

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import json_response
from api.asked import Takes
from api.deps import StoreDep
from api.described import KEPT, described
from api.fresh import held
from api.schemas import list_of

router = APIRouter(prefix="/api", tags=["Loads"])
_NONE = Takes((), ())


@router.get("/loads", summary="All loads", **described(list_of({"type": "object"}), _NONE, errors=KEPT))
def loads(request: Request, store: StoreDep) -> Response:
    """The receipts of all loads, the newest first."""
    _NONE.read(request.query_params)
    items = store.loads()
    headers = held(request, orjson.dumps(items))
    return json_response({"items": items, "total": len(items), "next": None}, headers)
