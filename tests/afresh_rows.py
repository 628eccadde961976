"""Pieces of the rows that named questions answer with, made from the example read afresh."""

from collections.abc import Callable, Iterable
from typing import Any

from afresh import (
    AREAS,
    BANKS,
    INITIATIVES,
    MODELS,
    SOURCES,
    VENDORS,
    Fact,
    Pair,
    ends,
    first,
    last,
    nulls_last,
    ordered,
)

Rows = list[dict[str, Any]]
Answer = Callable[..., Rows]


def named(kind: str, ids: Iterable[str], table: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The two columns for several things: names and ids, in the order of the names."""
    found = ordered(ids, table)
    return {f"{kind}s": [table[one]["name"] for one in found], f"{kind}_ids": found}


def one(kind: str, id_: str | None, table: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The two columns for one thing."""
    return {kind: table[id_]["name"] if id_ else None, f"{kind}_id": id_}


def spans(facts: list[Fact]) -> dict[str, Any]:
    """The first and last year that facts state."""
    return {"first_year": first(facts), "last_year": last(facts)}


def ids(facts: Iterable[Fact]) -> list[str]:
    """The ids of facts, sorted."""
    return sorted(fact["id"] for fact in facts)


def said_by(facts: Iterable[Fact]) -> dict[str, Any]:
    """Who says so: publishers and sources."""
    sources = sorted({fact["source"] for fact in facts})
    return {"publishers": sorted({SOURCES[s]["publisher"] for s in sources}), "source_ids": sources}


def source_of(fact: Fact) -> dict[str, Any]:
    """Publisher, source and reliability of one fact."""
    source = SOURCES[fact["source"]]
    return {"publisher": source["publisher"], "source_id": source["id"], "reliability": source["reliability"]}


def texts(facts: Iterable[Fact], column: str) -> list[str]:
    """The different texts of one column of facts."""
    return sorted({fact[column] for fact in facts if fact.get(column) is not None})


def value_of(fact: Fact) -> dict[str, Any]:
    """What an observation says, and who says so."""
    columns = ("year", "period", "value", "unit", "bound", "status", "scope", "scope_zh")
    return {column: fact[column] for column in columns} | source_of(fact) | {"fact_id": fact["id"]}


def of_bank(initiatives: Iterable[str], bank: str) -> list[str]:
    """Of some initiatives those of one bank."""
    return [initiative for initiative in initiatives if INITIATIVES[initiative]["bank"] == bank]


def initiative_of(pair: Pair, *more: str) -> dict[str, Any]:
    """Bank, initiative and what else is said of it: areas, models, vendors."""
    bank, initiative = pair
    row = one("bank", bank, BANKS) | one("initiative", initiative, INITIATIVES)
    row |= {"category": INITIATIVES[initiative]["category"]}
    kinds = {"area": ("SERVES", AREAS), "model": ("USES", MODELS), "vendor": ("BUILT_WITH", VENDORS)}
    for kind in more:
        type_, table = kinds[kind]
        row |= named(kind, ends(type_, initiative), table)
    return row


def by(rows: Rows, *columns: str) -> Rows:
    """Rows in the order of columns, null last."""
    return sorted(rows, key=nulls_last(*[lambda row, c=column: row[c] for column in columns]))


def without(row: dict[str, Any], *columns: str) -> dict[str, Any]:
    """A row without some columns."""
    return {column: value for column, value in row.items() if column not in columns}


def kind_of_bank(bank: str) -> dict[str, Any]:
    """What a bank is."""
    return {"type": BANKS[bank]["type"], "country": BANKS[bank]["country"]}
