"""Queries made from queries: dynamic labels written out, rows counted.

A read may name its labels and relationship types by parameter, as Neo4j's dynamic labels do:
``MATCH (n:$($label))``. Neo4j uses no index for those, so they are written out before the query is sent.
"""

import re
from dataclasses import replace
from functools import lru_cache

from cypher.header import NamedQuery

_NAME = re.compile(r"[A-Za-z_]\w*")


def written_out(query: NamedQuery, **names: str) -> NamedQuery:
    """The query with ``$($label)`` and the like replaced by names, which must be plain words."""
    return replace(query, text=_written_out(query.text, tuple(sorted(names.items()))))


def counted(query: NamedQuery) -> NamedQuery:
    """The same query, answered by the number of its rows as ``total``.

    The last line that begins with RETURN is replaced; it must be the query's last one.
    """
    body, _, last = query.text.rpartition("\nRETURN ")
    if not body or "\n" in last:
        raise ValueError(f"{query.file}: its last line must be its RETURN")
    return replace(query, text=f"{body}\nRETURN count(*) AS total", columns=("total",))


@lru_cache(maxsize=1000)
def _written_out(text: str, names: tuple[tuple[str, str], ...]) -> str:
    for parameter, name in names:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a label or relationship type")
        text = text.replace(f"$(${parameter})", name)
    return text
