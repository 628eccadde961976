"""The words in which the schema is declared: properties, kinds, relationship types."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

Type = Literal["text", "number", "integer", "boolean", "texts", "reference", "references"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property of a node and the column of the files that it comes from.

    ``column`` is the name in files where that differs. ``companion`` marks the Chinese text
    beside a text: optional in files and no part of a fact's identity. ``derived`` properties
    are computed from others and take no part in the digest; ``indexed`` ones have a look-up index;
    ``dated`` texts end in a day, month or year of the calendar, if in any.
    """

    name: str
    type: Type
    about: str
    column: str = ""
    null: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    shape: str = ""  # the pattern in words
    minimum: int | None = None
    maximum: int | None = None
    refers: tuple[str, ...] = ()
    companion: bool = False
    derived: bool = False
    indexed: bool = False
    dated: bool = False

    @property
    def key(self) -> str:
        """The name in files."""
        return self.column or self.name


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of record: what one line of a file says, and the node it becomes."""

    kind: str
    label: str
    about: str
    properties: tuple[Property, ...]

    @cached_property
    def by_column(self) -> Mapping[str, Property]:
        """The properties that files bring, by their name there."""
        return MappingProxyType({p.key: p for p in self.properties if not p.derived})

    @cached_property
    def references(self) -> tuple[Property, ...]:
        """The properties that name entities."""
        return tuple(p for p in self.properties if p.refers)


@dataclass(frozen=True, kw_only=True)
class EntityKind(Kind):
    """A label of entities; ``file`` is the name of its file without the ending, ``path`` its address."""

    file: str
    path: str
    plural: str = ""
    plural_zh: str = ""


@dataclass(frozen=True, kw_only=True)
class FactKind(Kind):
    """A kind of claim; ``label`` is what its nodes bear besides ``Fact``, or ``''``."""


@dataclass(frozen=True, slots=True)
class Support:
    """Facts of ``kinds`` (all where empty) support a line from the thing in ``start`` to the one in ``end``."""

    start: str
    end: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipType:
    """A relationship type and what stands behind it.

    ``basis``: ``claim`` (part of one fact), ``summary`` (made from all facts that say so, with
    ``facts``, ``sources``, ``first_year``, ``last_year``) or ``record`` (an entity record alone;
    such a relationship carries ``basis: 'record'``).
    """

    type: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    basis: Literal["claim", "summary", "record"]
    about: str
    about_zh: str = ""
    supports: tuple[Support, ...] = ()
