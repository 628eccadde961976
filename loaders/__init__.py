"""From files to facts: one module a format, each a ``Loader``.

A loader takes an open file and yields records; it knows the format and nothing of what the records
mean, which ``graph`` checks. To add a format, add a module and its loader to ``register`` below;
other packages bring theirs by the entry point ``bankgraph.loaders``.
"""

from pathlib import Path

from loaders.delimited import CSV
from loaders.files import File, opened, spooled
from loaders.formats import LOADERS, Loader, register
from loaders.jsonl import JSONL
from loaders.reading import Found, find, read, stream
from loaders.xlsx import XLSX

__all__ = ["EXAMPLE", "LOADERS", "File", "Found", "Loader", "find", "opened", "read", "register", "spooled", "stream"]

EXAMPLE = Path(__file__).parent / "data"
"""The data set that comes with bankgraph."""

register(JSONL)
register(CSV)
register(XLSX)
