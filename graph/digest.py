"""The digest: the data's version, a sum over everything that people see.

Each node (label, id, properties) and each relationship (type, ends, properties) is hashed by
BLAKE2b to 128 bits; the digest is their sum modulo 2^128 in hex. A sum does not depend on
order, and a load only adds what is new and subtracts what it replaces.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from graph.elements import Key, Node, Relationship
from graph.schema import ENTITY_BY_LABEL, MARKS

EMPTY = "0" * 32
_MODULUS = 1 << 128


@cache
def left_out(label: str) -> frozenset[str]:
    """Properties that are no part of the data: marks, and what is derived from other properties."""
    kind = ENTITY_BY_LABEL.get(label)
    derived = {p.name for p in kind.properties if p.derived} if kind else set()
    return MARKS | derived


def hash_node(node: Node) -> int:
    """The node's term of the sum."""
    out = left_out(node.key.label)
    seen = {k: v for k, v in node.properties.items() if v is not None and k not in out}
    return _hash(["node", node.key.label, node.key.id, seen])


def hash_relationship(line: Relationship) -> int:
    """The relationship's term of the sum."""
    return _hash(["relationship", line.type, *_parts(line.start), *_parts(line.end), dict(line.properties)])


def moved(digest: str, by: int) -> str:
    """The digest after terms worth ``by`` were added (or, negative, taken away)."""
    return f"{(int(digest, 16) + by) % _MODULUS:032x}"


def _parts(key: Key) -> tuple[str, str]:
    return key.label, key.id


def _hash(term: list[Any] | Mapping[str, Any]) -> int:
    written = orjson.dumps(term, option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(hashlib.blake2b(written, digest_size=16).digest())
