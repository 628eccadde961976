"""Exports of a store, whole, for tests."""

from collections.abc import Callable

from api.exporting import Question, export
from api.exports import FORMATS
from cypher import Library
from cypher.library import OURS
from graph.ask import Budget
from graph.store import Store
from graph.verify import Checked


def taken_out(store: Store, form: str, query: str | None = None, **given: str) -> bytes:
    """The export of the graph, or of a named question."""
    asked = Question.of(Library(OURS)[query], {key: [value] for key, value in given.items()}) if query else None
    return b"".join(export(store, FORMATS[form], store.version(), asked, Budget()))


def made_by_script(wiped: Callable[[], Store], script: bytes) -> Checked:
    """What a Cypher script makes in an empty Neo4j; as in cypher-shell a statement ends with ``;`` at a line's end."""
    store = wiped()
    for statement in script.decode().split(";\n"):
        if statement.strip():
            store.connection.define(statement)
    made = store.check()
    wiped()  # the graph's own record of its version does not know of all this
    return made
