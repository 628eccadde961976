"""XML written piece by piece, whatever stands in the texts."""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.sax.saxutils import XMLGenerator

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INSTEAD = "\ufffd"
"""Stands where a character stood that XML cannot hold."""


class Xml:
    """A document as it is written; ``taken`` gives what has come since it was last called."""

    def __init__(self) -> None:
        self._out = io.StringIO()
        self._to = XMLGenerator(self._out, "utf-8", short_empty_elements=True)
        self._to.startDocument()

    @contextmanager
    def inside(self, name: str, **attributes: str) -> Iterator[None]:
        """An element that holds what is written within the block."""
        self._begin(name, attributes)
        self._to.characters("\n")
        yield
        self._to.endElement(name)
        self._to.characters("\n")

    def element(self, name: str, text: str = "", **attributes: str) -> None:
        """An element that holds a text, or nothing."""
        self._begin(name, attributes)
        if text:
            self._to.characters(as_xml(text))
        self._to.endElement(name)
        self._to.characters("\n")

    def taken(self) -> str:
        """The text since the last call."""
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return text

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        given = {key: as_xml(value) for key, value in attributes.items()}
        self._to.startElement(name, given)  # type: ignore[arg-type]  # any mapping does


def as_xml(text: str) -> str:
    """``text`` without what XML cannot hold."""
    return _NO_XML.sub(INSTEAD, text)
