"""Names in a query that the graph does not have: what may have been meant."""

import re
from collections.abc import Iterable

import neo4j

from graph.check import near
from graph.schema import ENTITIES, FACTS, LABELS, RELATIONSHIPS

_NAMED = re.compile(r"`(.*)` does not exist", re.DOTALL)
_SUMMARY = ("facts", "sources", "first_year", "last_year")
_KNOWN = {
    "01N50": ("label", frozenset({*LABELS, *(fact.label for fact in FACTS if fact.label)})),
    "01N51": ("relationship type", frozenset(relationship.type for relationship in RELATIONSHIPS)),
    "01N52": ("property", frozenset({
        "id", "name", "name_zh", "value", "kind", *_SUMMARY,
        *(declared.name for kind in (*ENTITIES, *FACTS) for declared in kind.properties),
    })),
}  # fmt: skip
"""What a name is, by the status that Neo4j gives where it knows none such, and those that our graphs have."""


def warnings(told: Iterable[neo4j.GqlStatusObject]) -> tuple[str, ...]:
    """A sentence for each name that is none, in the order in which they stand in the query.

    A name of ours that nothing bears yet, as in an empty graph, is no mistake.
    """
    said = map(_sentence, sorted((status for status in told if status.gql_status in _KNOWN), key=_offset))
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def _offset(status: neo4j.GqlStatusObject) -> int:
    at = getattr(status, "position", None)
    return at.offset if at else 0


def _sentence(status: neo4j.GqlStatusObject) -> str | None:
    what, known = _KNOWN[status.gql_status]
    named = _NAMED.search(status.status_description)
    if named is None or named[1] in known:
        return None
    where = f" (line {at.line}, column {at.column})" if (at := getattr(status, "position", None)) else ""
    like = near(named[1], known, 1)
    hint = f"did you mean {like[0]}?" if like else "the page on the graph lists those there are"
    return f"there is no {what} {named[1][:80]}; {hint}{where}"
