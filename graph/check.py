"""Is one record well formed? The answer comes from the schema, a sentence for each mistake."""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from graph.declare import FactKind, Kind, Property
from graph.records import Record
from graph.schema import ENTITY_BY_KIND, FACT_BY_KIND, FACT_ID_PROPERTY

Check = Callable[[Any], str | None]

FACT = "fact"
"""What a record is that is no entity."""
LONGEST_INDEXED = 32_000
"""In bytes; a little under what Neo4j's text index takes."""
_FACT_KINDS = ", ".join(FACT_BY_KIND)
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")


def kind_of(record: Record) -> Kind | None:
    """The record's kind in the schema, ``None`` where there is no such kind."""
    if record.what != FACT:
        return ENTITY_BY_KIND.get(record.what)
    kind = record.columns.get("kind")
    return FACT_BY_KIND.get(kind) if isinstance(kind, str) else None


def mistakes_in(record: Record) -> Iterator[str]:
    """Every mistake in the form of one record, as a sentence to stand behind its place."""
    kind = kind_of(record)
    if kind is None:
        yield _no_kind(record)
        return
    columns, known = record.columns, _checks(isinstance(kind, FactKind), kind.kind)
    for column, value in columns.items():
        check = known.get(column)
        if check is None:
            yield _unknown_column(kind, column, tuple(known))
        elif (wrong := check(value)) is not None:
            yield f"{column} {wrong}"
    for column, missing in _required(isinstance(kind, FactKind), kind.kind).items():
        if column not in columns:
            yield missing


def show(value: object) -> str:
    """A value as a mistake names it: short, and told from a word."""
    if isinstance(value, str):
        text = repr(value[:80])
    else:
        try:
            text = json.dumps(value, ensure_ascii=False)
        except RecursionError:
            text = "lists within lists"
    return text if len(text) <= 80 else text[:77] + "..."


def near(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The names most like ``name``, in letters and in words of any order, the nearest first; maybe none."""
    like: dict[str, float] = {}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for hit, score, _ in process.extract(
            name[:200], list(known), scorer=scorer, processor=default_process, limit=limit, score_cutoff=65
        ):
            like[hit] = max(score, like.get(hit, 0))
    return sorted(like, key=lambda hit: -like[hit])[:limit]


def _no_kind(record: Record) -> str:
    if "kind" not in record.columns:
        return f"kind is missing: a fact is one of {_FACT_KINDS}; banks, models and the like have files of their own"
    return f"kind must be one of {_FACT_KINDS}, not {show(record.columns['kind'])}"


def _unknown_column(kind: Kind, column: str, known: tuple[str, ...]) -> str:
    like = near(column, known, 1)
    hint = f"; did you mean {like[0]}?" if like else f"; it has {', '.join(known)}"
    return f"{show(column)} is no column of a record of kind {kind.kind}{hint}"


@cache
def _checks(fact: bool, kind: str) -> dict[str, Check]:
    declared = FACT_BY_KIND[kind] if fact else ENTITY_BY_KIND[kind]
    checks = {column: _check(p) for column, p in declared.by_column.items()}
    if fact:
        checks |= {"id": _check(FACT_ID_PROPERTY), "kind": lambda _: None}
    return checks


@cache
def _required(fact: bool, kind: str) -> dict[str, str]:
    """The columns that may not lack, each with what to say where it does."""
    declared = FACT_BY_KIND[kind] if fact else ENTITY_BY_KIND[kind]
    return {column: f"{column} is missing{_nothing(p)}" for column, p in declared.by_column.items() if not p.companion}


def _nothing(declared: Property) -> str:
    if declared.type in ("texts", "references"):
        return ": give it, or [] where there is none"
    return ": give it, or null where it is unknown" if declared.null else ""


def _check(declared: Property) -> Check:
    inner = {
        "text": _text, "reference": _text, "texts": _texts, "references": _texts,
        "number": _number, "integer": _integer, "boolean": _boolean,
    }[declared.type](declared)  # fmt: skip
    if not declared.null:
        return inner
    return lambda value: None if value is None else inner(value)


def _text(declared: Property) -> Check:
    fits = re.compile(declared.pattern, re.ASCII).fullmatch if declared.pattern else None
    low, high = declared.minimum or 1, declared.maximum

    def check(value: Any) -> str | None:
        if type(value) is not str or (declared.choices and value not in declared.choices):
            return f"must be {_what(declared)}, not {show(value)}"
        if not value:
            return "must not be empty" + (": null where it is unknown" if declared.null else "")
        if len(value) < low or (high is not None and len(value) > high):
            return f"must have {low} to {high} characters, not {len(value)}"
        if (fits and not fits(value)) or (declared.dated and not _in_the_calendar(value)):
            return f"must be {_what(declared)}, not {show(value)}"
        return _unstorable(value, declared)

    return check


def _in_the_calendar(value: str) -> bool:
    """Whether the day, month or year at the end of ``value`` is one; there may be none."""
    found = _DATE.search(value)
    try:
        return found is None or bool(date.fromisoformat(f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}"))
    except ValueError:
        return False


def _unstorable(value: str, declared: Property) -> str | None:
    try:
        size = len(value.encode())
    except UnicodeEncodeError:
        return f"holds half a character (a lone surrogate): {value.encode('ascii', 'backslashreplace').decode()[:60]}"
    if declared.indexed and size > LONGEST_INDEXED:
        return f"must have at most {LONGEST_INDEXED} bytes, not {size}, as it is looked up by"
    return None


def _texts(declared: Property) -> Check:
    low = declared.minimum or 0
    item = "an id" if declared.refers else "a text"

    def check(value: Any) -> str | None:
        if type(value) is not list:
            return f"must be a list ([] where there is none), not {show(value)}"
        for one in value:
            if type(one) is not str or not one:
                return f"must be a list whose every item is {item}, not {show(one)}"
            if declared.choices and one not in declared.choices:
                return f"must hold only {_listed(declared.choices)}, not {show(one)}"
            if wrong := _unstorable(one, declared):
                return wrong
        if len(set(value)) != len(value):
            twice = next(one for one, times in Counter(value).items() if times > 1)
            return f"must name each only once, not {show(twice)} twice"
        return f"must name at least {low}" if len(value) < low else None

    return check


def _number(_: Property) -> Check:
    def check(value: Any) -> str | None:
        if type(value) not in (int, float):
            return f"must be a number, not {show(value)}"
        if not math.isfinite(value):
            return f"must be a finite number, not {show(value)}"
        if type(value) is int and abs(value) > 2**53 - 1:
            return f"must lie within 9007199254740991 either way (as whole numbers in JSON must), not {show(value)}"
        return None

    return check


def _integer(declared: Property) -> Check:
    low, high = declared.minimum, declared.maximum

    def check(value: Any) -> str | None:
        whole = type(value) is int or (type(value) is float and value.is_integer())
        if not whole or (low is not None and value < low) or (high is not None and value > high):
            return f"must be {_what(declared)}, not {show(value)}"
        return None

    return check


def _boolean(_: Property) -> Check:
    return lambda value: None if type(value) is bool else f"must be true or false, not {show(value)}"


def _listed(choices: tuple[str, ...]) -> str:
    return ", ".join(choices)


def _what(declared: Property) -> str:
    if declared.choices:
        text = f"one of {_listed(declared.choices)}"
    elif declared.type == "integer":
        text = f"{declared.minimum} to {declared.maximum}"
    else:
        text = "an id" if declared.refers else declared.shape or "a text"
    return f"{text} or null" if declared.null else text
