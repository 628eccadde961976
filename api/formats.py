"""The forms that answers take: JSON, CSV, NDJSON."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from fastapi import Request
from starlette.responses import Response, StreamingResponse

from api import tables
from api.plain import as_json, remarks
from graph.ask import Answer

Item = dict[str, Any]
MEDIA_TYPES: Mapping[str, str] = {
    "json": "application/json", "csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson",
}  # fmt: skip
_ACCEPTED = {media_type.partition(";")[0]: form for form, media_type in MEDIA_TYPES.items()}


def format_of(request: Request, asked: str | None) -> str:
    """json, csv or ndjson: as the address asks, else as the Accept header does, else json."""
    if asked is not None:
        return asked
    best, weight = "json", 0.0
    for part in request.headers.get("accept", "").split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        q = next((_number(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        if name in _ACCEPTED and q > weight:
            best, weight = _ACCEPTED[name], q
    return best


def json_response(value: Any, headers: Mapping[str, str] | None = None) -> Response:
    """``value`` as JSON."""
    return Response(orjson.dumps(value), 200, dict(headers or {}), MEDIA_TYPES["json"])


def stream_response(
    request: Request, parts: Iterable[Sequence[Item]], columns: Sequence[str], form: str,
    headers: Mapping[str, str], *, bom: bool,
) -> Response:  # fmt: skip
    """Items as CSV or NDJSON, sent as they come."""
    text: Iterable[str | bytes] = _csv(columns, parts, bom=bom) if form == "csv" else map(_ndjson, parts)
    return StreamingResponse(text, headers={**headers, **_named(request, form)}, media_type=MEDIA_TYPES[form])


def table_response(
    request: Request, answer: Answer, form: str, headers: Mapping[str, str], *, bom: bool, total: bool = False
) -> Response:
    """The columns and rows of a query; with ``total`` also how many there are, null where some are missing."""
    if form == "json":
        body: dict[str, Any] = {"columns": answer.columns, "items": as_json(answer.rows)}
        if total:
            body |= {"total": None if answer.truncated else len(answer.rows), "next": None}
        return json_response({**body, "truncated": answer.truncated, **remarks(answer)}, headers)
    shown = {**headers, **({"Bankgraph-Truncated": answer.truncated} if answer.truncated else {})}
    if form == "csv":
        text = tables.rows(answer.columns, answer.rows, bom=bom).encode()
    else:
        text = _ndjson(dict(zip(answer.columns, as_json(row), strict=True)) for row in answer.rows)
    return Response(text, headers={**shown, **_named(request, form)}, media_type=MEDIA_TYPES[form])


def _csv(columns: Sequence[str], parts: Iterable[Sequence[Item]], *, bom: bool) -> Iterator[str]:
    yield tables.header(columns, bom=bom)
    for items in parts:
        yield tables.lines(columns, items)


def _ndjson(items: Iterable[Item]) -> bytes:
    return b"".join(orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE) for item in items)


def _named(request: Request, form: str) -> dict[str, str]:
    name = "-".join(re.findall(r"[A-Za-z0-9_.-]+", request.url.path.removeprefix("/api/")))
    return {"Content-Disposition": f'inline; filename="{name}.{form}"'}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
