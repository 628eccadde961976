"""Lists: paged through once without loss or doubles, counted exactly, in an order that stays."""

import csv
import io
import json
from typing import Any

import httpx
import pytest

import loaders
from graph.records import Batch, Record
from graph.store import Store

PLACES = {
    "/api/banks": 132, "/api/groups": 23, "/api/vendors": 39, "/api/models": 42, "/api/areas": 11, "/api/metrics": 179,
    "/api/initiatives": 342, "/api/sources": 307, "/api/facts": 1357, "/api/trends": 66,
}  # fmt: skip
LISTS = (
    *PLACES, "/api/years", "/api/facts?kind=deployment", "/api/facts?year=2025", "/api/facts?bank=bank-of-beijing",
    "/api/banks/bank-of-beijing/initiatives", "/api/banks/bank-of-beijing/facts", "/api/banks/bank-of-beijing/models",
    "/api/banks/bank-of-beijing/metrics", "/api/banks/bank-of-beijing/partners", "/api/models/deepseek/banks",
    "/api/vendors/huawei/banks", "/api/areas/customer-service/banks", "/api/metrics/technology_investment/banks",
    "/api/years/2024/banks", "/api/groups/city-commercial-banks/banks", "/api/sources/jrsb-2025-05-13/facts",
    "/api/metrics/technology_investment/observations", "/api/areas/customer-service/initiatives",
    "/api/initiatives?bank=bank-of-beijing", "/api/banks?model=deepseek&country=CN",
)  # fmt: skip


def read_all(web: httpx.Client, address: str, limit: int) -> tuple[list[dict[str, Any]], set[int]]:
    """Every item of a list, part by part, and the totals that the parts gave."""
    items, totals, cursor = [], set(), None
    while True:
        given = {"limit": limit, **({"cursor": cursor} if cursor else {})}
        part = web.get(str(httpx.URL(address).copy_merge_params(given))).raise_for_status().json()
        assert len(part["items"]) <= limit
        items += part["items"]
        totals.add(part["total"])
        if (cursor := part["next"]) is None:
            return items, totals


@pytest.mark.parametrize(("address", "total"), PLACES.items())
def test_a_list_holds_all_there_are(web: httpx.Client, address: str, total: int) -> None:
    assert web.get(address).json()["total"] == total


@pytest.mark.parametrize("address", LISTS)
def test_paging_meets_everything_once(web: httpx.Client, address: str) -> None:
    whole, (total,) = read_all(web, address, 1000)
    small, totals = read_all(web, address, max(1, total // 3))
    assert small == whole
    assert totals == {total}
    assert len({item["id"] for item in whole}) == len(whole) == total > 0


@pytest.mark.parametrize("address", ["/api/banks", "/api/facts", "/api/facts?kind=trend", "/api/facts?year=2024"])
def test_things_and_facts_come_by_their_ids(web: httpx.Client, address: str) -> None:
    ids = [item["id"] for item in read_all(web, address, 500)[0]]
    assert ids == sorted(ids)


def test_what_is_joined_comes_newest_first(web: httpx.Client) -> None:
    for address in ("/api/banks/bank-of-beijing/initiatives", "/api/models/deepseek/banks", "/api/years/2024/banks"):
        keys = [(-(item["first_year"] or 0), item["id"]) for item in read_all(web, address, 7)[0]]
        assert keys == sorted(keys), address


def test_a_cursor_survives_a_load_in_between(empty: Store, empty_web: httpx.Client, example_batch: Batch) -> None:
    facts = [record for record in example_batch.records if record.what == "fact"]
    things = [record for record in example_batch.records if record.what != "fact"]
    empty.load(Batch([*things, *facts[::2]]))
    first = empty_web.get("/api/facts?limit=300").json()
    empty.load(Batch(facts[1::2]))
    seen, cursor = [item["id"] for item in first["items"]], first["next"]
    while cursor:
        part = empty_web.get(f"/api/facts?limit=300&cursor={cursor}").json()
        seen += [item["id"] for item in part["items"]]
        cursor = part["next"]
    assert part["total"] == 1357
    assert seen == sorted(set(seen))
    assert {item["id"] for item in first["items"]} | {record.columns["id"] for record in facts[::2]} <= set(seen)


def test_every_kind_of_list_survives_a_load_in_between(
    empty: Store, empty_web: httpx.Client, example_batch: Batch
) -> None:
    facts = [record for record in example_batch.records if record.what == "fact"]
    things = [record for record in example_batch.records if record.what != "fact"]
    named = {name for record in example_batch.records for name in _banks_in(record)}
    late = [record for record in things if record.what == "bank" and record.columns["id"] not in named]
    addresses = (
        "/api/banks?country=CN",
        "/api/banks/bank-of-beijing/initiatives?facts=none",
        "/api/models/deepseek/banks",
    )
    empty.load(Batch([*(record for record in things if record not in late), *facts[:700]]))
    firsts = {address: _part(empty_web, address, None) for address in addresses}
    before = {address: read_all(empty_web, address, 1000)[0] for address in addresses}
    empty.load(Batch([*late, *facts[700:]]))
    for address, first in firsts.items():
        seen, cursor = [item["id"] for item in first["items"]], first["next"]
        while cursor:
            part = _part(empty_web, address, cursor)
            seen, cursor = [*seen, *(item["id"] for item in part["items"])], part["next"]
        now = read_all(empty_web, address, 1000)[0]
        assert len(seen) == len(set(seen)), address
        assert {item["id"] for item in before[address] if item in now} <= set(seen), address
        assert part["total"] == len(now) >= first["total"], address
    assert len(read_all(empty_web, addresses[0], 1000)[0]) > len(before[addresses[0]])


def _banks_in(record: Record) -> set[Any]:
    """The banks that a record names besides itself."""
    return {record.columns.get("bank"), record.columns.get("vendor"), *(record.columns.get("banks") or ())}


def _part(web: httpx.Client, address: str, cursor: str | None) -> dict[str, Any]:
    given = {"limit": 3, **({"cursor": cursor} if cursor else {})}
    return dict(web.get(str(httpx.URL(address).copy_merge_params(given))).raise_for_status().json())


@pytest.mark.parametrize("address", [*LISTS, "/api/facts?limit=1500"])
def test_csv_and_ndjson_give_all_rows(web: httpx.Client, address: str) -> None:
    plain = httpx.URL(address).copy_remove_param("limit")
    items, _ = read_all(web, str(plain), 1000)
    csv_answer = web.get(str(httpx.URL(address).copy_merge_params({"format": "csv"})))
    ndjson_answer = web.get(address, headers={"accept": "application/x-ndjson"})
    assert csv_answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert ndjson_answer.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in ndjson_answer.text.splitlines()] == items
    assert [row["id"] for row in csv.DictReader(io.StringIO(csv_answer.text))] == [item["id"] for item in items]


@pytest.mark.parametrize(("address", "key"), [("/api/queries", "name"), ("/api/loads", "load")])
def test_lists_that_are_no_part_of_the_graph(web: httpx.Client, address: str, key: str) -> None:
    whole = web.get(f"{address}?limit=1000").json()
    seen, cursor = [], None
    for _ in range(whole["total"]):
        part = web.get(address, params={"limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        seen += part["items"]
        cursor = part["next"]
    assert (seen, cursor) == (whole["items"], None)
    rows = csv.DictReader(io.StringIO(web.get(f"{address}?format=csv").text))
    assert [row[key] for row in rows] == [item[key] for item in whole["items"]]
    lines = web.get(f"{address}?format=ndjson").text.splitlines()
    assert [json.loads(line) for line in lines] == whole["items"]


def test_csv_of_facts_has_the_columns_of_the_files(web: httpx.Client) -> None:
    rows = list(csv.DictReader(io.StringIO(web.get("/api/facts", headers={"accept": "text/csv"}).text)))
    lines = (loaders.EXAMPLE / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    facts = {fact["id"]: fact for fact in map(json.loads, lines)}
    assert len(rows) == len(facts)
    for row in rows:
        lists = ("models", "areas", "vendors", "groups")
        filled = {c: ";".join(sorted(t.split(";"))) if c in lists else t for c, t in row.items() if t}
        assert filled == {
            column: as_cell(value) for column, value in facts[row["id"]].items() if value not in (None, [])
        }


@pytest.mark.parametrize("name", ["banks", "groups", "vendors", "models", "areas", "metrics", "initiatives", "sources"])
def test_csv_of_things_has_the_columns_of_their_file(web: httpx.Client, name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(web.get(f"/api/{name}?format=csv").text)))
    lines = (loaders.EXAMPLE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    things = {thing["id"]: thing for thing in map(json.loads, lines)}
    assert len(rows) == len(things)
    for row in rows:
        assert row == {column: as_cell(value) for column, value in things[row["id"]].items()}


def as_cell(value: Any) -> str:
    """A value of the files as a cell of CSV has it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return ";".join(sorted(value))
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def test_csv_for_excel_begins_with_a_mark(web: httpx.Client) -> None:
    assert web.get("/api/areas?format=csv&bom=1").content.startswith(b"\xef\xbb\xbfid,")
    assert web.get("/api/areas?format=csv&bom=0").content.startswith(b"id,")


def test_limit_cuts_csv_and_a_cursor_goes_on_there(web: httpx.Client) -> None:
    first = web.get("/api/facts?limit=1000").json()
    rest = web.get(f"/api/facts?format=csv&cursor={first['next']}").text.splitlines()
    assert len(rest) == 1 + 357
    assert len(web.get("/api/facts?format=csv&limit=1200").text.splitlines()) == 1 + 1200
    assert len(web.get("/api/facts?format=ndjson&limit=3").text.splitlines()) == 3


def test_the_address_decides_before_the_header(web: httpx.Client) -> None:
    assert web.get("/api/areas?format=json", headers={"accept": "text/csv"}).json()["total"] == 11
    assert web.get("/api/areas", headers={"accept": "text/html, */*"}).json()["total"] == 11
    preferred = web.get("/api/areas", headers={"accept": "application/json;q=0.5, text/csv;q=0.9"})
    assert preferred.headers["content-type"].startswith("text/csv")


def test_whole_numbers_are_shown_as_such(web: httpx.Client) -> None:
    fact = web.get("/api/facts/f1aed3035ad869583")
    assert '"value":2519000000,' in fact.text
    assert '"value":4.6,' in web.get("/api/facts/f818e997eb1bb2c59").text
    assert ",2519000000," in web.get("/api/facts?id=f1aed3035ad869583&format=csv").text


def test_facts_inside_come_whole_by_id_or_not(web: httpx.Client) -> None:
    address = "/api/banks/bank-of-beijing/initiatives?limit=3"
    full, ids, none = (web.get(f"{address}&facts={mode}").json()["items"] for mode in ("full", "ids", "none"))
    assert web.get(address).json()["items"] == full
    assert [sorted(fact["id"] for fact in item["facts"]) for item in full] == [item["facts"] for item in ids]
    assert all("facts" not in item for item in none)
    assert all(item["sources"] >= 1 for item in none)
    one = web.get(f"/api/initiatives/{full[0]['id']}?facts=full").json()
    assert one == full[0]


def test_facts_inside_come_newest_first(web: httpx.Client) -> None:
    for initiative in web.get("/api/banks/bank-of-beijing/initiatives").json()["items"]:
        years = [fact["year"] or 0 for fact in initiative["facts"]]
        assert years == sorted(years, reverse=True)
