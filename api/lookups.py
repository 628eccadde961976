"""Look-ups for addresses and pages alike: which facts or things, in which order, and what is said of them.

Each list is made of two reads: one says which ones come next, by an index and in the order of the key, the
other brings what these few hold. So a page costs the same however much there is before and behind it. Both go to
Neo4j as one query, for each way there and back costs as much as they do.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import cypher
from api.shapes import fact_as_json, names_of, thing_as_json
from api.things import fact_line
from cypher import NamedQuery, counted, joined, written_out
from graph.connection import Row
from graph.schema import YEAR_LABEL
from graph.sources import SourceOrigin, independent_sources
from graph.store import Read

Item = dict[str, Any]
_YEAR = re.compile(r"[0-9]{4}")
KEY: Mapping[str, str] = {"year": "before", "id": "after"}
"""By the column of an order the parameter that says where to go on."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that one can page through.

    ``which`` gives the rows that say which items come, ordered by the columns ``order``, and ``details`` what
    these hold; ``whole`` turns rows of both into items. ``columns`` names those of its CSV form.
    """

    which: NamedQuery
    details: NamedQuery
    given: Mapping[str, Any]
    whole: Callable[[Read, list[Row]], list[Item]]
    order: tuple[str, ...] = ("id",)
    columns: tuple[str, ...] = field(default=())

    def part(self, read: Read, after: Sequence[Any] | None, limit: int) -> tuple[list[Item], list[Any] | None]:
        """At most ``limit`` items from behind the key ``after``, and the key to go on from if there are more."""
        behind = dict(zip((KEY[column] for column in self.order), after or (), strict=False))
        rows = read(joined(self.which, self.details), **self.given, **behind, limit=limit + 1)
        more = [rows[limit - 1]["which"][column] for column in self.order] if len(rows) > limit else None
        return self.whole(read, rows[:limit]), more

    def total(self, read: Read) -> int:
        """How many items there are in all."""
        return int(read(counted(self.which), **self.given)[0]["total"])


def read_named(name: str, **names: str) -> NamedQuery:
    """One of our reads, its dynamic labels and types written out."""
    query = cypher.reads()[name]
    return written_out(query, **names) if names else query


def facts(read: Read, ids: Sequence[str]) -> list[Item]:
    """The facts of these ids, in this order; one that there is not is left out."""
    return _facts(read, read(read_named("facts_whole"), ids=list(ids))) if ids else []


def things(read: Read, label: str, ids: Sequence[str]) -> list[Item]:
    """The things of this label and these ids, in this order, each with its ``counts``; an initiative with its bank,
    areas, models, vendors, years, sources, and the ids of its facts."""
    return things_of(read, label, read(details_of(label), ids=list(ids))) if ids else []


def details_of(label: str) -> NamedQuery:
    """The read that brings what things of a label hold."""
    return read_named("initiatives_whole") if label == "Initiative" else read_named("things_whole", label=label)


def things_of(read: Read, label: str, rows: Sequence[Row]) -> list[Item]:
    """The rows of ``details_of`` as things."""
    if label == "Initiative":
        return [_initiative(row) for row in rows]
    ids = [row["thing"]["id"] for row in rows]
    counts = _bank_counts(read, ids) if label == "Bank" and ids else {}
    return [
        thing_as_json(label, row["thing"]) | {"counts": counts.get(id_, {"facts": row["facts"]})}
        for id_, row in zip(ids, rows, strict=True)
    ]


def _facts(_read: Read, rows: Sequence[Row]) -> list[Item]:
    return [fact_as_json(row) for row in rows]


def fact_list(about: Sequence[tuple[str, str]], where: Mapping[str, Any], ids: Sequence[str] = ()) -> Listing:
    """The facts that name all of ``about`` (label and id) and have the properties ``where``; of ``ids`` if given."""
    given: dict[str, Any] = {"names": list(where), "values": [str(value) for value in where.values()]}
    rest = [f"{label}:{id_}" for label, id_ in about]
    if ids:
        which = read_named("facts_among")
        given |= {"ids": list(ids), "about": rest}
    elif [label for label, _ in about] == [YEAR_LABEL] and _YEAR.fullmatch(about[0][1]):
        which = read_named("facts_of_year")
        given |= {"year": int(about[0][1])}
    elif not about and "load" in where:
        which = read_named("facts_of_load")
        given |= {"load": where["load"]}
    elif not about and "kind" in where:
        which = read_named("facts_of_kind")
        given |= {"kind": where["kind"]}
    elif about:
        label, id_ = about[0]
        which = read_named("facts_at", label=label, type=fact_line(label))
        given |= {"id": id_, "about": rest[1:]}
    else:
        which = read_named("facts")
    return Listing(which, read_named("facts_whole"), given, _facts)


def support(read: Read, rows: Iterable[Row]) -> dict[str, Item]:
    """By id what a relationship rests on: its facts' ids, independent sources, years."""
    rows = list(rows)
    origins = _origins(read, {source for row in rows for source in row.get("stated_in") or ()})
    return {row["id"]: _support(row, origins) for row in rows}


def _support(row: Row, origins: Mapping[str, SourceOrigin]) -> Item:
    stated = row.get("stated_in")
    sources = row["sources"] or 0 if stated is None else independent_sources(stated, origins)
    return {
        "facts": sorted(row["facts"] or ()), "sources": sources,
        "first_year": row["first_year"], "last_year": row["last_year"],
    }  # fmt: skip


def _bank_counts(read: Read, ids: Sequence[str]) -> dict[str, Item]:
    rows = {row["id"]: row for row in read(read_named("banks_counted"), ids=list(ids))}
    origins = _origins(read, {source for row in rows.values() for source in row["sources"]})
    return {
        id_: {key: n for key, n in row.items() if key != "id"}
        | {"sources": independent_sources(row["sources"], origins)}
        for id_, row in rows.items()
    }


def _origins(read: Read, sources: Iterable[str]) -> dict[str, SourceOrigin]:
    ids = sorted(sources)
    rows = read(read_named("source_origins"), ids=ids) if ids else []
    return {row["id"]: SourceOrigin(row["copy_of"], row["reliability"]) for row in rows}


def _initiative(row: Row) -> Item:
    shown = thing_as_json("Initiative", row["thing"])
    shown["bank"] = names_of(row["bank"])
    shown |= {key: [names_of(thing) for thing in row[key]] for key in ("areas", "models", "vendors")}
    return shown | _support(row, {})
