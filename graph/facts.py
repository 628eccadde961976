"""A fact is a claim: one source says one thing, once."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
import rfc8785

from graph.declare import FactKind
from graph.schema import FACT_BY_KIND

_NO_PART_OF_IDENTITY = ("id", "evidence")


def fact_id(columns: Mapping[str, Any]) -> str:
    """The id of the claim: ``f`` and the first 16 hex digits of a sha256.

    Hashed is the RFC 8785 canonical JSON of the fact without ``id``, ``evidence`` and what ends
    in ``_zh``; null and ``[]`` included, lists of references sorted, names already resolved to ids.
    """
    return ordered_id(in_order(columns))


def ordered_id(columns: Mapping[str, Any]) -> str:
    """The same, of columns that are in order already."""
    return _hashed(columns)


def in_order(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns with their lists sorted, and numbers that are whole (2024.0, 1E3, -0.0) as such."""
    return {key: sorted(value) if isinstance(value, list) else _whole(value) for key, value in columns.items()}


def as_written(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The same, but with the lists in the order of the file.

    Ids that were hashed over that order are about (the example has one), are relied upon, and
    are kept with it.
    """
    return in_order(columns) | {key: value for key, value in columns.items() if isinstance(value, list)}


def has_its_id(columns: Mapping[str, Any]) -> bool:
    """Whether the id given is that of the claim with its lists as they stand."""
    return bool(columns["id"] == _hashed(columns))


def _whole(value: Any) -> Any:
    # Beyond 2^53 a float stands for several whole numbers, and RFC 8785 takes no int.
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _hashed(columns: Mapping[str, Any]) -> str:
    claim = {k: v for k, v in columns.items() if k not in _NO_PART_OF_IDENTITY and not k.endswith("_zh")}
    return "f" + hashlib.sha256(_canonical(claim)).hexdigest()[:16]


def _canonical(claim: Mapping[str, Any]) -> bytes:
    # But for fractions, orjson writes the same bytes fifty times as fast.
    if any(isinstance(value, float) for value in claim.values()):
        return bytes(rfc8785.dumps(dict(claim)))
    return orjson.dumps(claim, option=orjson.OPT_SORT_KEYS)


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
