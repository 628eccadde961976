"""The private Neo4j starts, is shared, is found again, and ends: each time with real processes."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j
import psutil
import pytest

from api.settings import Settings
from graph.errors import StoreError
from graph.local import Address, Local, install, start, status, stop, use
from graph.local.place import alone

USER = """\
import pathlib, sys
from graph.local import Local, use
with use(Local(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))) as address:
    print(address.uri, flush=True)
    sys.stdin.readline()
"""

Start = Callable[[Local], "subprocess.Popen[str]"]


class Said:
    """Progress that remembers."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def say(self, text: str) -> None:
        self.sentences.append(text)

    def step(self, text: str, done: int, total: int) -> None:
        pass


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """A data folder that was used once, with one node in its graph; nothing runs."""
    place = Local(tmp_path_factory.mktemp("lifecycle") / "home", Settings().cache)
    with use(place) as address:
        ask(address, "CREATE (:Here)")
    yield place
    end(place)


@pytest.fixture
def other_user() -> Iterator[Start]:
    """Starts other processes that use a data folder until their input ends."""
    started: list[subprocess.Popen[str]] = []

    def begin(place: Local) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", USER, str(place.home), str(place.cache)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def ask(address: Address, query: str) -> list[list[object]]:
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.username, address.password)) as driver:
        return [record.values() for record in driver.execute_query(query).records]


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def leave(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=60)


def end(place: Local) -> None:
    """Whatever a failed test left running."""
    if pid := status(place).pid:
        psutil.Process(pid).kill()


def test_a_first_use_makes_a_private_folder(place: Local) -> None:
    assert stat.S_IMODE(place.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.password.stat().st_mode) == 0o600
    assert place.version.read_text() == "1\n"
    assert len(place.password.read_text().strip()) == 40
    assert not status(place).running


def test_it_listens_on_the_loopback_alone_and_reaches_nothing(place: Local, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("secret\n")
    with use(place) as address, socket.create_server(("127.0.0.1", 0)) as outside:
        pid = status(place).pid
        listening = [c.laddr for c in psutil.Process(pid).net_connections() if c.status == psutil.CONN_LISTEN]
        assert [at.ip.removeprefix("::ffff:") for at in listening] == ["127.0.0.1"]
        assert address.uri == f"bolt://127.0.0.1:{listening[0].port}"
        assert any(word.startswith("-XX:AOTCache=") for word in psutil.Process(pid).cmdline())
        for url in (secret.as_uri(), f"http://127.0.0.1:{outside.getsockname()[1]}/x.csv"):
            with pytest.raises(neo4j.exceptions.ClientError, match="Cannot load from URL"):
                ask(address, f"LOAD CSV FROM '{url}' AS row RETURN row")
        assert ask(address, "CALL db.labels()") == [["Here"]]
        assert ask(address, "CALL db.awaitIndexes(10)") == []
        with pytest.raises(neo4j.exceptions.AuthError):
            ask(Address(address.uri, "neo4j", "neo4j"), "RETURN 1")


def test_another_command_joins_and_goes_on_when_the_first_gets_ctrl_c(place: Local, other_user: Start) -> None:
    first = other_user(place)
    uri, pid = line(first), status(place).pid
    with use(place) as address:
        assert (address.uri, status(place).pid) == (uri, pid)
        assert status(place).users == sorted([os.getpid(), first.pid])
        os.killpg(first.pid, signal.SIGINT)  # as a terminal does: to all that belong to the command
        first.communicate(timeout=60)
        assert status(place).users == [os.getpid()]
        assert ask(address, "RETURN 1") == [[1]]
    assert not status(place).running


def test_a_neo4j_whose_owner_was_killed_is_used_again(place: Local, other_user: Start) -> None:
    owner = other_user(place)
    uri = line(owner)
    pid = status(place).pid
    owner.kill()
    owner.wait()
    assert status(place).users == []
    with use(place) as address:
        assert (address.uri, status(place).pid) == (uri, pid)
        assert ask(address, "MATCH (n:Here) RETURN count(n)") == [[1]]
    assert not status(place).running


def test_a_neo4j_whose_owner_was_killed_while_it_started_is_used_again(place: Local, other_user: Start) -> None:
    owner = other_user(place)
    while (pid := status(place).pid) is None:
        time.sleep(0.02)
    owner.kill()
    owner.wait()
    place.child.unlink()  # as if the kill had come before the note
    with use(place) as address:
        assert status(place).pid == pid
        assert ask(address, "RETURN 1") == [[1]]
    assert not status(place).running


def test_a_killed_neo4j_leaves_nothing_stale(place: Local) -> None:
    with use(place) as address:
        ask(address, "CREATE (:Kept)")
        psutil.Process(status(place).pid).kill()
        with use(place) as again:
            assert again.uri == address.uri  # so that drivers which are open find it
            assert ask(again, "MATCH (n:Kept) DELETE n RETURN count(*)") == [[1]]
    assert not status(place).running


def test_two_first_starts_at_one_moment_share_one_neo4j(tmp_path: Path, place: Local, other_user: Start) -> None:
    new = Local(tmp_path / "new", place.cache)
    first, second = other_user(new), other_user(new)
    assert line(first) == line(second)
    assert status(new).users == sorted([first.pid, second.pid])
    leave(first)
    assert status(new).running
    leave(second)
    assert not status(new).running


def test_started_to_stay_it_stays_until_it_is_stopped(place: Local, other_user: Start) -> None:
    assert stop(place) is False
    start(place)
    assert (status(place).running, status(place).stays, status(place).users) == (True, True, [])
    other = other_user(place)
    line(other)
    with pytest.raises(StoreError, match=f"in use by process {other.pid} \\(python.*\\): it will stop when they end"):
        stop(place)
    leave(other)
    assert not status(place).running


def test_a_port_that_was_taken_meanwhile_is_no_matter(place: Local) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        place.child.write_text(json.dumps({"pid": 0, "port": port, "kept": False}))
        with use(place) as address:
            assert address.uri != f"bolt://127.0.0.1:{port}"


def test_a_process_that_got_the_number_of_a_dead_neo4j_is_left_alone(place: Local) -> None:
    place.child.write_text(json.dumps({"pid": os.getpid(), "port": 7687, "kept": True}))
    assert status(place).running is False
    assert stop(place) is False


def test_a_damaged_store_is_told_with_what_neo4j_says(tmp_path: Path, place: Local) -> None:
    broken = Local(tmp_path / "broken", place.cache)
    shutil.copytree(place.home, broken.home)
    (broken.neo4j / "data/databases/neo4j/neostore").write_bytes(b"x" * 8192)
    with pytest.raises(StoreError, match=r"did not start .* may be damaged: restore a backup\..*store version"):
        start(broken)
    assert not status(broken).running


def test_a_start_up_cache_that_java_refuses_costs_only_time(tmp_path: Path, place: Local) -> None:
    garbled = Local(place.home, tmp_path / "cache")
    subprocess.run(["cp", "-al", place.cache, garbled.cache], check=True)
    for cache in garbled.cache.glob("*/*.aot"):
        cache.unlink()
        cache.write_bytes(b"no cache of Java's")
    with use(garbled) as address:
        assert ask(address, "RETURN 1") == [[1]]


def test_a_start_up_cache_that_cannot_be_made_is_told_once(tmp_path: Path, place: Local) -> None:
    poor = Local(place.home, tmp_path / "cache")
    subprocess.run(["cp", "-al", place.cache, poor.cache], check=True)
    for cache in poor.cache.glob("*/*.aot"):
        cache.unlink()
    (next(poor.cache.glob("neo4j-*")) / "rehearsal").write_text("in the way")
    said = [Said(), Said()]
    for progress in said:
        install(poor, progress)
    assert [any("Neo4j works, but each start takes two seconds more" in s for s in p.sentences) for p in said] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("2", "was made by a newer bankgraph .*format 2.*update bankgraph"), ("one", "expected a format number .* 'one'")],
)
def test_a_folder_of_another_version_is_refused_untouched(tmp_path: Path, version: str, sentence: str) -> None:
    (tmp_path / "version").write_text(version)
    with pytest.raises(StoreError, match=sentence), use(Local(tmp_path, Settings().cache)):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["version"]


def test_a_folder_of_other_things_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(StoreError, match=r"is no data folder of bankgraph: it holds thesis\.docx"):
        start(Local(tmp_path, Settings().cache))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"file/home: Not a directory"):
        start(Local(tmp_path / "file" / "home", Settings().cache))


UNFIT = "; set {} to a folder that this user may write to, or to a new one in such a folder"


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder in which this process, an ordinary user meanwhile, may make nothing."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    folder.rmdir()


def test_a_folder_that_may_not_be_written_to_is_told_with_its_setting(closed: Path) -> None:
    home, cache = closed / "home", closed / "cache"
    with pytest.raises(StoreError) as no_cache:
        start(Local(home, cache))
    assert str(no_cache.value).endswith("cache: Permission denied" + UNFIT.format("BANKGRAPH_CACHE"))
    with pytest.raises(StoreError) as no_home, alone(home, Said()):
        pass
    assert str(no_home.value) == f"locking {home} failed: {home}: Permission denied" + UNFIT.format("BANKGRAPH_HOME")


def test_a_file_in_the_place_of_a_folder_is_told_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError) as no_home:
        start(Local(tmp_path / "file", Settings().cache))
    assert str(no_home.value).endswith("file: Not a directory" + UNFIT.format("BANKGRAPH_HOME"))
    with pytest.raises(StoreError) as no_cache:
        start(Local(tmp_path / "home", tmp_path / "file"))
    assert str(no_cache.value).endswith("Not a directory" + UNFIT.format("BANKGRAPH_CACHE"))


def test_a_lost_password_is_told_with_the_way_out(place: Local) -> None:
    kept = place.password.read_text()
    place.password.unlink()
    try:
        with pytest.raises(StoreError, match=r"store backup FILE.*store restore FILE"), use(place):
            pass
        assert not status(place).running
    finally:
        place.password.write_text(kept)
        place.password.chmod(0o600)
