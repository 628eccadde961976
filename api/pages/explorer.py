"""The explorer at ``/``."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.asked import Parameter
from api.deps import StoreDep
from api.elements import of_overview
from api.pages.around import asked_for, reader, show, totals, unchanged_since
from viz.overview import ADDABLE, FIRST, Wish, overview
from viz.picture import Pictures

router = APIRouter()
_pictures = Pictures()
_TAKES = (
    Parameter(name="draw", about="all: initiatives of one source too.", choices=("all",)),
    Parameter(name="quiet", about="1: appointments and hiring too.", type="flag"),
    Parameter(name="with", about=f"More labels, parted by commas: {', '.join(ADDABLE)}."),
)


@router.get("/")
def explore(request: Request, store: StoreDep) -> Response:
    """The first picture of the graph, or what the address asks to draw."""
    asked_for(request, _TAKES, ())
    say = reader(request)
    now = unchanged_since(request, store, say)
    counted = totals(store, now.version)
    if not counted.nodes.get("Fact"):
        return show(request, store, "empty.html", "explore", now)
    wish = Wish.of(request.query_params)
    labels = (*FIRST, *wish.added)
    picture = _pictures.of(now.version, wish.link, say, lambda: overview(of_overview(store, labels), counted, wish))
    return show(request, store, "explorer.html", "explore", now, picture=picture, wish=wish)
