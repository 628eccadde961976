"""Errors as people and programs get them: RFC 9457 problems, one shape everywhere."""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from graph.check import near
from graph.errors import BankgraphError, InputError, QueryError, StoreAway, StoreError, UnknownName

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
STATUSES: Mapping[type[BankgraphError], int] = {UnknownName: 404, InputError: 422, StoreAway: 503, StoreError: 503}
QUERY_STATUSES = {"wrong": 422, "refused": 403, "budget": 408, "ended": 408}
_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
"""As RFC 9110 has them; Python's differ from version to version."""
_log = logging.getLogger("bankgraph.api")


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with one request: a status and a sentence; more where there is more to say."""

    status: int
    detail: str
    errors: Sequence[str] = ()
    near: Sequence[str] = ()
    id: str = ""
    line: int | None = None
    column: int | None = None
    headers: Mapping[str, str] | None = None

    @property
    def title(self) -> str:
        """The status in words."""
        return _PHRASES.get(self.status) or HTTPStatus(self.status).phrase

    def as_json(self, instance: str) -> dict[str, Any]:
        """The members of RFC 9457, and ours: ``errors``, ``near`` (what may have been meant), ``id`` (to quote),
        ``line`` and ``column`` (of a query's mistake, from 1)."""
        more: dict[str, Any] = {"errors": list(self.errors), "near": list(self.near), "id": self.id}
        more |= {"line": self.line, "column": self.column}
        told = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        return {**told, "instance": instance[:200], **{key: value for key, value in more.items() if value}}


ErrorPage = Callable[[Request, Problem], Response]


def answer(request: Request, problem: Problem) -> Response:
    """The problem as JSON, or as a page for whoever asks for one outside of /api."""
    page: ErrorPage | None = request.app.state.error_page
    if page is not None and not request.url.path.startswith("/api/") and _wants_page(request):
        return page(request, problem)
    return as_response(problem, request.url.path)


def as_response(problem: Problem, instance: str) -> Response:
    """The problem as JSON."""
    headers = {"Cache-Control": "no-store", **(problem.headers or {})}
    return Response(orjson.dumps(problem.as_json(instance)), problem.status, headers, MEDIA_TYPE)


def handle(app: FastAPI) -> None:
    """Let ``app`` answer every error as a problem."""
    app.add_exception_handler(BankgraphError, _of_ours)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _of_a_bug)


def problem_of(error: BankgraphError) -> Problem:
    """The problem that one of our errors is to whoever asked."""
    if isinstance(error, QueryError):
        return Problem(QUERY_STATUSES[error.why], str(error), error.mistakes, line=error.line, column=error.column)
    if isinstance(error, StoreError):
        # Its own text names the server's address and user: that is for the log alone.
        _log.warning("%s", error)
        headers = {"Retry-After": str(RETRY_SECONDS)}
        return Problem(503, "the graph cannot be reached just now: try again in a moment", headers=headers)
    if isinstance(error, InputError):
        like = error.near if isinstance(error, UnknownName) else ()
        return Problem(STATUSES[type(error)], str(error), error.mistakes, like)
    raise error


def _of_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, BankgraphError)
    return answer(request, problem_of(error))


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 404:
        like = near(request.url.path, [path for path in request.app.openapi()["paths"] if "{" not in path], 1)
        hint = f"; did you mean {like[0]}?" if like else "; /docs lists what there is"
        return answer(request, Problem(404, f"there is nothing at {request.url.path[:200]}{hint}", near=like))
    if error.status_code == 405:
        allowed = headers["Allow"] = _with_head(headers.get("Allow", "GET"))
        detail = f"{request.method} is no way to ask {request.url.path}: use {allowed}"
        return answer(request, Problem(405, detail, headers=headers))
    return answer(request, Problem(error.status_code, str(error.detail), headers=headers))


def _of_a_bug(request: Request, error: Exception) -> Response:
    id_ = secrets.token_hex(6)
    _log.error("bug %s at %s %s", id_, request.method, request.url.path, exc_info=error)
    detail = f"bankgraph made a mistake; it is in the log under {id_}: please report it with this number"
    return answer(request, Problem(500, detail, id=id_))


def _with_head(allowed: str) -> str:
    return f"{allowed}, HEAD" if "GET" in allowed and "HEAD" not in allowed else allowed


def _wants_page(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return "text/html" in accept and "json" not in accept.partition("text/html")[0]
