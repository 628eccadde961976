"""How the addresses are described in /openapi.json: parameters, answers, errors."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.answers import MEDIA_TYPES
from api.asked import FORMATS, Takes
from api.problems import MEDIA_TYPE

_WHY: Mapping[int, str] = {
    304: "The asker holds this version already.",
    400: "Not the name of this server.",
    403: "Refused: it would write, leave the graph, or comes from another site.",
    404: "There is no such thing; `near` names those that may have been meant.",
    408: "The query used up its time or memory before the first row.",
    413: "The body is too large.",
    415: "The body is no application/json.",
    422: "A parameter or the query is wrong; `errors` names each mistake.",
    503: "The graph cannot be reached just now; Retry-After says when to ask again.",
}
ALWAYS = (400, 422, 503)


def described(
    answer: Mapping[str, Any], takes: Takes | None = None, *, path: Mapping[str, str] | None = None,
    errors: Sequence[int] = (), lists: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """The keyword arguments of a route: ``answer`` is the JSON schema of its 200, ``path`` gives examples of
    the parts of its address, ``errors`` the statuses it has besides those that all have."""
    content: dict[str, Any] = {MEDIA_TYPES["json"]: {"schema": answer}}
    if lists:
        content |= {MEDIA_TYPES[form].partition(";")[0]: {"schema": {"type": "string"}} for form in FORMATS[1:]}
    responses: dict[int | str, Any] = {200: {"description": "The answer.", "content": content}}
    responses |= {status: problem(status) for status in sorted({*ALWAYS, *errors})}
    inside = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": example}
        for name, example in (path or {}).items()
    ]
    return {"responses": responses, "openapi_extra": {"parameters": [*inside, *(takes.as_openapi() if takes else ())]}}


def problem(status: int) -> dict[str, Any]:
    """The description of one error answer."""
    told: dict[str, Any] = {"description": _WHY[status]}
    return told if status == 304 else told | {"content": {MEDIA_TYPE: {"schema": reference("Problem")}}}


def reference(name: str) -> dict[str, Any]:
    """A pointer to one of the schemas of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(name: str) -> dict[str, Any]:
    """The schema of a part of a list of such things."""
    return {
        "type": "object",
        "required": ["items", "total", "next"],
        "properties": {
            "items": {"type": "array", "items": reference(name)},
            "total": {"type": "integer", "minimum": 0},
            "next": {"type": ["string", "null"]},
        },
    }
