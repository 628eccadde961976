"""A fact is a claim: one source says one thing, once."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import rfc8785

from graph.declare import FactKind
from graph.schema import FACT_BY_KIND

_NO_PART_OF_IDENTITY = ("id", "evidence")


def fact_id(columns: Mapping[str, Any]) -> str:
    """The id of the claim: ``f`` and the first 16 hex digits of a sha256.

    Hashed is the RFC 8785 canonical JSON of the fact without ``id``, ``evidence`` and what ends
    in ``_zh``; null and ``[]`` included, lists of references sorted, names already resolved to ids.
    """
    return _hashed(in_order(columns))


def in_order(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns with their lists sorted."""
    return {key: sorted(value) if isinstance(value, list) else value for key, value in columns.items()}


def has_id_as_written(columns: Mapping[str, Any]) -> bool:
    """Whether the given id is that of the claim with its lists in the order of the file.

    Such ids are about (the example has one), are relied upon, and are kept with that order.
    """
    return bool(columns["id"] == _hashed(columns))


def _hashed(columns: Mapping[str, Any]) -> str:
    claim = {k: v for k, v in columns.items() if k not in _NO_PART_OF_IDENTITY and not k.endswith("_zh")}
    return "f" + hashlib.sha256(rfc8785.dumps(claim)).hexdigest()[:16]


def texts_of(columns: Mapping[str, Any]) -> dict[str, str | None]:
    """The texts that are no part of the claim's identity: the evidence and the Chinese companions."""
    kind = FACT_BY_KIND[columns["kind"]]
    return {column: columns.get(column) for column in text_columns(kind)}


def text_columns(kind: FactKind) -> tuple[str, ...]:
    """``evidence`` and the columns of the Chinese companions of a kind of fact."""
    return ("evidence", *(p.key for p in kind.properties if p.companion))


def shown_text(texts: Iterable[str | None]) -> str | None:
    """Of the texts that several loads brought for one claim the one that is shown.

    The lexically smallest, so that the order of loads does not matter; ``None`` if none brought one.
    """
    return min((text for text in texts if text is not None), default=None)


def fact_name(columns: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A name that reads well in a picture, such as "technology investment, 2024".

    ``names``: the English names of the things that the fact names, by column.
    """
    match columns["kind"]:
        case "observation":
            name = _within_a_sentence(names["metric"])
        case "initiative":
            name = names["initiative"]
        case "deployment":
            name = f"{names['model']} at {names['bank']}"
        case "partnership":
            name = f"{names['bank']} with {names['vendor']}"
        case _:
            name = columns["topic"]
    return f"{name}, {columns['year']}" if columns["year"] is not None else name


def _within_a_sentence(name: str) -> str:
    first = name.split(" ", 1)[0]
    return name[0].lower() + name[1:] if first[1:].islower() or len(first) == 1 else name
