"""What people read where Neo4j is wrong, away, slow, foreign, too old, or wants another password."""

import re
import secrets
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from neo4j import GraphDatabase

from graph.connection import Connection, Server
from graph.errors import BankgraphError, StoreAway, StoreError
from graph.store import Store


def sentence_of(server: Server) -> str:
    """What opening ``server`` says: the kind of error, and its words."""
    with pytest.raises(BankgraphError) as raised:
        Store.open(server)
    return f"{type(raised.value).__name__}: {raised.value}"


@pytest.mark.parametrize(
    ("uri", "why"),
    [
        ("", "it begins with none of neo4j://, neo4j+s://, neo4j+ssc://, bolt://, bolt+s://, bolt+ssc://"),
        ("localhost:7687", "it begins with none of neo4j://"),
        ("http://localhost:7474", "it begins with none of neo4j://"),
        ("bolt+unix://x", "it begins with none of neo4j://"),
        ("bolt://", "it names no machine"),
        ("bolt://localhost:0", "0 is no port"),
        ("bolt://localhost:99999", "Port out of range 0-65535"),
        ("bolt://localhost:abc", "Port could not be cast to integer value as 'abc'"),
        ("bolt://[::1", "Invalid IPv6 URL"),
        ("bolt://neo4j:secret@localhost:7687", "user and password belong into NEO4J_USERNAME and NEO4J_PASSWORD"),
        ("bolt://localhost:7687?x=1", "not supported"),
    ],
)
def test_an_address_that_is_none_is_named_before_anything_is_tried(uri: str, why: str) -> None:
    said = sentence_of(Server(uri, "neo4j", "secret"))
    assert said.startswith(f"StoreError: NEO4J_URI is {uri!r}, which is no address of a Neo4j: expected something like")
    assert "neo4j://host:7687, bolt://host:7687 or neo4j+s://name.databases.neo4j.io (" in said
    assert why in said


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_nobody_at_the_address(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    uri = f"{scheme}://127.0.0.1:{port}"
    assert sentence_of(Server(uri, "neo4j", "x")) == (
        f"StoreAway: no Neo4j answers at {uri}: is it running, and is NEO4J_URI right? (Connection refused)"
    )


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_no_such_machine(scheme: str) -> None:
    uri = f"{scheme}://no-such-machine.invalid:7687"
    said = sentence_of(Server(uri, "neo4j", "x"))
    assert said.startswith(f"StoreAway: no Neo4j answers at {uri}: is it running, and is NEO4J_URI right? (")
    assert "Failed to DNS resolve" in said or "not known" in said or "resolution" in said


@pytest.mark.parametrize("scheme", ["bolt+s", "bolt+ssc", "neo4j+s"])
def test_encryption_asked_of_a_server_that_has_none(server: Server, scheme: str) -> None:
    uri = re.sub(r"^\w+", scheme, server.uri)
    said = sentence_of(replace(server, uri=uri))
    assert said.startswith(f"StoreAway: no Neo4j answers at {uri}: is it running, and is NEO4J_URI right? (")
    assert "the address asks for encryption, and there is none to be had" in said


def test_a_wrong_password(server: Server) -> None:
    # A user that is not there: wrong passwords for a real one would lock it for some seconds.
    assert sentence_of(replace(server, username="nobody", password="wrong")) == (
        f"StoreError: Neo4j at {server.uri} does not accept the user 'nobody' with this password: "
        "set NEO4J_USERNAME and NEO4J_PASSWORD"
    )


@pytest.fixture
def newcomer(server: Server) -> Iterator[Server]:
    """A user of this Neo4j who must set a new password first."""
    name = f"newcomer{secrets.token_hex(4)}"
    with GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
        driver.execute_query(f"CREATE USER {name} SET PASSWORD 'to-be-changed' CHANGE REQUIRED", database_="system")
        yield replace(server, username=name, password="to-be-changed")
        driver.execute_query(f"DROP USER {name}", database_="system")


def test_too_many_wrong_passwords(newcomer: Server) -> None:
    for _ in range(4):
        said = sentence_of(replace(newcomer, password="wrong"))
    assert said == (
        f"StoreAway: Neo4j at {newcomer.uri} refuses this user for some seconds after wrong passwords: "
        "wait, then try the right one"
    )


def test_a_password_that_must_be_changed_first(newcomer: Server) -> None:
    assert sentence_of(newcomer) == (
        f"StoreError: Neo4j at {newcomer.uri} wants a new password for the user {newcomer.username!r} first: "
        "log in with another tool such as cypher-shell, set one, and put it into NEO4J_PASSWORD"
    )


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_database_that_is_not_there(server: Server, scheme: str) -> None:
    uri = re.sub(r"^\w+", scheme, server.uri)
    assert sentence_of(replace(server, uri=uri, database="elsewhere")) == (
        f"StoreError: Neo4j at {uri} has no database 'elsewhere': set NEO4J_DATABASE"
    )


def test_the_system_database_is_none_for_data(server: Server) -> None:
    assert sentence_of(replace(server, database="system")) == (
        "StoreError: NEO4J_DATABASE is 'system', which is Neo4j's own: name another, or unset it"
    )


def test_the_database_may_be_named_and_the_address_may_route(server: Server, opened: Store) -> None:
    routed = Store.open(replace(server, uri=server.uri.replace("bolt://", "neo4j://"), database="neo4j"))
    assert routed.version() == opened.version()
    routed.close()


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """An address at which ``answer`` talks to whoever comes."""

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                answer(client)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"bolt://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def speaks_bolt(agent: str) -> Callable[[socket.socket], None]:
    """So much of Bolt 5.4 as it takes to say who one is: every message is answered with SUCCESS {server: agent}."""
    said = b"\xb1\x70\xa2" + b"\x86server" + b"\xd0" + bytes([len(agent)]) + agent.encode()
    said += b"\x8dconnection_id" + b"\x81x"

    def answer(client: socket.socket) -> None:
        stream = client.makefile("rb")
        stream.read(20)
        client.sendall(b"\x00\x00\x04\x05")
        while size := stream.read(2):
            length = struct.unpack(">H", size)[0]
            if length == 0:
                client.sendall(struct.pack(">H", len(said)) + said + b"\x00\x00")
            elif stream.read(length) == b"\xb0\x02":  # GOODBYE
                return

    return answer


def test_a_neo4j_that_is_too_old() -> None:
    with listening(speaks_bolt("Neo4j/4.4.38")) as uri:
        assert sentence_of(Server(uri, "neo4j", "x")) == (
            f"StoreError: Neo4j at {uri} is version 4.4.38; bankgraph needs 5.26 or newer: update it, "
            "or unset NEO4J_URI to use a local one"
        )


def test_a_database_of_another_make_that_speaks_bolt() -> None:
    with listening(speaks_bolt("Neo4j/v5.11.0 compatible graph database server - Memgraph")) as uri:
        assert sentence_of(Server(uri, "neo4j", "x")) == (
            f"StoreError: what answers at {uri} is no Neo4j but calls itself 'Neo4j/v5.11.0 compatible graph database "
            "server - Memgraph': set NEO4J_URI"
        )


@pytest.mark.parametrize(("agent", "version"), [("Neo4j/2025.10.1", "2025.10.1"), ("Neo4j/5.27-aura", "5.27-aura")])
def test_newer_versions_and_aura_are_taken(agent: str, version: str) -> None:
    with listening(speaks_bolt(agent)) as uri:
        connection = Connection(Server(uri, "neo4j", "x"))
        assert connection.version() == version
        connection.close()


def test_a_web_server_at_the_address() -> None:
    with listening(lambda client: client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as uri:
        said = sentence_of(Server(uri, "neo4j", "x"))
    assert said.startswith(f"StoreAway: no Neo4j answers at {uri}: is it running, and is NEO4J_URI right? (")
    assert said.endswith("(looks like HTTP))")


def test_somebody_who_never_answers_is_not_waited_for_long() -> None:
    done = threading.Event()
    with listening(lambda client: bool(client.recv(20)) and done.wait(60) and None) as uri:
        started = time.monotonic()
        said = sentence_of(Server(uri, "neo4j", "x"))
        took = time.monotonic() - started
        done.set()
    assert said == f"StoreAway: no Neo4j answers at {uri}: is it running, and is NEO4J_URI right? (timed out)"
    assert took < 12


def test_somebody_who_hangs_up_at_once() -> None:
    with listening(lambda _: None) as uri:
        said = sentence_of(Server(uri, "neo4j", "x"))
    assert said.startswith(f"StoreAway: no Neo4j answers at {uri}: is it running, and is NEO4J_URI right? (")


def test_nothing_of_it_is_on_stderr_twice(capfd: pytest.CaptureFixture[str]) -> None:
    sentence_of(Server("neo4j://127.0.0.1:1", "neo4j", "x"))
    assert capfd.readouterr().err == ""


def test_a_transaction_ended_by_order_is_no_traceback(server: Server, opened: Store) -> None:
    def work(tx: Any) -> None:
        tx.run("CREATE (:Passing)").consume()
        me = next(
            iter(tx.run("SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS 'SHOW'"))
        )
        other.connection.define(f"TERMINATE TRANSACTION '{me['transactionId']}'")
        tx.run("CREATE (:Passing)").consume()

    other = Store.open(server)
    with pytest.raises(StoreError, match="ended this early, by order or for its time limit: nothing was changed") as e:
        opened.connection.in_write(work)
    other.close()
    assert not isinstance(e.value, StoreAway)
    assert opened.connection.read("MATCH (n:Passing) RETURN n") == []


def test_too_much_for_one_transaction_is_no_traceback(opened: Store) -> None:
    def work(tx: Any) -> None:
        nonlocal tried
        tried += 1
        tx.run("UNWIND range(1, 9000000) AS i WITH collect(toString(i)) AS texts RETURN size(texts)").consume()

    tried = 0
    with pytest.raises(StoreError, match="has too little memory to do this at once: nothing was changed"):
        opened.connection.in_write(work)
    assert tried == 1, "another try would end the same way"


def test_bankgraphs_own_neo4j_that_is_gone_is_no_matter_of_settings() -> None:
    uri = "bolt://127.0.0.1:1"
    assert sentence_of(Server(uri, "neo4j", "x", local=True)) == (
        f"StoreAway: bankgraph's own Neo4j at {uri} does not answer (Connection refused): repeat the command, which "
        "starts it again if it has stopped; neo4j/logs/neo4j.log in the data folder (BANKGRAPH_HOME) says why"
    )


def test_a_wrong_password_of_bankgraphs_own_neo4j_is_told_with_the_way_out(server: Server) -> None:
    said = sentence_of(replace(server, username="nobody", password="wrong", local=True))
    assert said == (
        f"StoreError: bankgraph's own Neo4j at {server.uri} does not accept the user 'nobody' with what the file "
        "password of the data folder (BANKGRAPH_HOME) says. To go on with the same data: bankgraph store backup FILE "
        "(which needs no password), move the data folder away, bankgraph store restore FILE"
    )
