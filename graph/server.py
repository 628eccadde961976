"""Which Neo4j is meant."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from graph.errors import StoreError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


@dataclass(frozen=True, slots=True)
class Server:
    """Where Neo4j is and how to get in; ``database`` is the server's default where ``None``.

    ``local`` says that it is bankgraph's own, which no ``NEO4J_`` setting names: errors then speak of the data folder.
    """

    uri: str
    username: str
    password: str
    database: str | None = None
    local: bool = False

    def check(self) -> None:
        """Raise ``StoreError`` for what cannot be meant: the driver would take some for another port."""
        if wrong := _wrong(self.uri.strip()):
            raise StoreError(no_address(self.uri, wrong))
        if self.database == "system":
            raise StoreError("NEO4J_DATABASE is 'system', which is Neo4j's own: name another, or unset it")


def no_address(uri: str, why: str) -> str:
    """What to say of an address that leads to no Neo4j."""
    return (
        f"NEO4J_URI is {uri!r}, which is no address of a Neo4j: expected something like "
        f"neo4j://host:7687, bolt://host:7687 or neo4j+s://name.databases.neo4j.io ({why})"
    )


def _wrong(uri: str) -> str | None:
    try:
        parts = urlsplit(uri)
        if parts.scheme not in SCHEMES:
            return f"it begins with none of {', '.join(f'{scheme}://' for scheme in SCHEMES)}"
        if parts.username is not None:
            return "user and password belong into NEO4J_USERNAME and NEO4J_PASSWORD"
        if not parts.hostname:
            return "it names no machine"
        return "0 is no port" if parts.port == 0 else None
    except ValueError as error:
        return str(error)
