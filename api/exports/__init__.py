"""From the graph to files that others read: one module a format, each a ``Format``.

A format gets a graph (all of it, or what a query answers) as nodes, relationships and records, and yields the text of
a file as it reads them, so that memory stays flat. To add a format, add a module and its format to ``register`` below.
"""

from api.exports.csv_text import CSV
from api.exports.cypher_script import CYPHER
from api.exports.formats import FORMATS, Format, format_named, register
from api.exports.gexf import GEXF
from api.exports.graphml import GRAPHML
from api.exports.json_ld import JSON_LD
from api.exports.jsonl import JSONL
from api.exports.node_link import NODE_LINK

__all__ = ["FORMATS", "Format", "format_named", "register"]

for _format in (GRAPHML, GEXF, JSON_LD, CYPHER, CSV, JSONL, NODE_LINK):
    register(_format)
