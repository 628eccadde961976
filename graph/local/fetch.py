"""Fetch files from a Maven repository: in parallel, checked, and going on where an earlier try ended."""

import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import make_headers

from graph.errors import StoreError
from graph.local.jars import Jar
from graph.local.progress import Progress

THREADS = 6
PAUSES = (0.3, 0.6, 1.2, None)
"""Seconds before a file is tried again; then it is given up."""
BUSY = (429, 500, 502, 503, 504)
CHUNK = 256 * 1024


class Fetch:
    """One run of fetching into ``folder``; the first failure ends all its threads."""

    def __init__(self, folder: Path, mirror: str | None) -> None:
        self.folder = folder
        self.base, self.login = _without_login(mirror or _central())
        self.pool = _pool(self.base)
        self.over = threading.Event()

    def all(self, jars: Sequence[Jar], progress: Progress) -> None:
        """Bring every one of ``jars``; each is whole and checked once it has its name."""
        with ThreadPoolExecutor(THREADS) as threads:
            tasks = [threads.submit(self._one, jar) for jar in jars]
            try:
                for done, task in enumerate(as_completed(tasks), 1):
                    task.result()
                    progress.step("fetching Neo4j", done, len(jars))
            finally:
                self.over.set()
                threads.shutdown(cancel_futures=True)
                self.pool.clear()

    def _one(self, jar: Jar) -> None:
        part = self.folder / f"{jar.name}.part"
        for pause in PAUSES:
            resumed = part.exists()
            try:
                found = self._bring(jar, part)
            except HTTPError as error:
                if pause is None:
                    raise self._failed(jar, _reason(error)) from error
                self.over.wait(pause)
                found = None
            if self.over.is_set() or (found and self._keep(jar, part, found, resumed)):
                return

    def _bring(self, jar: Jar, part: Path) -> str:
        """Fetch what ``part`` lacks, and say what it all hashes to."""
        digest, size = _hash(part)
        answer = self.pool.request(
            "GET",
            f"{self.base}/{jar.path}",
            headers=self.login | ({"Range": f"bytes={size}-"} if size else {}),
            preload_content=False,
        )
        with closing(answer):  # one that was read to its end has given its connection back before
            if answer.status == 416:
                return digest.hexdigest()  # nothing is lacking
            if answer.status in BUSY:
                raise HTTPError(f"the server answers {answer.status} {answer.reason or ''}".rstrip())
            if answer.status not in (200, 206):
                raise self._failed(jar, f"the server answers {answer.status} {answer.reason or ''}".rstrip())
            if answer.status == 200:
                digest, size = hashlib.sha256(), 0
            with part.open("r+b" if size else "wb") as file:
                file.seek(size)
                for chunk in answer.stream(CHUNK):
                    if self.over.is_set():
                        break
                    digest.update(chunk)
                    file.write(chunk)
        return digest.hexdigest()

    def _keep(self, jar: Jar, part: Path, found: str, resumed: bool) -> bool:
        """Give a right file its name; drop a wrong one, whose first half may be to blame."""
        if found == jar.sha256:
            part.replace(self.folder / jar.name)
            return True
        part.unlink()
        if resumed:
            return False
        raise StoreError(
            f"{self.base}/{jar.path}: sha256 is {found}, expected {jar.sha256}: the file was changed on its "
            "way; try again, or set BANKGRAPH_MIRROR to another Maven repository"
        )

    def _failed(self, jar: Jar, reason: str) -> StoreError:
        return StoreError(
            f"Neo4j's jars (140 MB, needed once) cannot be fetched: {self.base}/{jar.path}: {reason}. Connect to the "
            "network and repeat, or set BANKGRAPH_MIRROR to a Maven repository within reach, or copy the folder "
            f"{self.folder.parent} from a machine that has it, or set NEO4J_URI to a Neo4j of yours"
        )


def sha256(path: Path) -> str:
    """What the file's content hashes to; of none, the empty content's."""
    return _hash(path)[0].hexdigest()


def _hash(path: Path) -> "tuple[hashlib._Hash, int]":
    digest, size = hashlib.sha256(), 0
    if path.exists():
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    return digest, size


def _central() -> str:
    # jgo takes 0.2 s to import, and most starts fetch nothing
    from jgo.constants import MAVEN_CENTRAL_URL

    return str(MAVEN_CENTRAL_URL)


def _without_login(mirror: str) -> tuple[str, dict[str, str]]:
    """A repository's address fit to be shown, and the header for the user and password that it may hold."""
    parts = urlsplit(mirror.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreError(f"BANKGRAPH_MIRROR is {mirror!r}; expected the address of a Maven repository, https://...")
    login, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=host)), make_headers(basic_auth=unquote(login)) if login else {}


def _pool(base: str) -> urllib3.PoolManager:
    """One pool of connections, through the system's proxy where it has one for this host."""
    parts = urlsplit(base)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        pool: urllib3.PoolManager = urllib3.ProxyManager(proxy, maxsize=THREADS)
    else:
        pool = urllib3.PoolManager(maxsize=THREADS)
    # what fails is tried again here, going on where it broke off
    pool.connection_pool_kw["retries"] = urllib3.Retry(connect=0, read=0, status=0, other=0, redirect=3)
    pool.connection_pool_kw["timeout"] = urllib3.Timeout(connect=10, read=30)
    return pool


def _reason(error: BaseException) -> str:
    """The system's own words for it where there are some, without the pool's representation."""
    inner = [part for part in (getattr(error, "reason", None), error.__cause__, *error.args) if part is not error]
    for part in inner:
        if isinstance(part, OSError) and part.strerror:
            return part.strerror
        if isinstance(part, Exception):
            return _reason(part)
    return str(error)
