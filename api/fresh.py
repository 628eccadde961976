"""Caching that is true: an ETag for each version of the data, and 304 where nothing has changed."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version

from fastapi import Request
from starlette.responses import Response

from graph.store import Store

PROGRAM = version("bankgraph")


class NotModified(Exception):
    """The asker has this version already: no error, but the end of the request."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Fresh:
    """The version of the data that an answer begins with, and the headers that say so."""

    version: str
    headers: dict[str, str]

    def confirmed(self, store: Store) -> dict[str, str]:
        """The headers, without the ETag if a load came in between: then the answer is of no one version."""
        return self.headers if store.version() == self.version else {"Cache-Control": "no-store"}


def fresh(request: Request, store: Store, form: str, *, language: str = "", more: str = "") -> Fresh:
    """The data's version now. Raises ``NotModified`` where the asker holds the answer of this version.

    ``form`` is the format, ``more`` whatever else the answer depends on.
    """
    now = store.version()
    headers = {
        "ETag": etag(request, now, PROGRAM, language, form, more),
        "Cache-Control": "no-cache",
        "Vary": "Accept, Accept-Encoding" + (", Accept-Language, Cookie" if language else ""),
    }
    if matches(request, headers["ETag"]):
        raise NotModified(headers)
    return Fresh(now, headers)


def etag(request: Request, *parts: str) -> str:
    """A strong ETag of ``parts``, the address, and whether the answer may be compressed."""
    packed = "gzip" if "gzip" in request.headers.get("accept-encoding", "") else ""
    text = "\n".join((*parts, packed, request.url.path, request.url.query))
    return f'"{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"'


def matches(request: Request, tag: str) -> bool:
    """Whether If-None-Match names ``tag``."""
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in given.split(","))


def not_modified(_request: Request, error: Exception) -> Response:
    """304, with the headers that 200 would have had."""
    assert isinstance(error, NotModified)
    return Response(status_code=304, headers=error.headers)
