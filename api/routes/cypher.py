"""People's own Cypher over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.asked import BOM, FORMAT, Takes
from api.body import CypherQuery, cypher_query
from api.deps import SettingsDep, StoreDep
from api.described import described
from api.formats import format_of, table_response
from api.schemas import reference

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
                "properties": {"query": {"type": "string", "minLength": 1}, "parameters": {"type": ["object", "null"]}},
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
    **described(reference("Table"), _TABLE, errors=(403, 408, 413, 415), tables=True, body=_BODY),
)
def cypher(
    request: Request, asked: Annotated[CypherQuery, Depends(cypher_query)], store: StoreDep, settings: SettingsDep
) -> Response:
    """Run Cypher of your own, read only, within a budget of time, rows, bytes and memory.

    `truncated` names the budget that was used up; what came before it is in `items`.
    """
    table = _TABLE.read(request.query_params)
    answer = store.ask(asked.query, asked.parameters, settings.budget)
    form = format_of(request, table.format)
    return table_response(request, answer, form, {"Cache-Control": "no-store"}, bom=table.bom)
