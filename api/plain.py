"""Values as JSON and as text in a cell: whole numbers without ``.0``, things by their label and id."""

import json
from collections.abc import Mapping
from typing import Any

from graph.ask import Answer
from graph.elements import Node, Relationship
from graph.explain import Plan

_EXACT = 2**53


def as_json(value: Any) -> Any:
    """What JSON can hold of ``value``; a node or relationship as a map."""
    match value:
        case bool() | None | int() | str():
            return value
        case float():
            return int(value) if value.is_integer() and abs(value) < _EXACT else value if value == value else None
        case Node():
            key = value.key
            return {"label": key.label, "id": key.id, "properties": as_json(value.properties)}
        case Relationship():
            start, end = ({"label": key.label, "id": key.id} for key in (value.start, value.end))
            return {"type": value.type, "start": start, "end": end, "properties": as_json(value.properties)}
        case Mapping():
            return {str(key): as_json(part) for key, part in value.items()}
        case list() | tuple():
            return [as_json(part) for part in value]
    return str(value)


def as_text(value: Any) -> str:
    """``value`` in one cell of a table or of CSV: nothing for null, lists of texts parted by ``;``."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Node():
            return f"({value.key})"
        case Relationship():
            return f"({value.start})-[{value.type}]->({value.end})"
        case list() | tuple() if all(isinstance(part, (str, int, Node, Relationship)) for part in value):
            return "; ".join(as_text(part) for part in value)
        case list() | tuple() | Mapping():
            return json.dumps(as_json(value), ensure_ascii=False)
    return str(as_json(value))


def remarks(answer: Answer) -> dict[str, Any]:
    """What an answer holds besides its rows: there only where there is something to say."""
    warned = {"warnings": list(answer.warnings)} if answer.warnings else {}
    return {**warned, **({"plan": plan_as_json(answer.plan)} if answer.plan else {})}


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """A plan as a tree; what really came is there only where the query was run with PROFILE."""
    shown = {"operator": plan.operator, "details": plan.details, "estimated_rows": plan.estimated_rows}
    found = {} if plan.rows is None else {"rows": plan.rows, "db_hits": plan.db_hits}
    return {**shown, **found, "children": list(map(plan_as_json, plan.children))}
