"""Pages for people, at the same addresses as the API without ``/api``."""

from fastapi import FastAPI

from api.pages import explorer, facts, files, lists, loads, questions, search, things, trouble


def install(app: FastAPI) -> None:
    """Add all pages, their files, and errors as pages."""
    for module in (explorer, facts, questions, search, files, things, lists, loads):
        app.include_router(module.router, include_in_schema=False)
    app.state.error_page = trouble.page
