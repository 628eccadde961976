"""Facts and things as JSON: the shapes that programs and pages rely on."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from api.plain import as_json
from api.things import BY_LABEL, address
from graph.connection import Row
from graph.declare import Property
from graph.schema import FACT_BY_KIND, FOR_SEARCH

_SAID_BY_ALL = frozenset({"year", "source", "evidence", "evidence_zh"})
_OF_SOURCE = ("id", "name", "name_zh", "publisher", "url", "published", "language", "reliability", "copy_of")


def fact_as_json(row: Row) -> dict[str, Any]:
    """A row of ``facts_whole``: what the claim says, its source, and whom it names, each with its names.

    A key that the fact's kind has not is absent; what is unknown is null.
    """
    said, names = row["fact"].properties, {(x["label"], x["id"]): x for x in row["about"]}
    kind = FACT_BY_KIND[said["kind"]]
    shown: dict[str, Any] = {key: said.get(key) for key in ("id", "kind", "name", "year", "evidence", "evidence_zh")}
    shown |= address("Fact", said["id"])
    source = row["source"]
    shown["source"] = {key: source[key] for key in _OF_SOURCE} | {"page": address("Source", source["id"])["page"]}
    for declared in kind.properties:
        if declared.name not in _SAID_BY_ALL:
            value = said.get(declared.name)
            shown[declared.name] = _named(declared, value, names) if declared.refers else as_json(value)
    return shown


def thing_as_json(label: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """A thing's properties, in the order of the schema, and its addresses.

    A source's ``url`` is where it stands itself; its own address in the API is ``api_url``.
    """
    shown = {name: as_json(properties.get(name)) for name in _shown(label)}
    where = address(label, shown["id"])
    return shown | (where if "url" not in shown else {"page": where["page"], "api_url": where["url"]})


@cache
def _shown(label: str) -> tuple[str, ...]:
    return tuple(p.name for p in BY_LABEL[label].properties if p not in FOR_SEARCH)


def names_of(thing: Mapping[str, Any]) -> dict[str, Any]:
    """A thing as others name it: id and both names."""
    return {key: thing[key] for key in ("id", "name", "name_zh")}


def _named(declared: Property, value: Any, names: Mapping[tuple[str, str], Mapping[str, Any]]) -> Any:
    if value is None:
        return None
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_name(declared, id_, names) for id_ in value]
    return _name(declared, value, names)


def _name(declared: Property, id_: str, names: Mapping[tuple[str, str], Mapping[str, Any]]) -> dict[str, Any]:
    found = next((names[label, id_] for label in declared.refers if (label, id_) in names), {})
    return {"id": id_, "name": found.get("name", id_), "name_zh": found.get("name_zh")}
