"""What stands around every page: the reader's language, the data's version and counts, and the answer itself."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse, Response

from api.asked import CURSOR, LIMIT, Asked, Parameter, Takes
from api.fresh import Fresh, fresh
from api.lookups import read_named
from graph.store import Store
from viz.cache import Cache
from viz.pages import Shell, render
from viz.view import Totals
from viz.words import LANGUAGES, Words, choose, words

COOKIE = "lang"
_YEAR_OF_SECONDS = 365 * 24 * 3600
_totals: Cache[Totals] = Cache(8)
PAGED = (LIMIT, CURSOR)


def reader(request: Request) -> Words:
    """The words of the reader's language: as the address asks, else the cookie, else the browser."""
    asked = request.query_params.get("lang")
    return words(choose(asked, request.cookies.get(COOKIE), request.headers.get("accept-language")))


def totals(store: Store, version: str) -> Totals:
    """How much of everything there is, counted once for a version of the data."""

    def count() -> Totals:
        row = store.read(read_named("counts"))[0]
        return Totals(row["nodes"], row["relationships"])

    return _totals.get(version, count)


def asked_for(request: Request, filters: tuple[Parameter, ...] = (), common: tuple[Parameter, ...] = PAGED) -> Asked:
    """The parameters of a page's address, refused where they are unknown; ``lang`` is every page's.

    An empty one is none: a form sends its empty fields too.
    """
    own = [(key, value) for key, value in request.query_params.multi_items() if key != "lang" and value.strip()]
    return Takes(filters, common).read(QueryParams(own))


def api_address(request: Request) -> str:
    """Where programs find what the page shows: the same filters, from the first item on."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in ("lang", "cursor", "limit")]
    query = urlencode(kept, safe=":")
    return f"/api{request.url.path}?{query}" if query else f"/api{request.url.path}"


def unchanged_since(request: Request, store: Store, say: Words, more: str = "") -> Fresh:
    """The data's version; ends the request with 304 where the reader has this page of it.

    ``more``: whatever else the page depends on.
    """
    return fresh(request, store, "html", language=say.language, more=more)


def show(request: Request, store: Store, template: str, here: str, now: Fresh, **context: Any) -> Response:
    """The page of ``template``, with what stands around it."""
    say = reader(request)
    shell = Shell(say, request.url.path, request.url.query, here, now.version, totals(store, now.version).nodes)
    return keep_language(request, HTMLResponse(render(template, shell, **context), headers=now.confirmed(store)))


def keep_language(request: Request, response: Response) -> Response:
    """Remember the language that the address asked for."""
    if (asked := request.query_params.get("lang")) in LANGUAGES:
        response.set_cookie(COOKIE, str(asked), max_age=_YEAR_OF_SECONDS, samesite="lax", httponly=True)
    return response
