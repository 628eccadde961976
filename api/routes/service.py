"""Is it up, is it ready, how is it asked: health, the description's page, the icon."""

from importlib import resources
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, HTMLResponse, Response

from api.deps import StoreDep
from api.formats import json_response
from api.problems import Problem, answer

router = APIRouter(include_in_schema=False)
STATIC = Path(__file__).parent.parent / "static"
SWAGGER = Path(str(resources.files("fastapi_swagger"))) / "resources"
_FILES = {
    "swagger-ui-bundle.js": SWAGGER / "swagger-ui-bundle.js",
    "swagger-ui.css": SWAGGER / "swagger-ui.css",
    "docs.js": STATIC / "docs.js",
}
_DOCS = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>bankgraph: the HTTP API</title>
<link rel="icon" href="/favicon.ico">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<noscript>This page needs JavaScript; the description itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/docs.js"></script>
</body>
</html>
"""


@router.get("/healthz")
async def healthz() -> Response:
    """200 as long as the server runs."""
    return json_response({"status": "ok"}, {"Cache-Control": "no-store"})


@router.get("/readyz")
def readyz(request: Request, store: StoreDep) -> Response:
    """200 once the graph answers and what was to be loaded is in."""
    if not request.app.state.loaded:
        return answer(request, Problem(503, "still loading: try again in a moment", headers={"Retry-After": "2"}))
    return json_response({"status": "ready", "version": store.version()}, {"Cache-Control": "no-store"})


@router.get("/docs")
async def docs() -> Response:
    """The API's description, to read and to try."""
    return HTMLResponse(_DOCS)


@router.get("/docs/{name}")
def docs_file(name: str, request: Request) -> Response:
    """A file of that page."""
    if name not in _FILES:
        return answer(request, Problem(404, f"there is nothing at {request.url.path}"))
    return FileResponse(_FILES[name], headers={"Cache-Control": "no-cache"})


@router.get("/favicon.ico")
def favicon() -> Response:
    """The icon of every page."""
    return FileResponse(STATIC / "favicon.ico", media_type="image/x-icon")
