"""What was loaded."""

import hashlib

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import json_response
from api.asked import Takes
from api.deps import StoreDep
from api.described import described, reference
from api.fresh import PROGRAM, NotModified, etag, matches

router = APIRouter(prefix="/api", tags=["Loads"])
_NONE = Takes((), ())


@router.get("/loads", **described(reference("Loads"), _NONE))
def loads(request: Request, store: StoreDep) -> Response:
    """The receipts of all loads, the newest first."""
    _NONE.read(request.query_params)
    items = store.loads()
    # Loads are no part of the data's version: their ETag is of what they hold.
    held = hashlib.blake2b(orjson.dumps(items), digest_size=16).hexdigest()
    headers = {"ETag": etag(request, held, PROGRAM, "json"), "Cache-Control": "no-cache"}
    if matches(request, headers["ETag"]):
        raise NotModified(headers)
    return json_response({"items": items, "total": len(items), "next": None}, headers)
