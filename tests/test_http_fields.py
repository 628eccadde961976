"""``fields=``, ``Link`` headers, filters below a thing, and what is around one."""

import csv
import io
import re
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.settings import Settings

SPEC = create_app(Settings()).openapi()
LIST = "/api/banks/bank-of-beijing/initiatives"
HTML = {"Accept": "text/html"}


def links(answer: httpx.Response) -> dict[str, str]:
    """The links of an answer by their relation."""
    return {rel: url for url, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["link"])}


def test_only_the_fields_that_were_asked_for_come_in_their_order(web: httpx.Client) -> None:
    items = web.get(f"{LIST}?fields=name,bank.id,areas.id,facts.source.reliability&limit=5").json()["items"]
    whole = web.get(f"{LIST}?limit=5").json()["items"]
    assert [list(item) for item in items] == [["name", "bank", "areas", "facts"]] * 5
    for item, full in zip(items, whole, strict=True):
        assert item == {
            "name": full["name"], "bank": {"id": full["bank"]["id"]},
            "areas": [{"id": area["id"]} for area in full["areas"]],
            "facts": [{"source": {"reliability": fact["source"]["reliability"]}} for fact in full["facts"]],
        }  # fmt: skip


def test_fields_are_the_columns_of_csv(web: httpx.Client) -> None:
    fields = "page,name,areas.id,facts.id,bank"
    answer = web.get(f"{LIST}?format=csv&fields={fields}")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    items = web.get(LIST).json()["items"]
    assert list(rows[0]) == fields.split(",")
    assert [row["areas.id"] for row in rows] == [";".join(area["id"] for area in item["areas"]) for item in items]
    assert [row["facts.id"] for row in rows] == [";".join(fact["id"] for fact in item["facts"]) for item in items]
    assert {row["bank"] for row in rows} == {"bank-of-beijing"}
    lines = web.get("/api/areas?format=ndjson&fields=id,counts.facts").text.splitlines()
    assert lines[0].startswith('{"id":"compliance","counts":{"facts":')


@pytest.mark.parametrize(
    ("address", "fields", "said"),
    [
        ("/api/banks", "nmae", "there is no field 'nmae'; did you mean name?"),
        ("/api/banks", "id,counts.fact", "there is no field 'counts.fact'; did you mean counts.facts?"),
        ("/api/banks", "name.id", "there is no field 'name.id'; name holds no fields"),
        ("/api/banks", ",", "names no field"),
        ("/api/facts", "source.realiability", "did you mean source.reliability?"),
        ("/api/banks/bank-of-beijing", "tikcer", "did you mean ticker?"),
        (LIST, "facts.source.publsher", "did you mean facts.source.publisher?"),
        ("/api/queries", "titel", "did you mean title?"),
        ("/api/search?q=x", "scores", "did you mean score?"),
    ],
)
def test_an_unknown_field_is_refused(web: httpx.Client, address: str, fields: str, said: str) -> None:
    answer = web.get(httpx.URL(address).copy_merge_params({"fields": fields}))
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_every_field_of_every_list_can_be_asked_for(web: httpx.Client) -> None:
    for address in (
        "/api/banks",
        "/api/sources",
        "/api/facts",
        "/api/trends",
        LIST,
        "/api/queries",
        "/api/search?q=bank",
    ):
        item = web.get(httpx.URL(address).copy_merge_params({"limit": 1})).json()["items"][0]
        asked = httpx.URL(address).copy_merge_params({"limit": 1, "fields": ",".join(item)})
        assert web.get(asked).json()["items"] == [item], address


def test_fields_of_one_thing_and_of_one_fact(web: httpx.Client) -> None:
    assert web.get("/api/banks/icbc?fields=ticker,name").json() == {
        "ticker": "601398.SH",
        "name": web.get("/api/banks/icbc").json()["name"],
    }
    assert web.get("/api/facts/f1aed3035ad869583?fields=value,metric.id").json() == {
        "value": 2519000000,
        "metric": {"id": "technology_investment"},
    }
    of_another_kind = web.get("/api/facts/f1aed3035ad869583?fields=id,topic").json()
    assert of_another_kind == {"id": "f1aed3035ad869583"}


def test_links_lead_on_back_and_to_the_page(web: httpx.Client) -> None:
    first = web.get("/api/banks?type=city&limit=20&fields=id")
    assert links(first).keys() == {"next", "first", "alternate"}
    assert links(first)["next"].endswith(f"cursor={first.json()['next']}")
    seen, answer = [], first
    while "next" in links(answer):
        seen += answer.json()["items"]
        answer = web.get(links(answer)["next"])
        assert links(answer)["first"] == links(first)["first"]
    assert [*seen, *answer.json()["items"]] == web.get("/api/banks?type=city&fields=id").json()["items"]
    assert web.get(links(answer)["first"]).json() == first.json()
    page = web.get(links(first)["alternate"], headers=HTML)
    assert page.status_code == 200
    assert 'href="/api/banks?type=city"' in page.text


def test_links_of_a_part_as_csv_lead_on_too(web: httpx.Client) -> None:
    first = web.get("/api/facts?format=csv&limit=700")
    second = web.get(links(first)["next"])
    assert "next" not in links(second) or len(second.text.splitlines()) == 701
    ids = [row["id"] for answer in (first, second) for row in csv.DictReader(io.StringIO(answer.text))]
    assert ids == sorted(set(ids))
    assert len(ids) == 1357
    assert "next" not in links(web.get("/api/facts?format=csv"))


@pytest.mark.parametrize("path", sorted(path for path, methods in SPEC["paths"].items() if "get" in methods))
def test_every_answer_links_to_its_page(web: httpx.Client, path: str) -> None:
    operation = SPEC["paths"][path]["get"]
    given = {p["name"]: p["example"] for p in operation["parameters"] if p.get("required") and "example" in p}
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["schema"]["examples"][0])
    answer = web.get(path, params=given)
    if path.startswith("/api/export"):
        assert "alternate" not in answer.headers.get("link", "")
    else:
        assert web.get(links(answer)["alternate"], headers=HTML, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("path", sorted(path for path, methods in SPEC["paths"].items() if "get" in methods))
def test_an_unknown_parameter_is_refused_everywhere(web: httpx.Client, path: str) -> None:
    for parameter in SPEC["paths"][path]["get"]["parameters"]:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["schema"]["examples"][0])
    answer = web.get(path, params={"nonsense": "1"})
    assert answer.status_code == 422
    assert "nonsense" in answer.text


def test_every_item_has_its_address_and_its_page(web: httpx.Client) -> None:
    for address in (
        "/api/banks",
        "/api/facts",
        "/api/sources",
        "/api/years",
        LIST,
        "/api/search?q=bank",
        "/api/queries",
    ):
        for item in web.get(httpx.URL(address).copy_merge_params({"limit": 2})).json()["items"]:
            own = item["api_url"] if address == "/api/sources" else item["url"]
            assert web.get(own).status_code == 200
            assert web.get(item["page"], headers=HTML).status_code == 200


def test_filters_work_below_a_thing(web: httpx.Client) -> None:
    def ids(address: str) -> set[str]:
        return {item["id"] for item in web.get(address).json()["items"]}

    for filters in (
        "area=risk-control",
        "category=platform",
        "model=deepseek",
        "vendor=huawei",
        "year=2024",
        "q=brain",
    ):
        below = ids(f"{LIST}?{filters}&facts=none")
        assert below == ids(f"/api/initiatives?bank=bank-of-beijing&{filters}&limit=1000")
    assert ids(f"{LIST}?area=risk-control&facts=none")
    assert ids("/api/models/deepseek/banks?type=city&facts=none") < ids("/api/models/deepseek/banks?facts=none")
    assert ids("/api/years/2024/banks?country=CN&model=deepseek&facts=none")
    assert web.get(f"{LIST}?bank=icbc").status_code == 422
    assert "did you mean risk-control" in web.get(f"{LIST}?area=risk-contrl").json()["detail"]


def test_one_request_says_what_a_bank_has_launched_and_who_says_so(web: httpx.Client) -> None:
    """In which area, with which model and vendor, since when, with what result, by whom."""
    items = {item["id"]: item for item in web.get(f"{LIST}?limit=1000").json()["items"]}
    facts = web.get("/api/banks/bank-of-beijing/facts?limit=1000").json()["items"]
    for id_, item in items.items():
        named = [fact for fact in facts if (fact.get("initiative") or {}).get("id") == id_]
        assert sorted(fact["id"] for fact in item["facts"]) == sorted(fact["id"] for fact in named)
        for last in ("areas", "models", "vendors"):
            said = {thing["id"] for fact in named for thing in fact.get(last, ())}
            assert said <= {thing["id"] for thing in item[last]}
        assert item["first_year"] == min((fact["year"] for fact in named if fact["year"]), default=None)
        assert all({"publisher", "reliability", "url", "published"} <= fact["source"].keys() for fact in item["facts"])
        assert item["sources"] >= 1
    results = [fact for item in items.values() for fact in item["facts"] if fact.get("status") == "stated"]
    assert len(results) >= 10
    assert all({"metric", "value", "unit", "bound", "period"} <= fact.keys() for fact in results)


@pytest.mark.parametrize(
    "key",
    [
        "Bank/bank-of-beijing", "AIModel/deepseek", "Vendor/huawei", "BusinessArea/credit", "Year/2024",
        "Metric/technology_investment", "BankGroup/city-commercial-banks", "Fact/f1aed3035ad869583",
        "Initiative/bank-of-beijing-all-in-ai", "Source/jrsb-2025-05-13",
    ],
)  # fmt: skip
def test_what_is_around_a_thing_hangs_together(web: httpx.Client, key: str) -> None:
    for depth in (1, 2):
        found = web.get(f"/api/neighbourhood/{key}?limit=30&depth={depth}").json()
        nodes = [(node["label"], node["id"]) for node in found["nodes"]]
        assert "/".join(nodes[0]) == key
        assert 2 <= len(nodes) == len(set(nodes)) <= 31
        ends = [tuple(line[end].values()) for line in found["relationships"] for end in ("start", "end")]
        assert set(ends) <= set(nodes)
        supported = {id_ for line in found["relationships"] for id_ in line.get("facts", ())}
        assert supported == {fact["id"] for fact in found["facts"]}
        if depth == 1:
            joined = {
                tuple(line[end].values())
                for line in found["relationships"]
                for end in ("start", "end")
                if nodes[0] in (tuple(line["start"].values()), tuple(line["end"].values()))
            }
            assert joined == set(nodes)


def test_a_neighbourhood_says_when_it_is_not_all(web: httpx.Client) -> None:
    def around(**more: Any) -> dict[str, Any]:
        return dict(web.get("/api/neighbourhood/AIModel/deepseek", params=more).json())

    some, whole = around(limit=3, facts="ids"), around(limit=1000, facts="none")
    assert (some["truncated"], len(some["nodes"]), whole["truncated"]) == (True, 4, False)
    assert {node["id"] for node in whole["nodes"] if node["label"] == "Bank"} == {
        bank["id"] for bank in web.get("/api/models/deepseek/banks?facts=none").json()["items"]
    }
    assert "facts" not in some
    assert not any("facts" in line for line in whole["relationships"])
    weakest = min(line["sources"] for line in some["relationships"] if "AIModel" in (line["end"]["label"],))
    assert weakest == 3


@pytest.mark.parametrize(
    ("key", "said"),
    [("Bank/icbcc", "icbc"), ("Bnk/icbc", "Bank"), ("Fact/f1aed3035ad869580", "f1aed3035ad869583"), ("Year/1800", "")],
)
def test_around_nothing_is_404(web: httpx.Client, key: str, said: str) -> None:
    answer = web.get(f"/api/neighbourhood/{key}")
    assert answer.status_code == 404
    assert said in answer.json()["detail"]
