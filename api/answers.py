"""Lists as they go out: JSON by parts, CSV and NDJSON as a stream of all that is asked for."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from threading import Lock
from typing import Any

import orjson
from fastapi import Request
from starlette.responses import Response, StreamingResponse

from api import finding, tables
from api.asked import FORMATS, Asked
from api.fresh import fresh
from api.lookups import Item, Listing
from api.paging import LIMIT, MOST, cursor, key_of, mark_of
from api.plain import as_json
from graph.ask import Answer
from graph.errors import InputError
from graph.store import Read, Readable, Reading, Store

MEDIA_TYPES: Mapping[str, str] = {
    "json": "application/json", "csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson",
}  # fmt: skip
_STEP = 1000
_MOST_TOTALS = 2000


class Totals:
    """How long lists are, each counted once for a version of the data."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}
        self._lock = Lock()

    def of(self, listing: Listing, mark: str, version: str, store: Readable) -> int:
        """The length of this list in this version."""
        if (mark, version) not in self._known:
            total = listing.total(store.read)
            with self._lock:
                if len(self._known) >= _MOST_TOTALS:
                    self._known.clear()
                self._known[mark, version] = total
        return self._known[mark, version]


def format_of(request: Request, asked: str | None) -> str:
    """json, csv or ndjson: as the address asks, else as the Accept header does, else json."""
    if asked is not None:
        return asked
    best, weight = "json", 0.0
    for part in request.headers.get("accept", "").split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        q = next((_number(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        form = {"application/json": "json", "text/csv": "csv", "application/x-ndjson": "ndjson"}.get(name)
        if form is not None and q > weight:
            best, weight = form, q
    return best


def json_response(value: Any, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    """``value`` as JSON."""
    return Response(orjson.dumps(value), status, dict(headers or {}), MEDIA_TYPES["json"])


def found_response(request: Request, store: Store, find: Callable[[Read], Item]) -> Response:
    """One thing or fact; ``find`` raises ``UnknownName`` where there is none."""

    def found(at: Reading) -> Response:
        now = fresh(request, at, "json")
        return json_response(find(at.read), now.confirmed(at))

    return store.reading(found)


def table_response(
    request: Request, answer: Answer, form: str, headers: Mapping[str, str], *, bom: bool, total: bool = False
) -> Response:
    """The columns and rows of a query; with ``total`` also how many there are, null where some are missing."""
    if form == "json":
        body: dict[str, Any] = {"columns": answer.columns, "items": as_json(answer.rows)}
        if total:
            body |= {"total": None if answer.truncated else len(answer.rows), "next": None}
        return json_response({**body, "truncated": answer.truncated}, headers)
    shown = {**headers, **({"Bankgraph-Truncated": answer.truncated} if answer.truncated else {})}
    if form == "csv":
        text = tables.rows(answer.columns, answer.rows, bom=bom).encode()
    else:
        text = _ndjson(dict(zip(answer.columns, as_json(row), strict=True)) for row in answer.rows)
    return Response(text, headers={**shown, **_named(request, form)}, media_type=MEDIA_TYPES[form])


def list_response(
    request: Request, store: Store, listing: Listing, asked: Asked, *, of: tuple[str, str] | None = None
) -> Response:
    """The part of a list that was asked for, or all of it as CSV or NDJSON.

    ``of``: the thing whose list it is. That it is there is asked only where nothing was found, as is
    whether the filters name what there is.
    """
    form = format_of(request, asked.format)
    if form == "json" and (asked.limit or LIMIT) > MOST:
        raise InputError(f"limit: must be 1 to {MOST} for JSON, not {asked.limit}: go on with cursor, or ask for CSV")
    mark = mark_of(request.url.path, asked.filters)
    after = key_of(asked.cursor, mark) if asked.cursor is not None else None

    def answer(at: Reading) -> Response:
        now = fresh(request, at, form)
        limit = (asked.limit or LIMIT) if form == "json" else min(_STEP, asked.limit or _STEP)
        items, more = listing.part(at.read, after, limit)
        if not items:
            _check(at.read, asked, of)
        if form == "json":
            total = request.app.state.totals.of(listing, mark, now.version, at)
            body = {"items": items, "total": total, "next": cursor(mark, more) if more else None}
            return json_response(body, now.confirmed(at))
        # What goes wrong up to here is still answered as a problem; the rest is read as it is sent.
        left = None if asked.limit is None else asked.limit - len(items)
        parts = chain([items], _rest(listing, store, more, left))
        text = _csv(listing, parts, bom=asked.bom) if form == "csv" else map(_ndjson, parts)
        return StreamingResponse(text, headers={**now.headers, **_named(request, form)}, media_type=MEDIA_TYPES[form])

    return store.reading(answer)


def _rest(listing: Listing, store: Store, after: Sequence[Any] | None, left: int | None) -> Iterator[list[Item]]:
    while after is not None and left != 0:
        items, after = listing.part(store.read, after, _STEP if left is None else min(_STEP, left))
        left = None if left is None else left - len(items)
        yield items


def _csv(listing: Listing, parts: Iterable[list[Item]], *, bom: bool) -> Iterator[str]:
    yield tables.header(listing.columns, bom=bom)
    for items in parts:
        yield tables.lines(listing.columns, items)


def _ndjson(items: Iterable[Item]) -> bytes:
    return b"".join(orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE) for item in items)


def _check(read: Read, asked: Asked, of: tuple[str, str] | None) -> None:
    if of is not None:
        finding.thing(read, *of)
    finding.check_named(read, asked.filters)


def _named(request: Request, form: str) -> dict[str, str]:
    name = "-".join(re.findall(r"[A-Za-z0-9_.-]+", request.url.path.removeprefix("/api/")))
    return {"Content-Disposition": f'inline; filename="{name}.{form}"'}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


assert set(MEDIA_TYPES) == set(FORMATS)
