"""Nodes and relationships as plain values, free of the driver that brought them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """A thing's address: its label and its id within that label."""

    label: str
    id: str

    def __str__(self) -> str:
        return f"{self.label}:{self.id}"


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph; ``properties`` include ``id``, ``name`` and ``name_zh``."""

    key: Key
    properties: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship from ``start`` to ``end``; summary ones carry ``facts`` and ``sources``."""

    type: str
    start: Key
    end: Key
    properties: Mapping[str, Any] = field(hash=False)
