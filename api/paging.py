"""Cursors: where to go on in a list, opaque to whoever carries them."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import orjson

from graph.errors import InputError

T = TypeVar("T")
LIMIT = 100
MOST = 1000


def mark_of(path: str, values: Mapping[str, Any]) -> str:
    """A short mark of one list and its filters: a cursor goes on only in the list that it came from."""
    text = orjson.dumps([path, values], option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(text, digest_size=4).hexdigest()


def cursor(mark: str, key: Sequence[Any]) -> str:
    """The cursor behind the item with this key."""
    return base64.urlsafe_b64encode(orjson.dumps([mark, *key])).decode().rstrip("=")


def key_of(text: str, mark: str) -> list[Any]:
    """The key that a cursor holds. Raises ``InputError`` for a text that is none, or one of another list."""
    try:
        found = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        found = None
    if not isinstance(found, list) or len(found) < 2 or not all(map(_fits, found)):
        raise InputError(f"cursor: {text[:80]!r} is no cursor: take it from the list's own next, unchanged")
    if found[0] != mark:
        raise InputError("cursor: it belongs to another list, or to this one with other filters: begin without it")
    return found[1:]


def some(
    items: Sequence[T], key: Callable[[T], Any], after: Sequence[Any] | None, limit: int | None
) -> tuple[Sequence[T], list[Any] | None]:
    """At most ``limit`` of the items that are at hand, from behind the key ``after``; the key to go on from if there
    are more. Raises ``InputError`` where nothing has that key any more."""
    keys = [key(item) for item in items]
    if after is not None and after[0] not in keys:
        raise InputError("cursor: what it went on from is no longer there: begin without it")
    begin = keys.index(after[0]) + 1 if after is not None else 0
    end = len(items) if limit is None else min(len(items), begin + limit)
    return items[begin:end], [keys[end - 1]] if begin < end < len(items) else None


def _fits(part: Any) -> bool:
    return isinstance(part, str) or (type(part) is int and 0 <= part <= 9999)
