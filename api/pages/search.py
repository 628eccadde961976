"""The search box's answer."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import finding
from api.asked import Parameter
from api.deps import StoreDep
from api.pages.around import api_address, asked_for, reader, show, unchanged_since
from api.things import label_of

router = APIRouter()
_TAKES = (
    Parameter(name="q", about="What to look for."),
    Parameter(name="label", about="Only things of this label."),
)
_SHOWN = 50


@router.get("/search")
def search(request: Request, store: StoreDep) -> Response:
    """What is called so, or nearly so."""
    asked = asked_for(request, _TAKES, ()).filters
    text, label = str(asked.get("q") or "").strip(), asked.get("label")
    say = reader(request)
    now = unchanged_since(request, store, say)
    items = store.reading(lambda at: finding.hits(at.read, text, label and label_of(label))) if text else []
    return show(
        request, store, "list.html", "", now,
        title=say.messages.gettext("Search"), label="", lead=text, table="search",
        items=items[:_SHOWN], next=None, total=len(items), api=api_address(request) if text else None,
    )  # fmt: skip
