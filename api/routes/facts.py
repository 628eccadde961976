"""Facts and trends."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api import finding
from api.answers import found_response, list_response
from api.asked import ONE, Takes
from api.deps import StoreDep
from api.described import KEPT, described
from api.filters import FACT_FILTERS
from api.schemas import list_of, reference

router = APIRouter(prefix="/api", tags=["Facts"])

_FACTS = Takes(FACT_FILTERS, item="Fact")
TREND_FILTERS = tuple(p for p in FACT_FILTERS if p.name in ("group", "year", "model", "source"))
_TRENDS = Takes(TREND_FILTERS, item="Fact")
_ONE = Takes((), ONE, "Fact")


@router.get("/facts", summary="All facts", **described(list_of(reference("Fact")), _FACTS, errors=KEPT, tables=True))
def facts(request: Request, store: StoreDep) -> Response:
    """All facts in the order of their ids; filters combine."""
    asked = _FACTS.read(request.query_params)
    return list_response(request, store, finding.facts(asked.filters), asked)


@router.get("/facts/{id}", summary="One fact", **described(reference("Fact"), _ONE, errors=(*KEPT, 404)))
def fact(id: Annotated[str, Path(examples=["f1aed3035ad869583"])], request: Request, store: StoreDep) -> Response:
    """One fact: the claim, its source, and the things that it names."""
    asked = _ONE.read(request.query_params)
    return found_response(request, store, asked, lambda read: finding.fact(read, id))


@router.get("/trends", summary="All trends", **described(list_of(reference("Fact")), _TRENDS, errors=KEPT, tables=True))
def trends(request: Request, store: StoreDep) -> Response:
    """What sources say of groups of banks: the facts of the kind trend."""
    asked = _TRENDS.read(request.query_params)
    return list_response(request, store, finding.facts({**asked.filters, "kind": "trend"}), asked)
