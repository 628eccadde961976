"""Entity records: from the columns of a file to the properties of a node, and two records made one."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from graph.declare import EntityKind
from graph.schema import FOR_SEARCH
from graph.spelling import spellings

_OTHER = "\0"
"""Marks what stands between Chinese characters and stays as it is."""
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def node_properties(kind: EntityKind, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of the node that a well-formed record becomes, but for what search needs; lists are sorted."""
    properties: dict[str, Any] = {}
    for declared in kind.properties:
        if declared in FOR_SEARCH:
            continue
        value = columns.get(declared.key)
        properties[declared.name] = sorted(value or []) if declared.type in ("texts", "references") else value
    return properties


def with_pinyin(properties: dict[str, Any]) -> dict[str, Any]:
    """The same with what search needs: the pinyin of its Chinese names (in words, in one word, and the initials),
    and every way to spell it.

    Takes longer than all else with an entity, so only what will be written gets it.
    """
    names = [properties.get("name_zh"), *properties["aliases"]]
    chinese = dict.fromkeys(name for name in names if name and _CHINESE.search(name))
    pinyin = sorted({*chain.from_iterable(map(_in_pinyin, chinese))})
    return properties | {"pinyin": pinyin, "spellings": spellings({**properties, "pinyin": pinyin})}


def _in_pinyin(name: str) -> tuple[str, str, str]:
    from pypinyin import lazy_pinyin  # takes 0.3 s and 40 MB, which only whoever brings names should pay

    parts = [part.lower() for part in lazy_pinyin(name, errors=lambda run: f"{_OTHER}{run}")]
    syllables = [said for part in parts if (said := part.removeprefix(_OTHER).strip())]
    initials = (part.removeprefix(_OTHER) if part.startswith(_OTHER) else part[:1] for part in parts)
    return " ".join(syllables), "".join(syllables), "".join(initials).replace(" ", "")


def unite(kind: EntityKind, one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Both records in one: nulls filled, lists united and sorted. Call ``contradictions`` first."""
    united: dict[str, Any] = {}
    for declared in kind.properties:
        if declared in FOR_SEARCH:
            continue
        ours, theirs = one.get(declared.name), other.get(declared.name)
        if declared.type in ("texts", "references"):
            united[declared.name] = sorted({*(ours or []), *(theirs or [])})
        else:
            united[declared.name] = theirs if ours is None else ours
    return united


def contradictions(
    kind: EntityKind, one: Mapping[str, Any], other: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    """Column and both values wherever two records of one entity exclude each other."""
    for declared in kind.properties:
        if declared.derived or declared.type in ("texts", "references"):
            continue
        ours, theirs = one.get(declared.name), other.get(declared.name)
        if ours is not None and theirs is not None and ours != theirs:
            yield declared.key, ours, theirs
