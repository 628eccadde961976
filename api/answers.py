"""Lists and single things as they go out: JSON by parts, CSV and NDJSON as a stream of all that is asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from typing import Any

import orjson
from fastapi import Request
from starlette.responses import Response

from api import finding
from api.asked import Asked
from api.formats import format_of, json_response, stream_response
from api.fresh import fresh, held, unchanged
from api.links import links, page_link
from api.lookups import Item, Listing
from api.paging import LIMIT, MOST, cursor, key_of, mark_of, some
from graph.errors import InputError
from graph.store import Read, Readable, Reading, Store

_STEP = 1000
_MOST_TOTALS = 2000


class Totals:
    """How long lists are, each counted once for a version of the data."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}
        self._lock = Lock()

    def of(self, listing: Listing, mark: str, key: str, store: Readable) -> int:
        """The length of this list; ``key`` changes with all that it depends on, such as the data's version."""
        known = self._known.get((mark, key))
        if known is not None:
            return known
        total = listing.total(store.read)
        with self._lock:
            if len(self._known) >= _MOST_TOTALS:
                self._known.clear()
            self._known[mark, key] = total
        return total


def found_response(request: Request, store: Store, asked: Asked, find: Callable[[Read], Item]) -> Response:
    """One thing or fact; ``find`` raises ``UnknownName`` where there is none."""

    unchanged(request, store, "json")

    def found(at: Reading) -> Response:
        now = fresh(request, at, "json")
        item = find(at.read)
        (shown,) = _shown([item], asked)
        return json_response(shown, {**now.confirmed(at), **page_link(item["page"])})

    return store.reading(found)


def list_response(
    request: Request, store: Store, listing: Listing, asked: Asked, *, of: tuple[str, str] | None = None
) -> Response:
    """The part of a list that was asked for, or all of it as CSV or NDJSON.

    ``of``: the thing whose list it is. That it is there is asked only where nothing was found, as is
    whether the filters name what there is.
    """
    wanted = _wanted(request, asked)
    unchanged(request, store, wanted.form)

    def answer(at: Reading) -> Response:
        now = fresh(request, at, wanted.form, more=finding.held_at(at.read, asked.filters))
        items, more = listing.part(at.read, wanted.after, min(_STEP, wanted.limit or _STEP))
        if not items:
            _check(at.read, asked, of)
        if wanted.form == "json":
            total = request.app.state.totals.of(listing, wanted.mark, now.key, at)
            return _part(request, items, asked, total, wanted.cursor(more), now.confirmed(at))
        # What goes wrong up to here is still answered as a problem; the rest is read as it is sent.
        left = wanted.limit and wanted.limit - len(items)
        parts = (_shown(part, asked) for part in chain([items], _rest(listing, store, more, left)))
        headers = {**now.headers, **links(request, asked.filters, more=wanted.cursor(more) if left == 0 else None)}
        return stream_response(request, parts, _columns(listing.columns, asked), wanted.form, headers, bom=asked.bom)

    return store.reading(answer)


def held_response(request: Request, items: list[Item], asked: Asked, key: str, columns: Sequence[str]) -> Response:
    """As ``list_response``, of items that are at hand and told apart by ``key``."""
    form = format_of(request, asked.format)
    return part_response(request, items, asked, key, columns, held(request, orjson.dumps([form, items])))


def held_item_response(request: Request, item: Item, asked: Asked) -> Response:
    """One item that is at hand and no part of the data's version."""
    (shown,) = _shown([item], asked)
    return json_response(shown, {**held(request, orjson.dumps(item)), **page_link(item["page"])})


def part_response(
    request: Request, items: list[Item], asked: Asked, key: str, columns: Sequence[str], headers: Mapping[str, str]
) -> Response:
    """The part that was asked for of items that are at hand, with these headers."""
    wanted = _wanted(request, asked)
    found, behind = some(items, lambda item: item[key], wanted.after, wanted.limit)
    part, more = [*found], wanted.cursor(behind)
    if wanted.form == "json":
        return _part(request, part, asked, len(items), more, headers)
    told = {**headers, **links(request, asked.filters, more=more)}
    parts = [_shown(part, asked)]
    return stream_response(request, parts, _columns(columns, asked), wanted.form, told, bom=asked.bom)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The format, the list's mark, the key to go on behind, and how many at most."""

    form: str
    mark: str
    after: list[Any] | None
    limit: int | None

    def cursor(self, key: Sequence[Any] | None) -> str | None:
        return cursor(self.mark, key) if key else None


def _wanted(request: Request, asked: Asked) -> _Wanted:
    form = format_of(request, asked.format)
    limit = (asked.limit or LIMIT) if form == "json" else asked.limit
    if form == "json" and limit is not None and limit > MOST:
        raise InputError(f"limit: must be 1 to {MOST} for JSON, not {limit}: go on with cursor, or ask for CSV")
    mark = mark_of(request.url.path, asked.filters)
    return _Wanted(form, mark, key_of(asked.cursor, mark) if asked.cursor is not None else None, limit)


def _part(
    request: Request, items: list[Item], asked: Asked, total: int, more: str | None, headers: Mapping[str, str]
) -> Response:
    body = {"items": _shown(items, asked), "total": total, "next": more}
    return json_response(body, {**headers, **links(request, asked.filters, more=more)})


def _shown(items: list[Item], asked: Asked) -> list[Item]:
    return [asked.fields.of(item) for item in items] if asked.fields else items


def _columns(columns: Sequence[str], asked: Asked) -> Sequence[str]:
    return asked.fields.columns if asked.fields else columns


def _rest(listing: Listing, store: Store, after: Sequence[Any] | None, left: int | None) -> Iterator[list[Item]]:
    while after is not None and left != 0:
        items, after = listing.part(store.read, after, _STEP if left is None else min(_STEP, left))
        left = None if left is None else left - len(items)
        yield items


def _check(read: Read, asked: Asked, of: tuple[str, str] | None) -> None:
    if of is not None:
        finding.thing(read, *of)
    finding.check_named(read, asked.filters)
