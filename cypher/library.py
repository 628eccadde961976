"""The queries that stand in a folder, by name."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from cypher.header import FOR_PEOPLE, FOR_US, HeaderError, NamedQuery, parse

OURS = Path(__file__).parent


class Library(Mapping[str, NamedQuery]):
    """Every ``.cypher`` file of the folders, read once; a name may stand in one of them only."""

    def __init__(self, *folders: Path, needed: tuple[str, ...] = FOR_PEOPLE) -> None:
        self._queries: dict[str, NamedQuery] = {}
        for folder in folders:
            for path in sorted(folder.glob("*.cypher")):
                query = parse(path, needed)
                if query.name in self._queries:
                    raise HeaderError(f"{path}:1: {self._queries[query.name].file} has this name already: rename one")
                self._queries[query.name] = query

    def __getitem__(self, name: str) -> NamedQuery:
        return self._queries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)


@cache
def reads() -> Library:
    """What our own pages and addresses read, one file each in ``cypher/reads``."""
    return Library(OURS / "reads", needed=FOR_US)
