"""Banks, models, vendors ... : the same addresses for every label, made from the schema."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api import finding
from api.answers import found_response, list_response
from api.asked import FACTS, LIST, ONE, Takes
from api.deps import StoreDep
from api.described import KEPT, described
from api.filters import EXAMPLES, FACT_FILTERS, thing_filters, without
from api.schemas import list_of, reference, supported
from api.things import BY_LABEL, THINGS
from graph.declare import EntityKind

router = APIRouter(prefix="/api")

JOINED: tuple[tuple[str, str, str], ...] = (
    ("Bank", "initiatives", "Initiative"), ("Bank", "models", "AIModel"),
    ("Bank", "metrics", "Metric"), ("Bank", "partners", "Vendor"),
    *((label, "banks", "Bank") for label in ("AIModel", "Vendor", "BusinessArea", "Metric", "Year", "BankGroup")),
    *((label, "initiatives", "Initiative") for label in ("AIModel", "Vendor", "BusinessArea", "Year")),
)  # fmt: skip
"""A thing's label, the last part of the address, the label of what is listed there."""


def _add_list(kind: EntityKind) -> None:
    facts = (FACTS,) if kind.label == "Initiative" else ()
    takes = Takes(thing_filters(kind.label), (*facts, *LIST), kind.label)

    def listed(request: Request, store: StoreDep) -> Response:
        asked = takes.read(request.query_params)
        return list_response(request, store, finding.things(kind.label, asked.filters, asked.facts), asked)

    router.add_api_route(
        f"/{kind.path}", listed, name=f"list {kind.path}", tags=[kind.plural], summary=f"All {kind.path}",
        description=f"{kind.about} In the order of their ids; filters combine.",
        **described(list_of(reference(kind.label)), takes, errors=KEPT, tables=True),
    )  # fmt: skip


def _add_one(kind: EntityKind) -> None:
    takes = Takes((), (FACTS, *ONE) if kind.label == "Initiative" else ONE, kind.label)

    def one(id: Annotated[str, Path(examples=[EXAMPLES[kind.kind]])], request: Request, store: StoreDep) -> Response:
        asked = takes.read(request.query_params)
        return found_response(request, store, asked, lambda read: finding.thing(read, kind.label, id, asked.facts))

    router.add_api_route(
        f"/{kind.path}/{{id}}", one, name=f"one of {kind.path}", tags=[kind.plural], summary=f"One {kind.kind}",
        description=kind.about, **described(reference(kind.label), takes, errors=(*KEPT, 404)),
    )  # fmt: skip


def _add_facts(kind: EntityKind, last: str = "facts", settled: dict[str, str] | None = None) -> None:
    settled = settled or {}
    takes = Takes(without(FACT_FILTERS, kind.kind, *settled), item="Fact")

    def facts(id: Annotated[str, Path(examples=[EXAMPLES[kind.kind]])], request: Request, store: StoreDep) -> Response:
        asked = takes.read(request.query_params)
        listing = finding.facts({**asked.filters, **settled}, [(kind.label, id)])
        return list_response(request, store, listing, asked, of=(kind.label, id))

    router.add_api_route(
        f"/{kind.path}/{{id}}/{last}", facts, name=f"{last} of {kind.path}", tags=[kind.plural],
        summary=f"The {last} of one {kind.kind}", description="In the order of their ids; filters combine.",
        **described(list_of(reference("Fact")), takes, errors=(*KEPT, 404), tables=True),
    )  # fmt: skip


def _add_joined(label: str, last: str, other: str) -> None:
    kind = BY_LABEL[label]
    member = (label, other) == ("BankGroup", "Bank")
    filters = without(thing_filters(other), kind.kind)
    takes = Takes(filters, LIST if member else (FACTS, *LIST), other if member else f"Supported{other}")

    def joined(id: Annotated[str, Path(examples=[EXAMPLES[kind.kind]])], request: Request, store: StoreDep) -> Response:
        asked = takes.read(request.query_params)
        listing = finding.related(label, id, other, asked.filters, asked.facts)
        return list_response(request, store, listing, asked, of=(label, id))

    router.add_api_route(
        f"/{kind.path}/{{id}}/{last}", joined, name=f"{last} of {kind.path}", tags=[kind.plural],
        summary=f"The {last} of one {kind.kind}",
        description="Its members." if member else
        "The newest first (by the first year that a fact states), each with the facts that say so.",
        **described(list_of(reference(other) if member else supported(other)), takes, errors=(*KEPT, 404), tables=True),
    )  # fmt: skip


for _kind in THINGS:  # the addresses of one label together: routes are tried in their order
    _add_list(_kind)
    _add_one(_kind)
    for _label, _last, _other in JOINED:
        if _label == _kind.label:
            _add_joined(_label, _last, _other)
    _add_facts(_kind)
_add_facts(BY_LABEL["Metric"], "observations", {"kind": "observation"})
