"""Lists and single things as they go out: JSON by parts, CSV and NDJSON as a stream of all that is asked for."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from threading import Lock
from typing import Any

import orjson
from fastapi import Request
from starlette.responses import Response

from api import finding
from api.asked import Asked
from api.formats import format_of, json_response, stream_response
from api.fresh import fresh, held
from api.lookups import Item, Listing
from api.paging import LIMIT, MOST, cursor, key_of, mark_of
from graph.errors import InputError
from graph.store import Read, Readable, Reading, Store

_STEP = 1000
_MOST_TOTALS = 2000


class Totals:
    """How long lists are, each counted once for a version of the data."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}
        self._lock = Lock()

    def of(self, listing: Listing, mark: str, version: str, store: Readable) -> int:
        """The length of this list in this version."""
        known = self._known.get((mark, version))
        if known is not None:
            return known
        total = listing.total(store.read)
        with self._lock:
            if len(self._known) >= _MOST_TOTALS:
                self._known.clear()
            self._known[mark, version] = total
        return total


def found_response(request: Request, store: Store, find: Callable[[Read], Item]) -> Response:
    """One thing or fact; ``find`` raises ``UnknownName`` where there is none."""

    def found(at: Reading) -> Response:
        now = fresh(request, at, "json")
        return json_response(find(at.read), now.confirmed(at))

    return store.reading(found)


def list_response(
    request: Request, store: Store, listing: Listing, asked: Asked, *, of: tuple[str, str] | None = None
) -> Response:
    """The part of a list that was asked for, or all of it as CSV or NDJSON.

    ``of``: the thing whose list it is. That it is there is asked only where nothing was found, as is
    whether the filters name what there is.
    """
    form, mark, after, limit = _wanted(request, asked)

    def answer(at: Reading) -> Response:
        now = fresh(request, at, form)
        items, more = listing.part(at.read, after, min(_STEP, limit or _STEP))
        if not items:
            _check(at.read, asked, of)
        if form == "json":
            total = request.app.state.totals.of(listing, mark, now.version, at)
            body = {"items": items, "total": total, "next": cursor(mark, more) if more else None}
            return json_response(body, now.confirmed(at))
        # What goes wrong up to here is still answered as a problem; the rest is read as it is sent.
        parts = chain([items], _rest(listing, store, more, limit and limit - len(items)))
        return stream_response(request, parts, listing.columns, form, now.headers, bom=asked.bom)

    return store.reading(answer)


def held_response(request: Request, items: list[Item], asked: Asked, key: str, columns: Sequence[str]) -> Response:
    """As ``list_response``, of items that are at hand and told apart by ``key``."""
    form, mark, after, limit = _wanted(request, asked)
    headers = held(request, orjson.dumps([form, items]))
    keys = [item[key] for item in items]
    if after is not None and after[0] not in keys:
        raise InputError("cursor: what it went on from is no longer there: begin without it")
    begin = keys.index(after[0]) + 1 if after is not None else 0
    part = items[begin : begin + limit if limit else None]
    if form != "json":
        return stream_response(request, [part], columns, form, headers, bom=asked.bom)
    more = begin + len(part) < len(items)
    body = {"items": part, "total": len(items), "next": cursor(mark, [part[-1][key]]) if more else None}
    return json_response(body, headers)


def _wanted(request: Request, asked: Asked) -> tuple[str, str, list[Any] | None, int | None]:
    """The format, the list's mark, the key to go on behind, and how many at most."""
    form = format_of(request, asked.format)
    limit = (asked.limit or LIMIT) if form == "json" else asked.limit
    if form == "json" and limit is not None and limit > MOST:
        raise InputError(f"limit: must be 1 to {MOST} for JSON, not {limit}: go on with cursor, or ask for CSV")
    mark = mark_of(request.url.path, asked.filters)
    return form, mark, key_of(asked.cursor, mark) if asked.cursor is not None else None, limit


def _rest(listing: Listing, store: Store, after: Sequence[Any] | None, left: int | None) -> Iterator[list[Item]]:
    while after is not None and left != 0:
        items, after = listing.part(store.read, after, _STEP if left is None else min(_STEP, left))
        left = None if left is None else left - len(items)
        yield items


def _check(read: Read, asked: Asked, of: tuple[str, str] | None) -> None:
    if of is not None:
        finding.thing(read, *of)
    finding.check_named(read, asked.filters)
