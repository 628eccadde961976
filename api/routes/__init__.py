"""Routes of the API, one module for each family of addresses."""

from fastapi import APIRouter

from api.routes import cypher, export, facts, finding, loads, queries, service, things

ROUTERS: tuple[APIRouter, ...] = tuple(
    module.router for module in (things, facts, finding, queries, cypher, export, loads, service)
)
