"""The web application: every door but the command line."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from api import pages, problems
from api.answers import Totals
from api.described import describe
from api.door import Door
from api.fresh import PROGRAM, NotModified, not_modified
from api.guards import Guards
from api.opening import open_store
from api.routes import ROUTERS
from api.settings import Settings
from graph.store import Store

ABOUT = "Which bank did what with which AI model, when, with what result, and who says so."


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The application. It opens the store that the settings name when it starts, or uses ``store``, and closes
    only what it opened.

    ``app.state.loaded``: whether what was to be loaded is in; ``/readyz`` waits for it.
    ``app.state.error_page``: how to show a ``Problem`` as a page, ``None`` to answer JSON.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if store is not None:
            app.state.store = store
            yield
            return
        opening = open_store(settings)
        app.state.store = await run_in_threadpool(opening.__enter__)
        try:
            yield
        finally:
            await run_in_threadpool(opening.__exit__, None, None, None)

    app = FastAPI(
        title="bankgraph", version=PROGRAM, description=ABOUT, lifespan=lifespan, docs_url=None, redoc_url=None,
        redirect_slashes=False, telemetry={"tracing": False, "metrics": False, "logs": False},
    )  # fmt: skip
    app.state.settings, app.state.loaded, app.state.error_page, app.state.totals = settings, True, None, Totals()
    app.state.door = Door(settings.query_parallel)
    problems.handle(app)
    app.add_exception_handler(NotModified, not_modified)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guards, host=settings.host)
    for router in ROUTERS:
        app.include_router(router)
    describe(app)
    pages.install(app)
    return app
