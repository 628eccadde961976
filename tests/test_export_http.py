"""``/api/export``: files as they are read from the graph, whole or visibly broken off."""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from small import THINGS, bank, batch
from starlette.middleware.gzip import GZipMiddleware
from taken_out import taken_out

from api.app import create_app
from api.exporting import export
from api.exports import FORMATS
from api.settings import Settings
from api.streams import Stream
from graph.ask import Budget
from graph.errors import StoreAway
from graph.store import Store

Serving = Callable[[FastAPI], AbstractContextManager[str]]
OWN = """\
// title: {name}
// title_zh: {name}
// about: For a test.
// about_zh: 供测试。
// returns: x
{cypher}
"""


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_a_file_with_a_name_a_type_and_a_tag(web: httpx.Client, example: Store, form: str) -> None:
    answer = web.get(f"/api/export/{form}")
    assert answer.content == taken_out(example, form)
    assert answer.headers["content-type"] == FORMATS[form].media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="bankgraph{FORMATS[form].ending}"'
    again = web.get(f"/api/export/{form}", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_comes_in_parts(web: httpx.Client) -> None:
    with web.stream("GET", "/api/export/graphml", headers={"accept-encoding": "identity"}) as answer:
        assert answer.headers["transfer-encoding"] == "chunked"
        assert "content-length" not in answer.headers
        first = next(answer.iter_bytes())
    assert first.startswith(b"<?xml")
    assert len(first) < 300_000


def test_the_answer_of_a_question(web: httpx.Client, example: Store) -> None:
    asked = web.get("/api/export/gexf?query=bank_network&bank=icbc")
    assert asked.content == taken_out(example, "gexf", "bank_network", bank="icbc")
    assert asked.headers["content-disposition"] == 'attachment; filename="bank_network.gexf"'
    assert asked.headers["etag"] != web.get("/api/export/gexf?query=bank_network").headers["etag"]


def test_the_rows_of_a_question_for_excel(web: httpx.Client) -> None:
    rows = web.get("/api/export/csv?query=banks_using_model&model=deepseek&bom=1")
    listed = web.get("/api/queries/banks_using_model?model=deepseek&format=csv&bom=1")
    assert rows.content == listed.content
    assert rows.content.startswith(b"\xef\xbb\xbfbank,")


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("graphlm", 404, "there is no format 'graphlm': did you mean graphml?"),
        ("csv?query=bank_networkk", 404, "there is no question named 'bank_networkk': did you mean bank_network"),
        ("csv?nonsense=1", 422, "nonsense: there is no such parameter; there is query, bom"),
        ("csv?bank=icbc", 422, "bank: there is no such parameter"),
        ("csv?query=", 422, "query: is empty"),
        ("csv?query=bank_network&query=bank_models", 422, "query: is taken once"),
        ("gexf?query=bank_network&bnak=icbc", 422, "bank_network has no parameter 'bnak'; did you mean bank?"),
        ("gexf?query=bank_network&bank=icbcc", 422, "bank: there is no bank 'icbcc'; did you mean icbc"),
        ("csv?query=banks_using_model&model=depseek", 422, "there is no model 'depseek'; did you mean deepseek?"),
        ("gexf?query=banks_using_model", 422, "banks_using_model answers with rows (bank, bank_id, "),
        ("jsonl?query=banks_using_model", 422, "which are no nodes or relationships: export it as csv"),
        ("gexf?bom=1", 422, "bom: is for csv alone, not for gexf"),
    ],
)  # fmt: skip
def test_mistakes_are_problems(web: httpx.Client, address: str, status: int, sentence: str) -> None:
    answer = web.get(f"/api/export/{address}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert sentence in answer.json()["detail"]


@pytest.fixture
def own(tmp_path: Path, example: Store, serving: Serving) -> Iterator[httpx.Client]:
    """A client of a server with questions of the user's own, and a small budget."""
    queries = {
        "many": "UNWIND range(1, 30000) AS x RETURN x", "files": "LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x",
        "late": "UNWIND range(1, 30000) AS x RETURN 1000000 + 1 / (20000 - x) AS x",
        "all_banks": "MATCH (x:Bank) RETURN x",
        "lone": "MATCH (:Bank {id: 'icbc'})-[x:DEPLOYED]->() RETURN x",
    }  # fmt: skip
    for name, cypher in queries.items():
        (tmp_path / f"{name}.cypher").write_text(OWN.format(name=name, cypher=cypher), encoding="utf-8")
    app = create_app(Settings(queries=tmp_path, query_rows=50), example)
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_rows_are_all_there_and_a_graph_is_whole_or_not_at_all(own: httpx.Client) -> None:
    assert len(own.get("/api/export/csv?query=many").text.splitlines()) == 30_001
    answer = own.get("/api/export/graphml?query=all_banks")
    assert answer.status_code == 408
    assert answer.json()["detail"].startswith("all_banks answers with more than its budget of rows, and a part")
    assert own.get("/api/export/csv?query=all_banks").text.count("(Bank:") == 132


def test_relationships_alone_bring_their_ends(own: httpx.Client) -> None:
    drawn = own.get("/api/export/node-link?query=lone").json()
    assert {"ICBC", "Industrial and Commercial Bank of China"} & {node.get("name") for node in drawn["nodes"]}
    assert {edge["type"] for edge in drawn["edges"]} == {"DEPLOYED"}


def test_a_question_of_ones_own_only_reads_the_graph(own: httpx.Client) -> None:
    for form in ("csv", "graphml"):
        answer = own.get(f"/api/export/{form}?query=files")
        assert answer.status_code == 403, answer.text


def test_an_error_on_the_way_breaks_the_connection_off(own: httpx.Client) -> None:
    for encoding in ("identity", "gzip"):
        address, headers = "/api/export/csv?query=late", {"accept-encoding": encoding}
        with own.stream("GET", address, headers=headers) as answer:
            assert answer.status_code == 200
            with pytest.raises(httpx.RemoteProtocolError):
                answer.read()


def test_a_load_meanwhile_breaks_an_export_off(empty: Store) -> None:
    empty.load(batch(*THINGS, *(bank(f"b{number:05}") for number in range(3000))))
    chunks = export(empty, FORMATS["gexf"], empty.version(), None, Budget())
    assert next(chunks).startswith(b"<?xml")
    empty.load(batch(bank("late")))
    with pytest.raises(StoreAway, match="a load changed the graph while it was read"):
        list(chunks)
    with pytest.raises(StoreAway):
        next(export(empty, FORMATS["csv"], "0" * 32, None, Budget()))


class Parts:
    """Parts of an answer, that never end or end early, and whether they were let go."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    def ending(self, error: Exception | None) -> Generator[bytes, None, None]:
        try:
            yield b"begin" * 1000
            if error:
                raise error
            while True:
                yield b"more" * 10_000
        finally:
            self.closed.set()


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_breaks_off_is_not_ended_and_what_nobody_reads_is_let_go(serving: Serving, encoding: str) -> None:
    parts, app = {"early": Parts(), "endless": Parts()}, FastAPI()
    app.add_middleware(GZipMiddleware)

    @app.get("/{which}")
    def answer(which: str) -> Stream:
        error = StoreAway("went away") if which == "early" else None
        return Stream(parts[which].ending(error), {}, "text/plain")

    with serving(app) as address, httpx.Client(base_url=address, headers={"accept-encoding": encoding}) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/early")
        with client.stream("GET", "/endless") as response:
            assert response.status_code == 200
            next(response.iter_raw())
        assert parts["early"].closed.wait(10)
        assert parts["endless"].closed.wait(10)
