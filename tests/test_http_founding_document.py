"""Each fact of the founding document is found over HTTP, by every way that leads to it."""

import json
from typing import Any

import httpx
import pytest

import loaders

SOURCE = "jrsb-2025-05-13"
FACTS = {
    fact["id"]: fact
    for line in (loaders.EXAMPLE / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    if (fact := json.loads(line))["source"] == SOURCE
}
each = pytest.mark.parametrize("id_", sorted(FACTS))


def claim_of(shown: dict[str, Any]) -> dict[str, Any]:
    """The fact as the API shows it, with things by their ids again, as the file has it."""
    references = ("bank", "metric", "initiative", "model", "vendor", "source")
    lists = ("models", "areas", "vendors", "groups")
    claim = {key: value for key, value in shown.items() if key not in ("name", "url", "page")}
    claim |= {key: claim[key] and claim[key]["id"] for key in references if key in claim}
    return claim | {key: [thing["id"] for thing in claim[key]] for key in lists if key in claim}


def test_it_has_thirty_facts(web: httpx.Client) -> None:
    listed = web.get(f"/api/sources/{SOURCE}/facts").json()
    assert {fact["id"] for fact in listed["items"]} == FACTS.keys()
    assert (listed["total"], listed["next"]) == (30, None)
    assert len(FACTS) == 30


@each
def test_by_its_own_address(web: httpx.Client, id_: str) -> None:
    shown = web.get(f"/api/facts/{id_}").json()
    assert claim_of(shown) == FACTS[id_]
    assert shown["source"]["publisher"] == "Jin Rong Shi Bao via Reportify"
    assert shown["source"]["published"] == "2025-05-13"
    assert shown["source"]["url"].startswith("https://")
    assert (shown["url"], shown["page"]) == (f"/api/facts/{id_}", f"/facts/{id_}")


@each
def test_in_the_list_of_its_source(web: httpx.Client, id_: str) -> None:
    listed = web.get(f"/api/sources/{SOURCE}/facts").json()["items"]
    assert [claim_of(fact) for fact in listed if fact["id"] == id_] == [FACTS[id_]]


@each
def test_in_the_list_of_its_bank_or_of_the_trends(web: httpx.Client, id_: str) -> None:
    bank, groups = FACTS[id_].get("bank"), FACTS[id_].get("groups")
    address = f"/api/banks/{bank}/facts" if bank else f"/api/trends?group={groups[-1]}"
    listed = web.get(address).json()
    assert listed["next"] is None
    assert [claim_of(fact) for fact in listed["items"] if fact["id"] == id_] == [FACTS[id_]]


@pytest.mark.parametrize("id_", sorted(id_ for id_, fact in FACTS.items() if fact.get("initiative")))
def test_inside_the_initiatives_of_its_bank(web: httpx.Client, id_: str) -> None:
    listed = web.get(f"/api/banks/{FACTS[id_]['bank']}/initiatives").json()["items"]
    (initiative,) = (item for item in listed if item["id"] == FACTS[id_]["initiative"])
    assert [claim_of(fact) for fact in initiative["facts"] if fact["id"] == id_] == [FACTS[id_]]
