"""The ``Link`` header: where the list goes on, where it begins, and the page that shows the same to people."""

from collections.abc import Iterable
from urllib.parse import urlencode

from fastapi import Request


def links(request: Request, filters: Iterable[str] = (), *, more: str | None = None) -> dict[str, str]:
    """The header of a part of a list; ``filters``: the parameters that its page takes too; ``more``: the cursor of
    what follows."""
    following = [f'<{_with(request, cursor=more)}>; rel="next"'] if more else []
    return {"Link": ", ".join((*following, f'<{_with(request)}>; rel="first"', _page(_page_of(request, filters))))}


def same_page_link(request: Request, filters: Iterable[str]) -> dict[str, str]:
    """The header of an answer that is no list: the page of the same address."""
    return page_link(_page_of(request, filters))


def page_link(page: str) -> dict[str, str]:
    """The header of one thing: its page alone."""
    return {"Link": _page(page)}


def _page_of(request: Request, filters: Iterable[str]) -> str:
    return f"{request.url.path.removeprefix('/api')}{_query(request, filters)}"


def _page(address: str) -> str:
    return f'<{address}>; rel="alternate"; type="text/html"'


def _with(request: Request, **more: str) -> str:
    kept = [name for name in request.query_params if name != "cursor"]
    return f"{request.url.path}{_query(request, kept, **more)}"


def _query(request: Request, names: Iterable[str], **more: str) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name in set(names)]
    query = urlencode([*kept, *more.items()], safe=":,")
    return f"?{query}" if query else ""
