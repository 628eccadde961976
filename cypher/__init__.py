"""Named queries: ``.cypher`` files with a header that says what they ask and what they answer."""

from cypher.derive import counted, joined, written_out
from cypher.header import Column, HeaderError, NamedQuery, Parameter, parse
from cypher.library import Library, reads

__all__ = [
    "Column", "HeaderError", "Library", "NamedQuery", "Parameter", "counted", "joined", "parse", "reads", "written_out",
]  # fmt: skip
