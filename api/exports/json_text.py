"""JSON written piece by piece."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson


def array(items: Iterable[Any]) -> Iterator[bytes]:
    """The items as a JSON array, one a line."""
    before = b"[\n"
    for item in items:
        yield before + orjson.dumps(item)
        before = b",\n"
    yield b"\n]" if before == b",\n" else b"[]"
