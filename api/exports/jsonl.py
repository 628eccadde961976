"""JSON Lines that our own loader reads: the plain way out and back."""

from collections.abc import Iterator
from itertools import chain

import orjson

from api.exports.formats import Format
from graph.export import Graph
from loaders.jsonl import RECORD


def writes(graph: Graph) -> Iterator[bytes]:
    """A record a line, entities before facts; the field ``record`` says what it is."""
    for what, columns in chain(graph.entities(), graph.facts()):
        yield orjson.dumps({RECORD: what, **columns}, option=orjson.OPT_APPEND_NEWLINE)


JSONL = Format(
    name="jsonl", ending=".jsonl", media_type="application/x-ndjson", writes=writes,
    about="JSON Lines for bankgraph load: every record, entities before facts",
)  # fmt: skip
