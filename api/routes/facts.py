"""Facts and trends."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import finding
from api.answers import found_response, list_response
from api.asked import Takes
from api.deps import StoreDep
from api.described import described, list_of, reference
from api.filters import FACT_FILTERS

router = APIRouter(prefix="/api", tags=["Facts"])

_FACTS = Takes(FACT_FILTERS)
_TRENDS = Takes(tuple(p for p in FACT_FILTERS if p.name in ("group", "year", "model", "source")))
_ONE = Takes((), ())


@router.get("/facts", **described(list_of("Fact"), _FACTS, lists=True))
def facts(request: Request, store: StoreDep) -> Response:
    """All facts in the order of their ids; filters combine."""
    asked = _FACTS.read(request.query_params)
    return list_response(request, store, finding.facts(asked.filters), asked)


@router.get("/facts/{id}", **described(reference("Fact"), _ONE, path={"id": "f1aed3035ad869583"}, errors=(404,)))
def fact(id: str, request: Request, store: StoreDep) -> Response:
    """One fact: the claim, its source, and the things that it names."""
    _ONE.read(request.query_params)
    return found_response(request, store, lambda read: finding.fact(read, id))


@router.get("/trends", **described(list_of("Fact"), _TRENDS, lists=True))
def trends(request: Request, store: StoreDep) -> Response:
    """What sources say of groups of banks: the facts of the kind trend."""
    asked = _TRENDS.read(request.query_params)
    return list_response(request, store, finding.facts({**asked.filters, "kind": "trend"}), asked)
