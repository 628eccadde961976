"""Why Neo4j did not start, in a sentence, from what it wrote."""

from pathlib import Path

from graph.local.java import gist
from graph.local.place import Local

KNOWN = (
    ("No space left on device", "the disk is full: free some space and repeat"),
    ("Permission denied", "a file of the data folder may not be read or written: see to its permissions"),
    ("AccessDenied", "a file of the data folder may not be read or written: see to its permissions"),
    ("has been locked", "another process works on its store: wait until it ends, or end it"),
    ("Unable to obtain lock", "another process works on its store: wait until it ends, or end it"),
    ("OutOfMemoryError", "Java gets too little memory: Neo4j needs 1 GB"),
    ("Could not reserve enough space", "Java gets too little memory: Neo4j needs 1 GB"),
    ("Unknown store version", "its store was made by another Neo4j: use the bankgraph that made it"),
    ("Could not find or load main class", "jars are missing: repeat bankgraph store install"),
)
LOGS = ("debug.log", "console.log", "neo4j.log")


def console(local: Local) -> Path:
    """What Java itself printed at the last start."""
    logs = local.neo4j / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    return logs / "console.log"


def forget(local: Local) -> None:
    """Set the last start's logs aside, so that what is read next is of this one."""
    for name in LOGS:
        log = local.neo4j / "logs" / name
        if log.exists():
            log.replace(log.with_name(name + ".before"))


def port_taken(local: Local) -> bool:
    """Did another process take the port first?"""
    return "Address already in use" in _written(local)


def broken(local: Local) -> bool:
    """Did Neo4j come up without the database? It does where that one's files are damaged."""
    return "Exception occurred while starting the database" in _written(local)


def sentence(local: Local) -> str:
    """What went wrong, what to do, and the last lines of Neo4j's own log."""
    written = _written(local)
    advice = next((advice for sign, advice in KNOWN if sign in written), "its store may be damaged: restore a backup")
    return f"Neo4j did not start on {local.home}: {advice}. {local.neo4j / 'logs'} says: {gist(written)}"


def _written(local: Local) -> str:
    logs = [local.neo4j / "logs" / name for name in LOGS]
    return "\n".join(log.read_text(errors="replace") for log in logs if log.exists())
