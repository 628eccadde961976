"""Caching that is true: an ETag for each version of the data, and 304 where nothing has changed."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version

from fastapi import Request
from starlette.responses import Response

from graph.store import Readable

PROGRAM = version("bankgraph")
NOT_KEPT = {"Cache-Control": "no-store"}


class NotModified(Exception):
    """The asker has this version already: no error, but the end of the request."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Fresh:
    """The version of the data that an answer begins with, and the headers that say so.

    ``more``: whatever else the answer depends on.
    """

    version: str
    headers: dict[str, str]
    more: str = ""

    @property
    def key(self) -> str:
        """Changes with all that the answer depends on."""
        return f"{self.version} {self.more}"

    def confirmed(self, store: Readable) -> dict[str, str]:
        """The headers; none that let it be kept if a load came in between: then it is of no one version."""
        return self.headers if store.version() == self.version else NOT_KEPT


def fresh(request: Request, store: Readable, form: str, *, language: str = "", more: str = "") -> Fresh:
    """The data's version now. Raises ``NotModified`` where the asker holds the answer of this version.

    ``form`` is the format, ``language`` the reader's where the answer depends on it, ``more`` whatever else
    it depends on.
    """
    now = store.version()
    return Fresh(now, _headers(request, (now, PROGRAM, language, form, more), language), more)


def unchanged(request: Request, store: Readable, form: str) -> None:
    """Raise ``NotModified`` where the asker holds the answer of this version: costs whoever holds none nothing."""
    if "if-none-match" in request.headers:
        fresh(request, store, form)


def held(request: Request, content: bytes) -> dict[str, str]:
    """As the headers of ``fresh``, for what is no part of the data's version: the ETag is of the content."""
    return _headers(request, (mark_of_content(content), PROGRAM), "")


def mark_of_content(content: bytes) -> str:
    """Changes with the content, and with nothing else."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def not_modified(_request: Request, error: Exception) -> Response:
    """304, with the headers that 200 would have had."""
    assert isinstance(error, NotModified)
    return Response(status_code=304, headers=error.headers)


def _headers(request: Request, parts: tuple[str, ...], language: str) -> dict[str, str]:
    tag = _etag(request, parts)
    vary = "Accept, Accept-Language, Cookie" if language else "Accept"
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": vary}
    given = request.headers.get("if-none-match", "")
    if given.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in given.split(",")):
        raise NotModified(headers)
    return headers


def _etag(request: Request, parts: tuple[str, ...]) -> str:
    """Strong: of another address, or if it may be compressed, the same data has another one."""
    packed = "gzip" if "gzip" in request.headers.get("accept-encoding", "") else ""
    text = "\n".join((*parts, packed, request.url.path, request.url.query))
    return f'"{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"'
