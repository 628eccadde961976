"""Which jars make up the local Neo4j, as ``jgo.lock.toml`` pins them."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOCK = Path(__file__).with_name("jgo.lock.toml")


@dataclass(frozen=True, slots=True)
class Jar:
    """A file of a Maven repository: its path there, its name, and what its content must hash to."""

    path: str
    name: str
    sha256: str


@cache
def locked() -> tuple[Jar, ...]:
    """Every jar, in the lock file's order."""
    return tuple(_jar(entry) for entry in tomllib.loads(LOCK.read_text())["dependencies"])


@cache
def version() -> str:
    """Neo4j's version, such as ``5.26.30``."""
    return next(j.path.split("/")[-2] for j in locked() if j.path.startswith("org/neo4j/neo4j/"))


@cache
def key() -> str:
    """Differs where any jar differs: the name of the folder that holds them."""
    content = "\n".join(sorted(f"{jar.path} {jar.sha256}" for jar in locked()))
    return f"neo4j-{version()}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _jar(entry: dict[str, str]) -> Jar:
    name = "-".join(entry[part] for part in ("artifactId", "version", "classifier") if part in entry)
    folder = "/".join([*entry["groupId"].split("."), entry["artifactId"], entry["version"]])
    return Jar(f"{folder}/{name}.jar", f"{name}.jar", entry["sha256"])
