"""Loads over HTTP and as pages: done, unfinished, undone, with rejected rows, each with its receipt."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields

import httpx
import pytest
import small
from playwright.sync_api import Page
from small import THINGS, batch, deployment, launch, observation, partnership

from api.app import create_app
from api.settings import Settings
from graph.loads.receipt import Receipt
from graph.loads.undo import Undone
from graph.store import Store

HTML = {"Accept": "text/html"}
SCHEMAS = create_app(Settings()).openapi()["components"]["schemas"]
MANY = tuple(observation(value=value) for value in range(1, 13))


class Interrupted(Exception):
    """Stands for whatever ends a load or an undo in the middle."""


def stop_at(what: str, times: int) -> Callable[[str, int, int], None]:
    """A callback that ends a load or an undo when it hears of ``what`` so many times."""
    heard: list[str] = []

    def step(said: str, _done: int, _total: int) -> None:
        heard.append(said)
        if heard.count(what) == times:
            raise Interrupted

    return step


@dataclass(frozen=True)
class Story:
    """The loads of a graph that has seen much."""

    first: str
    repeated: str
    undone: str
    unfinished: str


@pytest.fixture(scope="module")
def _written() -> list[tuple[Story, list[tuple[str, str]]]]:
    """The story, once it has been told in this module."""
    return []


@pytest.fixture
def story(opened: Store, wiped: Callable[[], Store], _written: list[tuple[Story, list[tuple[str, str]]]]) -> Story:
    """Four loads, and who stands where; told anew where a test has changed them."""
    if not _written or _written[0][1] != states(opened):
        told = _tell(wiped())
        _written[:] = [(told, states(opened))]
    return _written[0][0]


def states(store: Store) -> list[tuple[str, str]]:
    return [(load["load"], load["state"]) for load in store.loads()]


@pytest.fixture
def told(story: Story, site: str) -> Iterator[httpx.Client]:  # noqa: ARG001  (the graph must hold it)
    """A client of the server, with the story in the graph. Read only."""
    with httpx.Client(base_url=site, timeout=60, verify=False) as client:
        yield client


def _tell(empty: Store) -> Story:
    first = empty.load(batch(*THINGS, *MANY, launch(models=["r1"], areas=["risk"])))
    undone = empty.load(batch(observation(value=99), launch(source="repost"), file="mine/{kind}s.jsonl"))
    bad = [observation(year=1), small.bank("bad", type="big")]
    again = batch(*MANY[:2], launch(source="repost", evidence="And so it says."), partnership(), *bad)
    repeated = empty.load(again, reject=lambda lines: [*lines])
    empty.undo(undone.load)
    with suppress(Interrupted):
        empty.load(batch(*(deployment(mode=mode, year=y) for y in range(2015, 2019) for mode in (None, "private"))),
                   stop_at("write", 3), at_once=2)  # fmt: skip
    assert [load["state"] for load in empty.loads()] == ["unfinished", "done", "undone", "done"]
    return Story(first.load, repeated.load, undone.load, empty.loads()[0]["load"])


def test_the_receipt_of_a_load_is_whole(opened: Store, story: Story, told: httpx.Client) -> None:
    answer = told.get(f"/api/loads/{story.repeated}")
    receipt = answer.json()
    assert answer.headers["link"] == f'</loads/{story.repeated}>; rel="alternate"; type="text/html"'
    assert receipt == {
        **next(load for load in opened.loads() if load["load"] == story.repeated),
        "url": f"/api/loads/{story.repeated}",
        "page": f"/loads/{story.repeated}",
    }
    assert (receipt["read"], receipt["new"], receipt["known"], receipt["rejected"]) == (5, 1, 3, 1)
    assert (receipt["entities_read"], receipt["entities_rejected"], receipt["evidence_differing"]) == (1, 1, 1)
    assert receipt["kinds"]["partnership"] == {"read": 1, "new": 1, "known": 0, "rejected": 0}
    assert [mistake.partition(": ")[0] for mistake in receipt["mistakes"]] == ["banks.jsonl:1", "facts.jsonl:5"]


def test_an_undone_load_says_what_was_withdrawn_and_who_holds_the_rest(story: Story, told: httpx.Client) -> None:
    answer = told.get(f"/api/loads/{story.undone}").json()
    assert (answer["state"], answer["undone"]) == ("undone", answer["undo"]["undone"])
    assert (answer["undo"]["withdrawn"], answer["undo"]["held"]) == (1, {story.repeated: 1})
    assert set(answer["undo"]) == {field.name for field in fields(Undone)} == set(SCHEMAS["LoadUndone"]["properties"])


def test_what_an_unfinished_load_has_not_counted_is_null(opened: Store, story: Story, told: httpx.Client) -> None:
    def check(state: str, *, undone: bool = False) -> None:
        receipt = told.get("/api/loads/latest").json()
        assert (receipt["load"], receipt["state"], receipt["read"]) == (story.unfinished, state, 8)
        open_ = ("new", "known", "entities_new", "entities_changed", "evidence_differing", "digest")
        assert {receipt[name] for name in open_} == {None}
        assert (receipt["kinds"], receipt["undo"] is not None) == ({}, undone)
        assert told.get(f"/loads/{story.unfinished}", headers=HTML).status_code == 200

    check("unfinished")
    with pytest.raises(Interrupted):
        opened.undo(story.unfinished, stop_at("undo", 2), at_once=1)
    check("undoing")
    opened.undo(story.unfinished)
    check("undone", undone=True)


def test_the_description_has_all_fields_of_a_receipt(story: Story, told: httpx.Client) -> None:
    answer = told.get("/api/loads").json()["items"]
    declared = set(SCHEMAS["Load"]["properties"])
    assert {field.name for field in fields(Receipt)} | {"state", "undone", "undo", "url", "page"} == declared
    assert [set(load) for load in answer] == [declared] * 4
    assert [load["load"] for load in answer[1:]] == [story.repeated, story.undone, story.first]


def test_loads_page_and_come_as_csv_and_lines(story: Story, told: httpx.Client) -> None:
    whole = told.get("/api/loads").json()["items"]
    part = told.get("/api/loads?limit=3").json()
    assert part["items"] == whole[:3]
    assert told.get("/api/loads", params={"cursor": part["next"]}).json() == {
        "items": whole[3:], "total": 4, "next": None,
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(told.get("/api/loads?format=csv").text)))
    assert [row["state"] for row in rows] == ["unfinished", "done", "undone", "done"]
    assert (rows[2]["files.name"], rows[0]["new"], rows[3]["load"]) == ("mine/facts.jsonl", "", story.first)
    lines = told.get("/api/loads?format=ndjson&fields=load,undo.withdrawn").text.splitlines()
    assert json.loads(lines[2]) == {"load": story.undone, "undo": {"withdrawn": 1}}


def test_an_unknown_load_is_told_with_what_may_have_been_meant(story: Story, told: httpx.Client) -> None:
    wrong = f"{story.first[:-1]}{'0' if story.first[-1] != '0' else '1'}"
    answer = told.get(f"/api/loads/{wrong}")
    assert answer.status_code == 404
    assert answer.json()["near"][0] == story.first
    page = told.get(f"/loads/{wrong}", headers=HTML)
    assert page.status_code == 404
    assert f'href="/loads/{story.first}"' in page.text
    refused = told.get("/api/facts", params={"load": wrong})
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith(f"load: there is no load '{wrong}'; did you mean {story.first}")


def test_facts_by_load_follow_an_undo_that_leaves_the_data_as_they_are(empty: Store, empty_web: httpx.Client) -> None:
    first, second = (empty.load(batch(*THINGS, *MANY[:3])).load for _ in range(2))
    addresses = [f"{path}?load={load}" for path in ("/api/facts", "/facts") for load in (first, second)]
    before = {address: empty_web.get(address, headers=HTML) for address in addresses}
    assert [before[f"/api/facts?load={load}"].json()["total"] for load in (first, second)] == [3, 0]
    fact = before[addresses[0]].json()["items"][0]
    page = empty_web.get(fact["page"], headers=HTML)
    assert f'href="/loads/{first}"' in page.text
    version = empty.version()
    empty.undo(first)
    assert empty.version() == version
    for address, answer in before.items():
        again = empty_web.get(address, headers={**HTML, "If-None-Match": answer.headers["etag"]})
        assert again.status_code == 200, address
    assert [empty_web.get(f"/api/facts?load={load}").json()["total"] for load in (first, second)] == [0, 3]
    page = empty_web.get(fact["page"], headers={**HTML, "If-None-Match": page.headers["etag"]})
    assert f'href="/loads/{second}"' in page.text
    assert empty_web.get(f"/api/banks/bob/facts?load={second}").json()["total"] == 3


def test_tags_change_with_loads_and_undos_alone(empty: Store, empty_web: httpx.Client) -> None:
    first = empty.load(batch(*THINGS, *MANY[:2])).load
    addresses = [f"{path}{which}" for path in ("/api/loads", "/loads") for which in ("", f"/{first}")]
    tags = {address: empty_web.get(address, headers=HTML).headers["etag"] for address in addresses}
    assert [changed(empty_web, address, tag) for address, tag in tags.items()] == [False] * 4
    version = empty.version()
    second = empty.load(batch(*THINGS, *MANY[:2]))
    assert [changed(empty_web, address, tag) for address, tag in tags.items()][::2] == [True] * 2
    empty.undo(first)
    assert [changed(empty_web, address, tag) for address, tag in tags.items()] == [True] * 4
    assert empty.version() == version == second.digest


def changed(web: httpx.Client, address: str, tag: str) -> bool:
    return web.get(address, headers={**HTML, "If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_say_it_all(story: Story, told: httpx.Client, language: str) -> None:
    headers = {**HTML, "Accept-Language": language}
    listed = told.get("/loads", headers=headers).text
    assert re.findall(r'href="(/loads/[^"]+)"', listed) == [load["page"] for load in listed_loads(told)]
    said = {"en": ("not finished", "undone"), "zh": ("未完成", "已撤销")}[language]
    assert all(f'<span class="chip status">{word}</span>' in listed for word in said)
    done = told.get(f"/loads/{story.first}", headers=headers).text
    assert "0" * 64 in done
    assert f"bankgraph undo {story.first}" in done
    assert f'href="/facts?load={story.first}"' in done
    assert len(re.findall(r'<tr id="f', done)) == 10
    rejected = told.get(f"/loads/{story.repeated}", headers=headers).text
    assert "facts.jsonl:5: year must be 2000 to 2030 or null, not 1" in rejected
    undone = told.get(f"/loads/{story.undone}", headers=headers).text
    assert f'href="/loads/{story.repeated}"' in undone
    assert "bankgraph undo" not in undone
    unfinished = told.get(f"/loads/{story.unfinished}", headers=headers).text
    assert {"en": "This load was interrupted", "zh": "此次载入被中断"}[language] in unfinished


def listed_loads(web: httpx.Client) -> list[dict[str, str]]:
    items: list[dict[str, str]] = web.get("/api/loads").json()["items"]
    return items


def test_pages_of_loads_page_on(story: Story, told: httpx.Client) -> None:
    first = told.get("/loads?limit=3", headers=HTML).text
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following
    last = told.get(following[1].replace("&amp;", "&"), headers=HTML).text
    assert f'href="/loads/{story.first}"' in last
    assert 'rel="next"' not in last


def test_the_list_says_how_to_load_where_nothing_is(empty_web: httpx.Client) -> None:
    page = empty_web.get("/loads", headers=HTML)
    assert page.status_code == 200
    assert "bankgraph load PATH" in page.text
    assert empty_web.get("/api/loads/latest").status_code == 404


def test_the_version_then_is_the_present_one_or_not(empty: Store, empty_web: httpx.Client) -> None:
    first = empty.load(batch(*THINGS, observation())).load
    assert ", the present one" in empty_web.get(f"/loads/{first}", headers=HTML).text
    second = empty.load(batch(observation(value=7))).load
    assert ", not the present one" in empty_web.get(f"/loads/{first}", headers=HTML).text
    empty.undo(second)
    assert ", the present one" in empty_web.get(f"/loads/{first}", headers=HTML).text


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_leads_to_the_loads_and_they_fit(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/banks/icbc")
    page.get_by_role("link", name="What was loaded").click()
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.locator("main table a").first.click()
    assert page.url.rpartition("/")[0].endswith(("/loads", "/facts", "/banks"))
