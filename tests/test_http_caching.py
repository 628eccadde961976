"""Caching that is true: 304 as long as the data is the same, and never a day longer."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from graph.records import Batch, Place, Record
from graph.store import Store

ADDRESSES = (
    "/api/banks", "/api/banks/bank-of-beijing", "/api/facts?kind=trend", "/api/facts?format=csv", "/api/loads",
    "/api/queries/banks_using_model", "/api/banks/bank-of-beijing/initiatives",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_same_again_is_304(web: httpx.Client, address: str) -> None:
    first = web.get(address)
    assert first.headers["cache-control"] == "no-cache"
    tag = first.headers["etag"]
    assert tag.startswith('"')
    for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = web.get(address, headers={"if-none-match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert web.get(address, headers={"if-none-match": '"other"'}).status_code == 200
    assert web.get(address).headers["etag"] == tag


def test_each_address_and_format_has_its_own(web: httpx.Client) -> None:
    addresses = (
        "/api/areas",
        "/api/areas?limit=5",
        "/api/areas?format=csv",
        "/api/areas?format=csv&bom=1",
        "/api/years",
    )
    tags = {web.get(address).headers["etag"] for address in addresses}
    tags |= {web.get("/api/areas", headers={"accept": "text/csv"}).headers["etag"]}
    tags |= {web.get("/api/areas", headers={"accept-encoding": "identity"}).headers["etag"]}
    assert len(tags) == 7
    assert "Accept" in web.get("/api/areas").headers["vary"]


def test_an_unknown_thing_is_404_whatever_the_asker_holds(web: httpx.Client) -> None:
    assert web.get("/api/banks/nobody", headers={"if-none-match": '"x"'}).status_code == 404


def bank(id_: str) -> Record:
    columns = {
        "id": id_, "name": id_.title(), "name_zh": None, "aliases": [], "type": "city", "hq": None, "country": "CN",
        "ticker": None,
    }  # fmt: skip
    return Record("bank", columns, Place("banks.jsonl", 1))


def test_a_load_changes_the_tag_and_the_total(empty: Store, empty_web: httpx.Client) -> None:
    nothing = empty_web.get("/api/banks")
    empty.load(Batch([bank("one-bank")]))
    one = empty_web.get("/api/banks", headers={"if-none-match": nothing.headers["etag"]})
    assert (one.status_code, one.json()["total"]) == (200, 1)
    empty.load(Batch([bank("one-bank")]))
    assert empty_web.get("/api/banks", headers={"if-none-match": one.headers["etag"]}).status_code == 304
    empty.load(Batch([bank("two-bank")]))
    two = empty_web.get("/api/banks", headers={"if-none-match": one.headers["etag"]})
    assert [item["id"] for item in two.json()["items"]] == ["one-bank", "two-bank"]
    assert two.json()["total"] == 2


def test_loads_have_a_tag_of_their_own(empty: Store, empty_web: httpx.Client) -> None:
    empty.load(Batch([bank("one-bank")]))
    first = empty_web.get("/api/loads")
    empty.load(Batch([bank("one-bank")]))  # changes no data, and yet is a load
    again = empty_web.get("/api/loads", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.json()["total"]) == (200, 2)


def test_answers_are_compressed_for_who_takes_it(web: httpx.Client) -> None:
    packed = web.get("/api/facts", headers={"accept-encoding": "gzip"})
    plain = web.get("/api/facts", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert len(gzip.compress(plain.content)) < len(plain.content) / 3


def test_csv_streams_while_it_is_compressed(web: httpx.Client) -> None:
    whole = web.get("/api/facts?format=csv", headers={"accept-encoding": "identity"})
    with web.stream("GET", "/api/facts?format=csv", headers={"accept-encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert "content-length" not in answer.headers
        parts = list(answer.iter_raw(1000))
    assert gzip.decompress(b"".join(parts)) == whole.content


def test_the_first_rows_are_sent_before_the_last_are_read(example: Store) -> None:
    async def began() -> int:
        """How many reads it took until something of the answer had been sent."""
        reads = 0

        class Counting(Store):
            def reading(self, work: Any) -> Any:
                nonlocal reads
                reads += 1
                return super().reading(work)

        app = create_app(Settings(), Counting(example.connection))
        app.state.store = Counting(example.connection)
        sent: list[int] = []

        async def send(message: Any) -> None:
            if message.get("body") and reads:
                sent.append(reads)

        async def receive() -> Any:
            return await asyncio.Event().wait()  # the asker stays

        headers = [(b"host", b"localhost"), (b"accept-encoding", b"gzip")]
        scope = {
            "type": "http", "method": "GET", "path": "/api/facts", "raw_path": b"/api/facts", "headers": headers,
            "query_string": b"format=csv", "http_version": "1.1", "scheme": "http", "server": ("localhost", 80),
            "client": ("localhost", 1), "root_path": "", "asgi": {"version": "3.0"},
        }  # fmt: skip
        await app(scope, receive, send)
        assert max(sent) == reads > 1
        return sent[0]

    with ThreadPoolExecutor(1) as apart:  # where no browser's event loop runs
        assert apart.submit(lambda: asyncio.run(began())).result() == 1
