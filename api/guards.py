"""What every request passes before a route sees it, and every answer on its way out.

Against DNS rebinding only known host names are served; against other sites' pages nothing is taken from
them; a body has a limit; HEAD is answered like GET without the body.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.policy import EVERYWHERE, policy_for
from api.problems import Problem, as_response

MOST_BYTES = 1_000_000
"""Of a request's body."""
_ALWAYS = ("localhost", "127.0.0.1", "::1", "testserver")
_EVERY_INTERFACE = ("0.0.0.0", "::", "")
_SAFE = ("GET", "HEAD", "OPTIONS")


class Guards:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app = app
        self.open = host in _EVERY_INTERFACE
        own = {socket.gethostname().lower(), socket.getfqdn().lower()} if self.open else set()
        self.hosts = {*_ALWAYS, host.lower(), *own}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or hand it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        send = _with_headers(send)
        problem = self._refusal(scope["method"], Headers(scope=scope))
        if problem is not None:
            await as_response(problem, scope["path"])(scope, receive, send)
        elif scope["method"] == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, _without_body(send))
        else:
            await self.app(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> Problem | None:
        host = headers.get("host", "")
        if not self.serves(host):
            return Problem(
                400, f"this server is not called {_name(host)[:200]!r}: use the address that it was started with"
            )
        if method not in _SAFE and not _same_site(headers, host):
            return Problem(403, "the request comes from a page of another site: those may not send anything here")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > MOST_BYTES:
            return Problem(413, f"the body has {length} bytes: at most {MOST_BYTES} are taken")
        return None

    def serves(self, host: str) -> bool:
        """Whether a Host header names this server."""
        name = _name(host)
        # A rebinding page can only come under a name: an address of a number is always the server's own.
        return name in self.hosts or (self.open and _is_address(name))


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return host


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same_site(headers: Headers, host: str) -> bool:
    """Whether a browser, if it is one, says that the request comes from a page of ours."""
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        return False
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in EVERYWHERE.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", policy_for(headers.get("content-type", "")))
        await send(message)

    return sent


def _without_body(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sent
