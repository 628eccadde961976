"""The body of POST /api/cypher, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request
from starlette.exceptions import HTTPException

from api.guards import MOST_BYTES
from graph.check import near, show
from graph.errors import InputError

_KNOWN = ("query", "parameters", "plan")
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class CypherQuery:
    """Cypher and its parameters; ``plan``: how it would be answered is asked, not the rows."""

    query: str
    parameters: Mapping[str, Any]
    plan: bool = False


async def cypher_query(request: Request) -> CypherQuery:
    """The query that the body holds. Raises ``InputError``; 415 for another type of body, 413 for too large a one."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, f"send the body as application/json, not {show(kind)}")
    try:
        body = orjson.loads(await _limited(request))
    except orjson.JSONDecodeError as error:
        raise InputError(f"the body is no JSON: {error.msg}, line {error.lineno}, character {error.colno}") from error
    if not isinstance(body, dict):
        raise InputError('the body must be an object such as {"query": "MATCH (b:Bank) RETURN b.name"}')
    for name in body:
        if name not in _KNOWN:
            like = near(name, _KNOWN, 1)
            hint = f"; did you mean {like[0]}?" if like else ""
            raise InputError(f"{name[:80]}: the body takes query, parameters and plan{hint}")
    query, parameters = body.get("query"), body.get("parameters")
    if not isinstance(query, str) or not query.strip():
        raise InputError(f"query: must be the text of a Cypher query, not {show(query)}")
    if not isinstance(parameters, dict | None):
        raise InputError(f"parameters: must be an object, not {show(parameters)}")
    plan = body.get("plan", False)
    if not isinstance(plan, bool):
        raise InputError(f"plan: must be true or false, not {show(plan)}")
    _check(parameters or {}, "parameters", 0)
    return CypherQuery(query, parameters or {}, plan)


async def _limited(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise HTTPException(413, f"the body has more than {MOST_BYTES} bytes")
        parts.append(part)
    return b"".join(parts)


def _check(value: Any, where: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise InputError(f"parameters: nested deeper than {_DEEPEST} levels")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise InputError(f"{where}: {value} is too large: Neo4j's whole numbers have 64 bits")
    if isinstance(value, dict):
        for key, part in value.items():
            _check(part, f"{where}.{key}"[:200], depth + 1)
    elif isinstance(value, list):
        for part in value:
            _check(part, where, depth + 1)
