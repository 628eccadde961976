"""People's own Cypher over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.asked import BOM, FORMAT, Takes
from api.body import CypherQuery, cypher_query
from api.deps import DoorDep, SettingsDep, StoreDep
from api.described import described
from api.formats import format_of, table_response
from api.schemas import reference
from graph.ending import Ending

router = APIRouter(prefix="/api", tags=["Cypher"])
_TABLE = Takes((), (FORMAT, BOM))


_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["query"],
                "additionalProperties": False,
                "properties": {
                    "query": {"type": "string", "minLength": 1},
                    "parameters": {"type": ["object", "null"]},
                    "plan": {"type": "boolean", "default": False, "description": "true: the plan alone, and no rows."},
                },
            },
            "example": {
                "query": "MATCH (b:Bank)-[:DEPLOYED]->(m:AIModel {id: $model}) RETURN b.name, m.name ORDER BY b.name",
                "parameters": {"model": "deepseek"},
            },
        }
    },
}


@router.post(
    "/cypher",
    summary="Ask in Cypher",
    **described(reference("CypherAnswer"), _TABLE, errors=(403, 408, 413, 415, 429), tables=True, body=_BODY),
)
async def cypher(
    request: Request,
    asked: Annotated[CypherQuery, Depends(cypher_query)],
    store: StoreDep,
    settings: SettingsDep,
    door: DoorDep,
) -> Response:
    """Run Cypher of your own, read only, within a budget of time, rows, bytes and memory.

    `truncated` names the budget that was used up; what came before it is in `items`. `warnings` is there where the
    query names a label, type or property that there is not, `plan` where it was asked for, or the query begins with
    EXPLAIN or PROFILE. A query whose asker hangs up is ended.
    """
    table = _TABLE.read(request.query_params)
    form = format_of(request, table.format)

    def answered(ending: Ending) -> Response:
        ask = store.plan if asked.plan else store.ask
        answer = ask(asked.query, asked.parameters, settings.budget, ending)
        return table_response(request, answer, form, {"Cache-Control": "no-store"}, bom=table.bom)

    return await door.ask(request, answered)
