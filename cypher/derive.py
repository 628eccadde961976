"""Queries made from queries: dynamic labels written out, rows counted, two joined.

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


def joined(which: NamedQuery, details: NamedQuery) -> NamedQuery:
    """One query that answers the rows of ``details``, which begins with ``UNWIND $ids AS id``, for the ids that
    ``which`` gives, in its order; what ``which`` itself says of each is in the column ``which``."""
    own = {parameter.name for parameter in which.parameters} | {"ids"}
    return replace(
        which,
        parameters=(*which.parameters, *(p for p in details.parameters if p.name not in own)),
        columns=("which", *details.columns),
        text=_joined(which.text, which.columns, details.text, details.columns),
    )


@lru_cache(maxsize=1000)
def _joined(which: str, said: tuple[str, ...], details: str, columns: tuple[str, ...]) -> str:
    begin, _, body = details.partition("\n")
    if begin != "UNWIND $ids AS id" or "id" not in said:
        raise ValueError("one query must give ids, and the other begin by unwinding them")
    kept = ", ".join(f"{name}: {name}" for name in said)
    return (
        f"CALL () {{\n{which}\n}}\nWITH id, {{{kept}}} AS which\n"
        f"CALL (id) {{\n{body}\n}}\nRETURN which, {', '.join(columns)}"
    )


@lru_cache(maxsize=1000)
def _written_out(text: str, names: tuple[tuple[str, str], ...]) -> str:
    for parameter, name in names:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a label or relationship type")
        text = text.replace(f"$(${parameter})", name)
    return text
