"""Neo4j's jars come from a Maven repository whole or not at all: a mirror on this machine serves them."""

import base64
import hashlib
import re
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from api.settings import Settings
from graph.errors import StoreError
from graph.local import Local, Silent, install, jars
from graph.local.fetch import Fetch
from graph.local.installed import bring, installed, jar_folder

FETCHER = """\
import pathlib, sys
from graph.local import Local, Silent
from graph.local.installed import bring
bring(Local(pathlib.Path("unused"), pathlib.Path(sys.argv[1]), sys.argv[2]), Silent())
"""


class Mirror(ThreadingHTTPServer):
    """A Maven repository with the pinned jars, which remembers what it was asked for."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.files = {jar.path: folder / jar.name for jar in jars.locked()}
        self.content: dict[str, bytes] = {}
        self.breaks: set[str] = set()
        self.busy: set[str] = set()
        self.status = 200
        self.login: str | None = None
        self.asked: Counter[str] = Counter()
        self.ranges: dict[str, str] = {}

    def handle_error(self, *_args: Any) -> None:
        """A fetcher that was killed hangs up: no matter."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/maven"


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Mirror

    def do_GET(self) -> None:
        path = self.path.removeprefix("/maven/")
        self.server.asked[path] += 1
        if self.headers.get("Authorization") != self.server.login:
            self.send_error(401)
            return
        if path in self.server.busy and self.server.asked[path] == 1:
            self.send_error(503)
            return
        body = self.server.content.get(path) or self.server.files[path].read_bytes()
        first = 0
        if wanted := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", "")):
            first = int(wanted[1])
            self.server.ranges[path] = wanted[0]
        self.send_response(206 if first and self.server.status == 200 else self.server.status)
        self.send_header("Content-Length", str(len(body) - first))
        self.end_headers()
        if path in self.server.breaks and self.server.asked[path] == 1:
            self.wfile.write(body[first : len(body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(body[first:])

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def fetched() -> Path:
    """The folder of this machine's jars."""
    place = Settings().local
    install(place)
    return jar_folder(place)


@pytest.fixture
def mirror(fetched: Path) -> Iterator[Mirror]:
    with Mirror(fetched) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield server
        server.shutdown()


@pytest.fixture
def place(tmp_path: Path, mirror: Mirror) -> Local:
    """An empty cache folder, and the mirror to fill it from."""
    return Local(tmp_path / "home", tmp_path / "cache", mirror.address)


@pytest.fixture
def nearly(place: Local, fetched: Path) -> Callable[..., Local]:
    """The same with all jars in it but some."""

    def make(*missing: str) -> Local:
        shutil.copytree(fetched, jar_folder(place), copy_function=lambda a, b: Path(b).hardlink_to(a))
        for name in missing:
            (jar_folder(place) / name).unlink()
        return place

    return make


class Steps(Silent):
    def __init__(self) -> None:
        self.seen: list[tuple[str, int, int]] = []

    def step(self, text: str, done: int, total: int) -> None:
        self.seen.append((text, done, total))


KERNEL = next(jar for jar in jars.locked() if jar.name.startswith("neo4j-kernel-5"))


def test_the_lock_pins_each_jar_and_names_no_host() -> None:
    assert len(jars.locked()) == len({jar.name for jar in jars.locked()}) == 216
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) for jar in jars.locked())
    assert jars.version().startswith("5.26.")
    assert "://" not in jars.LOCK.read_text()


def test_all_jars_come_from_the_mirror_once(place: Local, mirror: Mirror) -> None:
    steps = Steps()
    bring(place, steps)
    assert installed(place)
    assert steps.seen == [("fetching Neo4j", done, 216) for done in range(1, 217)]
    assert mirror.asked == Counter(jar.path for jar in jars.locked())
    for jar in jars.locked():
        assert hashlib.sha256((jar_folder(place) / jar.name).read_bytes()).hexdigest() == jar.sha256
    bring(place, steps)
    assert mirror.asked.total() == 216


def test_two_fetchers_at_once_fetch_each_jar_once(place: Local, mirror: Mirror) -> None:
    command = [sys.executable, "-c", FETCHER, str(place.cache), mirror.address]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert set(mirror.asked.values()) == {1}
    assert installed(place)


def test_a_killed_fetch_goes_on_with_what_is_there(place: Local, mirror: Mirror) -> None:
    mirror.breaks.add(KERNEL.path)
    killed = subprocess.Popen([sys.executable, "-c", FETCHER, str(place.cache), mirror.address])
    while mirror.asked.total() < 60:
        time.sleep(0.005)
    killed.kill()
    killed.wait()
    there = {path.name for path in jar_folder(place).glob("*.jar")}
    mirror.asked.clear()
    bring(place, Silent())
    assert there
    assert not {Path(path).name for path in mirror.asked} & there
    assert installed(place)


def test_half_a_file_is_continued(nearly: Callable[..., Local], mirror: Mirror, fetched: Path) -> None:
    place = nearly(KERNEL.name)
    half = (fetched / KERNEL.name).read_bytes()[:100_000]
    (jar_folder(place) / f"{KERNEL.name}.part").write_bytes(half)
    bring(place, Silent())
    assert mirror.ranges == {KERNEL.path: "bytes=100000-"}
    assert mirror.asked == {KERNEL.path: 1}


def test_a_wrong_half_is_dropped(nearly: Callable[..., Local], mirror: Mirror) -> None:
    place = nearly(KERNEL.name)
    (jar_folder(place) / f"{KERNEL.name}.part").write_bytes(b"something else")
    bring(place, Silent())
    assert mirror.asked == {KERNEL.path: 2}
    assert installed(place)


def test_a_connection_that_breaks_is_taken_up(nearly: Callable[..., Local], mirror: Mirror) -> None:
    place = nearly(KERNEL.name)
    mirror.breaks.add(KERNEL.path)
    bring(place, Silent())
    assert list(mirror.ranges) == [KERNEL.path]
    assert installed(place)


def test_a_wrong_file_is_refused_with_both_sums(nearly: Callable[..., Local], mirror: Mirror) -> None:
    place = nearly(KERNEL.name)
    mirror.content[KERNEL.path] = b"not the kernel"
    found = hashlib.sha256(b"not the kernel").hexdigest()
    with pytest.raises(StoreError, match=f"{re.escape(KERNEL.name)}: sha256 is {found}, expected {KERNEL.sha256}"):
        bring(place, Silent())
    assert not list(jar_folder(place).glob(f"{KERNEL.name}*"))


def test_a_file_damaged_in_the_cache_is_found_and_fetched_again(nearly: Callable[..., Local], mirror: Mirror) -> None:
    place = nearly()
    bring(place, Silent())
    assert not mirror.asked
    damaged = jar_folder(place) / KERNEL.name
    damaged.unlink()
    damaged.write_bytes(b"damaged")
    assert not installed(place)
    bring(place, Silent())
    assert mirror.asked == {KERNEL.path: 1}
    assert installed(place)


def test_no_network_is_told_with_every_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}"
    place = Local(tmp_path / "home", tmp_path / "cache", nowhere)
    ways = r"refused\. Connect to the network.*BANKGRAPH_MIRROR.*copy the folder .*/cache.*NEO4J_URI"
    with pytest.raises(StoreError, match=ways):
        install(place)
    assert not place.home.exists()


def test_a_busy_mirror_is_asked_again(nearly: Callable[..., Local], mirror: Mirror) -> None:
    mirror.busy.add(KERNEL.path)
    bring(nearly(KERNEL.name), Silent())
    assert mirror.asked == {KERNEL.path: 2}


def test_a_mirror_without_the_file_is_told(nearly: Callable[..., Local], mirror: Mirror) -> None:
    mirror.status = 404
    with pytest.raises(StoreError, match=rf"{KERNEL.name}: the server answers 404 Not Found\."):
        bring(nearly(KERNEL.name), Silent())


def test_a_mirror_may_ask_who_is_there(nearly: Callable[..., Local], mirror: Mirror) -> None:
    mirror.login = "Basic " + base64.b64encode(b"me@work:s3cret").decode()
    place = nearly(KERNEL.name)
    with pytest.raises(StoreError, match="the server answers 401"):
        bring(place, Silent())
    address = mirror.address.replace("//", "//me%40work:s3cret@")
    mirror.status = 404
    with pytest.raises(StoreError, match="404") as error:
        bring(Local(place.home, place.cache, address), Silent())
    assert "s3cret" not in str(error.value)
    mirror.status = 200
    bring(Local(place.home, place.cache, address), Silent())
    assert installed(place)


@pytest.mark.parametrize("wrong", ["/srv/maven", "ftp://example.org", "https://"])
def test_a_mirror_that_is_no_address_is_told(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(StoreError, match=r"BANKGRAPH_MIRROR is .*expected the address"):
        Fetch(tmp_path, wrong)


def test_a_full_disk_is_told_and_the_rest_fetched_later(place: Local, mirror: Mirror) -> None:
    limited = subprocess.run(
        [sys.executable, "-c", FETCHER, str(place.cache), mirror.address],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert re.search(r"StoreError: installing Neo4j into .*/cache/.* failed: .*File too large", limited.stderr)
    assert not installed(place)
    bring(place, Silent())
    assert installed(place)
