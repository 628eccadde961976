"""A named query's answer as a table for people: names that link, closed values in words, figures.

Programs get the rows as they are (JSON, CSV); this is what a page shows of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.elements import Key, Node, Relationship
from viz.columns import Column, heading, shown
from viz.figures import figure, when
from viz.kinds import KINDS, address, kind_of
from viz.terms import term
from viz.words import Words, mark

Names = Mapping[Key, Mapping[str, Any]]
_TERMS = {
    "bound": "bound", "category": "category", "mode": "mode", "modes": "mode", "reliability": "reliability",
    "reliabilities": "reliability", "status": "status", "type": "bank type",
}  # fmt: skip
_WORDS = {True: mark("yes"), False: mark("no"), "stated": mark("stated as fact"), "not judged": mark("not rated")}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell: its text, where it leads, and what stands small below it."""

    text: str
    href: str | None = None
    small: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows; ``joined`` stands between its parts."""

    parts: Sequence[Part]
    joined: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and rows of as many cells."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def named(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> set[Key]:
    """The things whose names the page of this answer needs; claims only where it calls them by name."""
    linked = [column for column in shown(columns) if column.ids and (column.label != "Fact" or column.name == "fact")]
    found: set[Key] = set()
    for row in rows:
        record = dict(zip(columns, row, strict=True))
        for column in linked:
            found |= {key for key in _keys(column, record) if key.label in KINDS}
    return found


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], names: Names, words: Words) -> Table:
    """The answer as a page shows it. ``names``: what there is of :func:`named`, each with its names."""
    columns_shown = shown(columns)
    return Table(
        [heading(column.name, words) for column in columns_shown],
        [list(_cells(columns_shown, dict(zip(columns, row, strict=True)), names, words)) for row in rows],
    )


def _cells(columns: Sequence[Column], record: Mapping[str, Any], names: Names, words: Words) -> Iterator[Cell]:
    for column in columns:
        value = words.text(record, column.name)
        if column.ids:
            parts = _links(column, record, names, words)
        elif isinstance(value, list):
            parts = _steps(value, words)
        else:
            parts = [] if value is None else [_part(column.name, value, record, words)]
            if column.name == "year" and "period" in record:
                parts = [Part(when(words, value, record["period"]))]
        if isinstance(value, list) and column.name in _TERMS:
            parts = [_part(column.name, one, record, words) for one in value]
        path = isinstance(value, list) and any(isinstance(one, Relationship) for one in value)
        between = " " if path else words.messages.gettext(", ")
        yield Cell(parts, between, isinstance(value, int | float) and not isinstance(value, bool))


def _keys(column: Column, record: Mapping[str, Any]) -> list[Key]:
    ids = record[column.ids]
    label = column.label or str(record.get("label"))
    return [Key(label, str(id_)) for id_ in (ids if isinstance(ids, list) else [ids]) if id_ is not None]


def _links(column: Column, record: Mapping[str, Any], names: Names, words: Words) -> list[Part]:
    keys, own = _keys(column, record), record[column.name]
    own = own if isinstance(own, list) else [own]
    if not keys:
        return [Part(str(one)) for one in own if one is not None]
    if len(own) != len(keys) or column.name == column.ids:
        own = [key.id for key in keys]
    return [_link(column, key, text, names.get(key), words) for key, text in zip(keys, own, strict=True)]


def _link(column: Column, key: Key, own: Any, known: Mapping[str, Any] | None, words: Words) -> Part:
    text = words.name({"id": own, **known}) if known else str(own)
    if known and column.name.startswith("publisher"):
        text = str(known.get("publisher") or own)
    return Part(text, address(key.label, key.id), code=column.name == column.ids and known is None)


def _steps(values: Sequence[Any], words: Words) -> list[Part]:
    """The items of a list; in a path each relationship points the way it goes."""
    parts = []
    for before, value in zip([None, *values], values, strict=False):
        part = _plain(value, words)
        if isinstance(value, Relationship) and isinstance(before, Node):
            part = Part(f"—{value.type}→" if value.start == before.key else f"←{value.type}—", code=True)
        parts.append(part)
    return parts


def _part(name: str, value: Any, record: Mapping[str, Any], words: Words) -> Part:
    if name == "value" and isinstance(value, int | float) and isinstance(record.get("unit"), str):
        written = figure(words, value, record["unit"])
        return Part(written.text, small=written.raw)
    if not isinstance(value, str) or value in _WORDS:
        return _plain(value, words)
    if name == "kind":
        return Part(term(words, "model kind" if "model" in record else "fact kind", value))
    if name == "label":
        return Part(words.messages.gettext(kind_of(value).one) if value in KINDS else value)
    if name == "country":
        return Part(words.country(value))
    return Part(term(words, _TERMS[name], value) if name in _TERMS else value, code=name == "relationship_type")


def _plain(value: Any, words: Words) -> Part:
    match value:
        case Node():
            return Part(words.name(value.properties) or value.key.id, address(value.key.label, value.key.id))
        case Relationship():
            return Part(value.type, code=True)
        case bool() | str() if value in _WORDS:
            return Part(words.messages.gettext(_WORDS[value]))
        case float() if value.is_integer():
            return Part(str(int(value)))
        case list():
            return Part(", ".join(_plain(one, words).text for one in value))
    return Part(str(value))
