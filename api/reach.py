"""Which addresses there are, to help whoever asked for one that is not."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from fastapi import FastAPI, Request
from starlette.routing import BaseRoute

from graph.check import near


def addresses_like(request: Request) -> list[str]:
    """The addresses nearest to the one asked for; only those without a part to fill in."""
    return near(request.url.path, _plain(request.app), 1)


@lru_cache(maxsize=4)
def _plain(app: FastAPI) -> tuple[str, ...]:
    return tuple(sorted({path for path in _paths(app.routes) if "{" not in path}))


def _paths(routes: Sequence[BaseRoute]) -> Iterator[str]:
    for route in routes:
        if path := getattr(route, "path", ""):
            yield path
