"""Settings: read once from the environment, then passed on."""

from functools import cache
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.ask import Budget
from graph.connection import Server
from graph.errors import InputError
from graph.loads.load import AT_ONCE
from graph.local import Local


class Settings(BaseSettings):
    """Every setting, by the name of its environment variable; an empty variable is an unset one."""

    model_config = SettingsConfigDict(
        env_prefix="BANKGRAPH_", env_ignore_empty=True, frozen=True, extra="ignore", populate_by_name=True
    )

    neo4j_uri: Annotated[str | None, Field(validation_alias="NEO4J_URI")] = None
    """Address of a Neo4j of yours; without it bankgraph runs one of its own."""
    neo4j_username: Annotated[str, Field(validation_alias="NEO4J_USERNAME")] = "neo4j"
    """User there."""
    neo4j_password: Annotated[str, Field(validation_alias="NEO4J_PASSWORD", repr=False)] = ""
    """Password there."""
    neo4j_database: Annotated[str | None, Field(validation_alias="NEO4J_DATABASE")] = None
    """Database there; the server's default where unset."""

    home: Path = user_data_path("bankgraph")
    """Data folder of the local Neo4j."""
    cache: Path = user_cache_path("bankgraph")
    """Folder for Neo4j's jars, shared by all data folders."""
    mirror: str | None = None
    """Address of a Maven repository to fetch the jars from."""

    host: str = "127.0.0.1"
    """Address to serve on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port to serve on; 0 takes a free one."""
    token: Annotated[str | None, Field(repr=False)] = None
    """Whoever sends it may write over HTTP; without it nobody may."""

    load_at_once: Annotated[int, Field(gt=0)] = AT_ONCE
    """Most facts that one transaction of a load writes; an undo takes 2,000 at most, whatever this says."""

    query_seconds: Annotated[float, Field(gt=0)] = 10.0
    """Most time that one query of a user may take."""
    query_rows: Annotated[int, Field(gt=0)] = 10_000
    """Most rows that it may give."""
    query_bytes: Annotated[int, Field(gt=0)] = 10_000_000
    """Most bytes that its answer may have."""
    query_parallel: Annotated[int, Field(gt=0)] = 8
    """Most queries of users that run at once; the next is told to come again (429)."""
    queries: Path | None = None
    """A folder of ``.cypher`` files of your own."""

    @property
    def budget(self) -> Budget:
        """What one query of a user may use."""
        return Budget(self.query_seconds, self.query_rows, self.query_bytes)

    @property
    def local(self) -> Local:
        """The local Neo4j's places."""
        return Local(self.home, self.cache, self.mirror)

    @property
    def server(self) -> Server | None:
        """The user's own Neo4j, ``None`` where bankgraph runs one itself."""
        if self.neo4j_uri is None:
            return None
        return Server(self.neo4j_uri, self.neo4j_username, self.neo4j_password, self.neo4j_database)


@cache
def get_settings() -> Settings:
    """The settings of this process. Raises ``InputError`` that names each wrong variable."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{_variable(e['loc'])}: {e['msg']}, found {e['input']!r}" for e in error.errors()]
        raise InputError("a setting is wrong", wrong) from error


def _variable(loc: tuple[int | str, ...]) -> str:
    name = str(loc[0]).upper()
    return name if name.startswith(("NEO4J_", "BANKGRAPH_")) else f"BANKGRAPH_{name}"
