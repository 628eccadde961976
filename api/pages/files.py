"""Style sheets, scripts and fonts, below an address that changes with them."""

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from api.problems import Problem, answer
from viz.files import files, media_type, version

router = APIRouter()
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_NOT_KEPT = {"Cache-Control": "no-cache"}


@router.get("/static/{hash}/{name:path}")
def static(hash: str, name: str, request: Request) -> Response:
    """One file; kept by the browser for ever if the address is that of this version."""
    if name not in files():
        return answer(request, Problem(404, f"there is nothing at {request.url.path}"))
    headers = _FOR_EVER if hash == version() else _NOT_KEPT
    return FileResponse(files()[name], headers=headers, media_type=media_type(name))
