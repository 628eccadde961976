"""One bank's initiatives over HTTP, and the same again with its ETag.

Beside the first the sum of what it cannot do without: the one query, by the bare driver, that answers the same,
one point read, and an empty FastAPI route. Beside the second the point read and the empty route. All are asked in
turn by one client, so that a busy moment falls on each of them alike.
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import neo4j
import orjson

import loaders
from benchmarks.table import Measured, seconds, show
from graph.connection import Server
from graph.local import Local, use
from graph.store import Store

ROOT = Path(__file__).parent.parent
ROUNDS = 1000
ADDRESS = "/api/banks/bank-of-beijing/initiatives?facts=none"
QUERY = """
MATCH (b:Bank {id: $id})-[l:LAUNCHED]->(i:Initiative)
RETURN properties(i) AS initiative, b {.id, .name, .name_zh} AS bank,
       COLLECT { MATCH (i)-[:SERVES]->(x) RETURN x {.id, .name, .name_zh} ORDER BY x.id } AS areas,
       COLLECT { MATCH (i)-[:USES]->(x) RETURN x {.id, .name, .name_zh} ORDER BY x.id } AS models,
       COLLECT { MATCH (i)-[:BUILT_WITH]->(x) RETURN x {.id, .name, .name_zh} ORDER BY x.id } AS vendors,
       l.sources AS sources, l.first_year AS first_year, l.last_year AS last_year
ORDER BY coalesce(l.first_year, 0) DESC, i.id LIMIT 100
"""
POINT = "MATCH (b:Bank {id: $id}) RETURN b.name AS name"
EMPTY_APP = """
import fastapi, uvicorn, sys
app = fastapi.FastAPI()
app.get("/")(lambda: "hello")
uvicorn.run(app, port=int(sys.argv[1]), log_level="error", server_header=False)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, use(Local(Path(folder) / "data")) as address:
        server = Server(address.uri, address.username, address.password)
        store = Store.open(server)
        store.load(loaders.read([loaders.EXAMPLE]))
        store.close()
        show("One bank's initiatives over HTTP, the median of each", measure(server))


def measure(server: Server) -> list[Measured]:
    environment = {
        **os.environ, "NEO4J_URI": server.uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password,
    }  # fmt: skip
    serve = [sys.executable, "-m", "api", "serve", "--port"]
    auth = (server.username, server.password)
    with (
        running(serve, environment) as ours,
        running([sys.executable, "-c", EMPTY_APP], environment) as empty,
        neo4j.GraphDatabase.driver(server.uri, auth=auth) as driver,
    ):
        first = get(ours, ADDRESS)
        first.read()
        tag = first.getheader("etag")
        works: Mapping[str, Callable[[], object]] = {
            "ours": lambda: answered(ours, ADDRESS, 200),
            "again": lambda: answered(ours, ADDRESS, 304, {"If-None-Match": tag}),
            "query": lambda: read(driver, QUERY),
            "point": lambda: read(driver, POINT),
            "empty": lambda: answered(empty, "/", 200),
        }
        took = medians(works, ROUNDS)
    least = took["point"] + took["empty"]
    whole = "the bare driver's query, a point read, an empty FastAPI route"
    return [
        Measured("asked", 1000 * took["ours"], whole, 1000 * (took["query"] + least), "ms"),
        Measured("again, 304", 1000 * took["again"], "a point read, an empty FastAPI route", 1000 * least, "ms"),
    ]


def medians(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median of each in seconds; the first tenth warms up and does not count."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds + rounds // 10):
        for name, work in works.items():
            took[name].append(seconds(work))
    return {name: statistics.median(times[rounds // 10 :]) for name, times in took.items()}


def read(driver: neo4j.Driver, query: str) -> list[dict[str, Any]]:
    result = driver.execute_query(query, {"id": "bank-of-beijing"}, routing_=neo4j.RoutingControl.READ)
    return [record.data() for record in result.records]


def get(client: http.client.HTTPConnection, address: str, headers: Mapping[str, str] | None = None) -> Any:
    client.request("GET", address, headers=dict(headers or {}))
    return client.getresponse()


def answered(
    client: http.client.HTTPConnection, address: str, status: int, headers: Mapping[str, str] | None = None
) -> None:
    response = get(client, address, headers)
    body = response.read()
    assert response.status == status, body
    assert status == 304 or orjson.loads(body)


@contextmanager
def running(command: list[str], environment: Mapping[str, str]) -> Iterator[http.client.HTTPConnection]:
    """A client of a server that runs as long as the block; it gets the port as its last argument."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([*command, str(port)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as program:
        try:
            yield connected(program, port)
        finally:
            program.terminate()


def connected(program: "subprocess.Popen[bytes]", port: int) -> http.client.HTTPConnection:
    while program.poll() is None:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            get(client, "/").read()
        except OSError:
            time.sleep(0.05)
        else:
            return client
    raise SystemExit(f"a server ended with status {program.returncode}")


if __name__ == "__main__":
    main()
