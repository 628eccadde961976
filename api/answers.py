"""Lists as they go out: JSON by parts, CSV and NDJSON as a stream of all that is asked for."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from graph.store import Store

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

    def of(self, listing: Listing, mark: str, version: str, store: Store) -> int:
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


def found_response(request: Request, store: Store, find: Callable[[], Item]) -> Response:
    """One thing or fact; ``find`` raises ``UnknownName`` where there is none."""
    now = fresh(request, store, "json")
    item = find()
    return json_response(item, now.confirmed(store))


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
        rows = (dict(zip(answer.columns, as_json(row), strict=True)) for row in answer.rows)
        text = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
    return Response(text, headers={**shown, **_named(request, form)}, media_type=MEDIA_TYPES[form])


def list_response(
    request: Request, store: Store, listing: Listing, asked: Asked, *, of: tuple[str, str] | None = None
) -> Response:
    """The part of a list that was asked for, or all of it as CSV or NDJSON.

    ``of``: the thing whose list it is. That it is there is asked only where nothing was found, as is
    whether the filters name what there is.
    """
    form = format_of(request, asked.format)
    mark = mark_of(request.url.path, {**asked.filters})
    after = key_of(asked.cursor, mark) if asked.cursor is not None else None
    now = fresh(request, store, form)
    if form != "json":
        return _streamed(request, store, listing, asked, form, after, now.headers, of)
    if (asked.limit or LIMIT) > MOST:
        raise InputError(f"limit: must be 1 to {MOST} for JSON, not {asked.limit}: go on with cursor, or ask for CSV")
    items, more = listing.part(store.read, after, asked.limit or LIMIT)
    _known(store, items, asked, of)
    total = request.app.state.totals.of(listing, mark, now.version, store)
    body = {"items": items, "total": total, "next": cursor(mark, more) if more is not None else None}
    return json_response(body, now.confirmed(store))


@dataclass(frozen=True, slots=True)
class _Rest:
    """What a stream still has to give."""

    listing: Listing
    store: Store
    left: int | None

    def parts(self, after: Sequence[Any] | None) -> Iterator[list[Item]]:
        left, go_on = self.left, True
        while go_on and left != 0:
            step = _STEP if left is None else min(_STEP, left)
            items, after = self.listing.part(self.store.read, after, step)
            left, go_on = None if left is None else left - len(items), after is not None
            yield items


def _streamed(
    request: Request, store: Store, listing: Listing, asked: Asked, form: str,
    after: Sequence[Any] | None, headers: Mapping[str, str], of: tuple[str, str] | None,
) -> Response:  # fmt: skip
    parts = _Rest(listing, store, asked.limit).parts(after)
    first = next(parts)  # before the answer begins, so that an error is still a problem
    _known(store, first, asked, of)

    def text() -> Iterator[str | bytes]:
        if form == "csv":
            yield tables.header(listing.columns, bom=asked.bom)
        for items in _chain(first, parts):
            if form == "csv":
                yield tables.lines(listing.columns, items)
            else:
                yield b"".join(orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE) for item in items)

    return StreamingResponse(text(), headers={**headers, **_named(request, form)}, media_type=MEDIA_TYPES[form])


def _known(store: Store, items: list[Item], asked: Asked, of: tuple[str, str] | None) -> None:
    if not items:
        if of is not None:
            finding.thing(store.read, *of)
        finding.check_named(store.read, asked.filters)


def _named(request: Request, form: str) -> dict[str, str]:
    name = "-".join(re.findall(r"[A-Za-z0-9_.-]+", request.url.path.removeprefix("/api/")))
    return {"Content-Disposition": f'inline; filename="{name}.{form}"'}


def _chain(first: list[Item], rest: Iterator[list[Item]]) -> Iterator[list[Item]]:
    yield first
    yield from rest


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


assert set(MEDIA_TYPES) == set(FORMATS)
