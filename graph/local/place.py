"""Where a local Neo4j keeps its things: the data folder, and the jars that all data folders share."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_cache_path, user_data_path

from graph.errors import StoreError
from graph.local.progress import Progress

FORMAT = 1
"""Of the data folder; raised when an older bankgraph could not use it any more."""
HOME, CACHE = "BANKGRAPH_HOME", "BANKGRAPH_CACHE"
"""The settings that name the two folders."""
UNFIT = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST)
"""What the system says where the folder itself is the trouble."""


@dataclass(frozen=True, slots=True)
class Local:
    """A local Neo4j: its data folder, the folder for jars, and the Maven repository they come from.

    ``mirror`` is the address of a Maven repository, ``None`` the central one.
    """

    home: Path = field(default_factory=lambda: user_data_path("bankgraph"))
    cache: Path = field(default_factory=lambda: user_cache_path("bankgraph"))
    mirror: str | None = None

    def __post_init__(self) -> None:
        for name in ("home", "cache"):
            object.__setattr__(self, name, getattr(self, name).expanduser().resolve())

    @property
    def neo4j(self) -> Path:
        """Neo4j's own home within the data folder."""
        return self.home / "neo4j"

    @property
    def child(self) -> Path:
        """The file that says which process runs on this data folder."""
        return self.home / "child.json"

    @property
    def users(self) -> Path:
        """The folder of those who use the running Neo4j: one locked file each."""
        return self.home / "users"

    @property
    def version(self) -> Path:
        """The file with the format number of the data folder."""
        return self.home / "version"

    @property
    def password(self) -> Path:
        """The file with the password, which the owner alone can read."""
        return self.home / "password"


@contextmanager
def plain_errors(what: str, setting: str | None = None) -> Iterator[None]:
    """Turn the system's refusals (no permission, disk full ...) into a sentence about ``what``.

    ``setting`` is the one to change where it names no folder, or one that may not be written to.
    """
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        fit = f"; set {setting} to a folder that this user may write to, or to a new one in such a folder"
        advice = fit if setting and error.errno in UNFIT else ""
        raise StoreError(f"{what} failed: {where}{error.strerror or error}{advice}") from error


def check(local: Local) -> None:
    """Refuse a data folder that is not ours or that a newer bankgraph made, before it is touched."""
    with plain_errors("reading the data folder", HOME):
        if local.version.exists():
            _check_version(local)
        elif local.home.exists():
            _refuse_foreign(local)


def prepare(local: Local) -> None:
    """Make the data folder if there is none."""
    check(local)
    with plain_errors("making the data folder", HOME):
        local.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        local.home.chmod(0o700)
        local.users.mkdir(exist_ok=True)
        local.neo4j.mkdir(exist_ok=True)
        if not local.version.exists():
            write(local.version, f"{FORMAT}\n")


def _check_version(local: Local) -> None:
    text = local.version.read_text().strip()
    if not text.isdecimal():
        raise StoreError(f"{local.version}: expected a format number such as {FORMAT}, found {text[:40]!r}")
    if int(text) > FORMAT:
        raise StoreError(
            f"{local.home} was made by a newer bankgraph (format {text}; this one knows up to {FORMAT}): "
            "update bankgraph, or set BANKGRAPH_HOME to another folder"
        )


def _refuse_foreign(local: Local) -> None:
    ours = {"lock", "users", "neo4j", "version.part"}
    foreign = sorted(path.name for path in local.home.iterdir() if path.name not in ours)
    if foreign:
        raise StoreError(
            f"{local.home} is no data folder of bankgraph: it holds {', '.join(foreign[:3])} and no version "
            "file; set BANKGRAPH_HOME to an empty or a new folder"
        )


def read_password(local: Local) -> str:
    """The password of the user ``neo4j``."""
    try:
        return local.password.read_text().strip()
    except OSError as error:
        raise StoreError(
            f"{local.password}: {error.strerror}; without it nobody can log in. To go on with the same data: "
            "bankgraph store backup FILE, move the data folder away, bankgraph store restore FILE"
        ) from error


def make_password(local: Local) -> str:
    """A new random password, kept in a file of mode 600."""
    password = secrets.token_hex(20)
    write(local.password, password + "\n")
    return password


def write(path: Path, text: str) -> None:
    """Write a small file of mode 600 whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


@contextmanager
def alone(folder: Path, progress: Progress, setting: str = HOME) -> Iterator[None]:
    """Be the only one at work in ``folder``, which ``setting`` names; the kernel frees it when a holder dies."""
    with plain_errors(f"locking {folder}", setting):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", mode=0o600, thread_local=False)
        try:
            lock.acquire(timeout=0.2)
        except Timeout:
            progress.say(f"waiting for another bankgraph that is at work in {folder}")
            lock.acquire()
    try:
        yield
    finally:
        lock.release()
