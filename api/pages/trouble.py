"""Errors as pages."""

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from api.pages.around import keep_language, reader
from api.problems import Problem
from api.things import THINGS
from viz.pages import Shell, render
from viz.words import Words, mark

_TITLES = {
    404: mark("There is nothing here"),
    422: mark("This cannot be asked so"),
    503: mark("The graph cannot be reached just now"),
    500: mark("bankgraph made a mistake"),
}
_LABELS = {**{thing.path: thing.label for thing in THINGS}, "facts": "Fact", "loads": ""}
_OTHERWISE = mark("This did not work")
_ADVICE = {
    404: mark("Look for it with the search box, or begin at the explorer."),
    503: mark("This page tries again by itself when it is loaded anew; nothing is lost."),
}


def page(request: Request, problem: Problem) -> Response:
    """The problem as a page in the reader's language; works without the store."""
    say = reader(request)
    shell = Shell(say, request.url.path, request.url.query)
    html = render(
        "error.html", shell, title=_said(say, _TITLES.get(problem.status, _OTHERWISE)),
        message=". ".join((problem.detail, *problem.errors)),
        advice=[_said(say, _ADVICE[problem.status])] if problem.status in _ADVICE else [],
        near=_near(request, problem), id=problem.id,
    )  # fmt: skip
    headers = {"Cache-Control": "no-store", **(problem.headers or {})}
    return keep_language(request, HTMLResponse(html, problem.status, headers))


def _said(say: Words, message: str) -> str:
    return say.messages.gettext(message)


def _near(request: Request, problem: Problem) -> list[dict[str, str]]:
    """Links to what may have been meant, where the address is that of one thing, fact or load."""
    folder, _, name = request.url.path.strip("/").partition("/")
    if folder not in _LABELS or not name or "/" in name:
        return []
    label = _LABELS[folder]
    return [{"label": label, "id": id_, "name": id_, "href": f"/{folder}/{id_}"} for id_ in problem.near]
