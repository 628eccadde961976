"""Entity records: from the columns of a file to the properties of a node, and two records made one."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from pypinyin import Style, lazy_pinyin

from graph.declare import EntityKind

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def node_properties(kind: EntityKind, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of the node that a well-formed record becomes; lists are sorted."""
    properties: dict[str, Any] = {}
    for declared in kind.properties:
        value = columns.get(declared.key)
        if declared.type in ("texts", "references"):
            properties[declared.name] = sorted(value or [])
        elif not declared.derived:
            properties[declared.name] = value
    return with_pinyin(properties)


def with_pinyin(properties: dict[str, Any]) -> dict[str, Any]:
    """The same, with the pinyin of its Chinese names: in words, in one word, and the initials."""
    names = [properties.get("name_zh"), *properties["aliases"]]
    chinese = dict.fromkeys(name for name in names if name and _CHINESE.search(name))
    return properties | {"pinyin": sorted({*chain.from_iterable(map(_spellings, chinese))})}


def _spellings(name: str) -> tuple[str, str, str]:
    syllables = [part.strip().lower() for part in lazy_pinyin(name) if part.strip()]
    initials = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return " ".join(syllables), "".join(syllables), "".join(initials).replace(" ", "").lower()


def unite(kind: EntityKind, one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Both records in one: nulls filled, lists united and sorted. Call ``contradictions`` first."""
    united: dict[str, Any] = {}
    for declared in kind.properties:
        ours, theirs = one.get(declared.name), other.get(declared.name)
        if declared.type in ("texts", "references"):
            united[declared.name] = sorted({*(ours or []), *(theirs or [])})
        else:
            united[declared.name] = theirs if ours is None else ours
    return with_pinyin(united)


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
