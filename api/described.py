"""How the addresses are described in /openapi.json: parameters, answers, errors."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI

from api.asked import FORMATS, Takes
from api.formats import MEDIA_TYPES
from api.problems import MEDIA_TYPE
from api.schemas import Schema, components, reference

_WHY: Mapping[int, str] = {
    304: "The asker holds this version already (If-None-Match).",
    400: "The server is asked under a name that is not its own.",
    403: "Refused: it would write, leave the graph, or comes from another site.",
    404: "There is no such thing; `near` names those that may have been meant.",
    408: "The query used up its time or memory before the first row, or was ended.",
    413: "The body is too large.",
    415: "The body is no application/json.",
    422: "A parameter or the query is wrong; `errors` names each mistake, `line` and `column` its place in a query.",
    429: "As many queries as may run at once run already; Retry-After says when to ask again.",
    503: "The graph cannot be reached just now; Retry-After says when to ask again.",
}
ALWAYS = (400, 422, 503)
KEPT = (304,)
"""What an address besides answers that has an ETag."""


def described(
    answer: Schema, takes: Takes | None = None, *, errors: Sequence[int] = (), tables: bool = False,
    body: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The keyword arguments of a route: ``answer`` is the schema of its 200; ``tables``: it also answers CSV
    and NDJSON; ``errors``: the statuses that it has besides those that all have."""
    content: dict[str, Any] = {MEDIA_TYPES["json"]: {"schema": answer}}
    if tables:
        content |= {MEDIA_TYPES[form].partition(";")[0]: {"schema": {"type": "string"}} for form in FORMATS[1:]}
    responses: dict[int | str, Any] = {200: {"description": "The answer.", "content": content}}
    responses |= {status: _problem(status) for status in sorted({*ALWAYS, *errors})}
    extra: dict[str, Any] = {"parameters": takes.as_openapi() if takes else []}
    return {"responses": responses, "openapi_extra": extra | ({"requestBody": dict(body)} if body else {})}


def describe(app: FastAPI) -> None:
    """Let /openapi.json hold the schemas that the routes point to."""
    plain: Callable[[], dict[str, Any]] = app.openapi

    def openapi() -> dict[str, Any]:
        told = plain()
        told.setdefault("components", {})["schemas"] = components()
        return told

    app.openapi = openapi  # type: ignore[method-assign]


def _problem(status: int) -> dict[str, Any]:
    told: dict[str, Any] = {"description": _WHY[status]}
    return told if status in KEPT else told | {"content": {MEDIA_TYPE: {"schema": reference("Problem")}}}
