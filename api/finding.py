"""From ids and filters to facts and things, or to a sentence on what may have been meant."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz

from api import lookups
from api.filters import Pair, named_in, said_in
from api.lookups import Item, Listing, read_named
from api.tables import FACT_COLUMNS, thing_columns
from api.things import BY_LABEL, address, fact_line, line
from graph.check import near
from graph.connection import Row
from graph.errors import InputError, UnknownName
from graph.schema import YEAR_LABEL
from graph.search import search
from graph.store import Read

SUPPORT = ("facts", "sources", "first_year", "last_year")


def fact(read: Read, id_: str) -> Item:
    """The fact of this id. Raises ``UnknownName``."""
    found = lookups.facts(read, [id_])
    if found:
        return found[0]
    like = near(id_, [row["id"] for row in read(read_named("facts_like"), start=id_[:5])])
    raise UnknownName(f"there is no fact {id_[:80]!r}{_hint(like)}", like)


def thing(read: Read, label: str, id_: str, facts: str = "none") -> Item:
    """The thing of this label and id. Raises ``UnknownName`` with the ids that may have been meant."""
    found = lookups.things(read, label, [id_])
    if not found:
        like = _meant(read, label, id_)
        raise UnknownName(f"there is no {BY_LABEL[label].kind} {id_[:80]!r}{_hint(like)}", like)
    return with_facts(read, found, facts)[0] if "facts" in found[0] else found[0]


def facts(filters: Mapping[str, Any], about: Iterable[Pair] = ()) -> Listing:
    """The facts that fit all filters, in the order of their ids; ``about``: they also name these things."""
    pairs = list(dict.fromkeys((*about, *named_in(filters))))
    where = said_in(filters)
    return replace(lookups.fact_list(pairs, where, filters.get("id", ())), columns=FACT_COLUMNS)


def things(label: str, filters: Mapping[str, Any], facts: str = "none") -> Listing:
    """The things of a label that fit all filters, in the order of their ids."""
    pairs = named_in(filters)
    if pairs:
        (at, id_), *rest = pairs
        which = read_named("things_at", at=at, type=line(label, at).type, label=label)
        given = {"id": id_, **_where(filters, rest)}
    else:
        given = _where(filters)
        which = read_named("things", label=label)

    def whole(read: Read, rows: list[Row]) -> list[Item]:
        found = lookups.things_of(read, label, rows)
        return with_facts(read, found, facts) if label == "Initiative" else found

    return Listing(which, lookups.details_of(label), given, whole, columns=thing_columns(label))


def related(at: str, id_: str, label: str, filters: Mapping[str, Any], facts: str = "full") -> Listing:
    """The things of ``label`` that are joined to a thing and fit all filters, the newest first, each with the
    facts that say so."""
    joined = line(at, label)
    if joined.type:
        which = read_named("related", at=at, type=joined.type, label=label)
    else:
        which = read_named("related_by_facts", at=at, type=fact_line(at), label=label)
    more = ("areas", "models", "vendors") if label == "Initiative" else ()
    columns = (*thing_columns(label), *more, *(SUPPORT if joined.type != "MEMBER_OF" else ()))

    def whole(read: Read, rows: list[Row]) -> list[Item]:
        found = lookups.things_of(read, label, rows)
        if joined.type == "MEMBER_OF":
            return found
        support = lookups.support(read, [row["which"] for row in rows])
        return with_facts(read, [{**item, **support[item["id"]]} for item in found], facts)

    given = {"id": id_, **_where(filters, named_in(filters))}
    return Listing(which, lookups.details_of(label), given, whole, order=("year", "id"), columns=columns)


def hits(read: Read, text: str, label: str | None = None) -> list[Item]:
    """What ``text`` finds, the best first, each with its addresses."""
    return [
        {
            "label": hit.label, "id": hit.id, "name": hit.name, "name_zh": hit.name_zh, "match": hit.match,
            "score": hit.score, **address(hit.label, hit.id),
        }
        for hit in search(read, text, label)
    ]  # fmt: skip


def _where(filters: Mapping[str, Any], near: Iterable[Pair] = ()) -> dict[str, Any]:
    """The parameters of reads of things: properties, the things that they are joined to, and words."""
    said = said_in(filters)
    return {
        "names": list(said), "values": list(said.values()), "q": filters.get("q"),
        "near": [f"{label}:{id_}" for label, id_ in near],
    }  # fmt: skip


def with_facts(read: Read, items: list[Item], mode: str) -> list[Item]:
    """The items with their ``facts``, so far ids, as ``mode`` says: full, ids or none."""
    if mode == "ids":
        return items
    if mode == "none":
        return [{key: value for key, value in item.items() if key != "facts"} for item in items]
    ids = list(dict.fromkeys(id_ for item in items for id_ in item["facts"]))
    known = {one["id"]: one for one in lookups.facts(read, ids)}

    def newest_first(held: list[str]) -> list[Item]:
        there = (known[id_] for id_ in held if id_ in known)
        return sorted(there, key=lambda one: (-(one["year"] or 0), one["id"]))

    return [{**item, "facts": newest_first(item["facts"])} for item in items]


def check_named(read: Read, filters: Mapping[str, Any]) -> None:
    """Raise ``InputError`` where a filter names a thing or load that there is not; a year without data is none."""
    check_things(read, named_in(filters))
    if "load" in filters:
        known = [row["id"] for row in read(read_named("load_ids"))]
        if filters["load"] not in known:
            hint = _hint(near(filters["load"], known))
            raise InputError(f"load: there is no load {filters['load'][:80]!r}{hint}")


def held_at(read: Read, filters: Mapping[str, Any]) -> str:
    """What a list depends on besides the data's version: asked by load, on which load holds what."""
    return str(read(read_named("steps"))[0]["steps"]) if "load" in filters else ""


def check_things(read: Read, pairs: Iterable[Pair]) -> None:
    """Raise ``InputError`` where there is no thing of such a label and id."""
    mistakes = []
    for label, id_ in pairs:
        if label in BY_LABEL and label != YEAR_LABEL and not lookups.things(read, label, [id_]):
            kind = BY_LABEL[label].kind
            mistakes.append(f"{kind}: there is no {kind} {id_[:80]!r}{_hint(_meant(read, label, id_))}")
    if mistakes:
        raise InputError(mistakes[0] if len(mistakes) == 1 else "things are named that there are not", mistakes)


def _meant(read: Read, label: str, text: str) -> list[str]:
    """The ids that are like ``text``, or whose names are."""
    known: dict[str, str] = {}
    for row in read(read_named("thing_names", label=label), label=label):
        for name in (row["name"], row["name_zh"], *(row["aliases"] or ())):
            known.setdefault(name or row["id"], row["id"])
        known[row["id"]] = row["id"]
    like = {name: fuzz.ratio(text, name) for name in near(text, tuple(known), 10)}
    fit = [name for name in sorted(like, key=like.__getitem__, reverse=True) if like[name] >= max(like.values()) - 10]
    return list(dict.fromkeys(known[name] for name in fit))[:3]


def _hint(like: list[str]) -> str:
    return f"; did you mean {', '.join(like)}?" if like else ""
