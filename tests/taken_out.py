"""Exports of a store, whole, for tests."""

from api.exporting import Question, export
from api.exports import FORMATS
from cypher import Library
from cypher.library import OURS
from graph.ask import Budget
from graph.store import Store


def taken_out(store: Store, form: str, query: str | None = None, **given: str) -> bytes:
    """The export of the graph, or of a named question."""
    asked = Question.of(Library(OURS)[query], {key: [value] for key, value in given.items()}) if query else None
    return b"".join(export(store, FORMATS[form], store.version(), asked, Budget()))
