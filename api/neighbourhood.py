"""What stands around a thing, as programs read it: things, the relationships between them, and their facts."""

from collections.abc import Mapping
from typing import Any

from api import finding, lookups
from api.elements import around
from api.lookups import Item
from api.plain import as_json
from api.things import address
from graph.elements import Key, Node, Relationship
from graph.schema import RELATIONSHIPS
from graph.store import Readable

Line = tuple[str, Key, Key]
_BASIS: Mapping[str, str] = {declared.type: declared.basis for declared in RELATIONSHIPS}


def neighbourhood(store: Readable, key: Key, *, depth: int, limit: int, facts: str) -> Item:
    """A thing, at most ``limit`` things around it, up to ``depth`` relationships away, the best sourced first, and
    all relationships between them. Raises ``UnknownName``."""
    elements = around(store, key, near=limit + 1, far=limit + 1 if depth > 1 else 0)
    nodes = {found.key: found for found in elements if isinstance(found, Node)}
    lines: dict[Line, Relationship] = {}
    for found in elements:
        if isinstance(found, Relationship):
            lines.setdefault((found.type, found.start, found.end), found)
    if key not in nodes:
        _refuse(store, key)
    order = _by_sources(key, lines.values())
    others = sorted((other for other in nodes if other != key), key=lambda other: order.get(other, 1))
    kept = {key, *others[:limit]}
    shown = [line for line in lines.values() if {line.start, line.end} <= kept]
    answer: Item = {
        "nodes": [node_as_json(nodes[one]) for one in (key, *others[:limit])],
        "relationships": [relationship_as_json(line, facts) for line in shown],
        "truncated": len(others) > limit,
    }
    if facts == "full":
        ids = sorted({id_ for line in shown for id_ in line.properties.get("facts") or ()})
        answer["facts"] = lookups.facts(store.read, ids)
    return answer


def node_as_json(node: Node) -> Item:
    """A thing by label, id, both names and addresses."""
    names = {name: node.properties.get(name) for name in ("name", "name_zh")}
    return {"label": node.key.label, "id": node.key.id, **names, **address(node.key.label, node.key.id)}


def relationship_as_json(line: Relationship, facts: str = "ids") -> Item:
    """A relationship by type and ends, with what supports it; ``basis``: a claim, a summary of claims, or a record."""
    ends = {name: {"label": end.label, "id": end.id} for name, end in (("start", line.start), ("end", line.end))}
    kept = {name: value for name, value in line.properties.items() if facts != "none" or name != "facts"}
    basis = "summary" if "facts" in line.properties else _BASIS[line.type]
    return {"type": line.type, **ends, **as_json(kept), "basis": line.properties.get("basis", basis)}


def _by_sources(key: Key, lines: Any) -> dict[Key, int]:
    """For each neighbour how many sources join it to the thing, below nought: the most come first."""
    order: dict[Key, int] = {}
    for line in lines:
        other = line.end if line.start == key else line.start if line.end == key else None
        if other is not None:
            order[other] = min(order.get(other, 0), -int(line.properties.get("sources") or 0))
    return order


def _refuse(store: Readable, key: Key) -> None:
    if key.label == "Fact":
        finding.fact(store.read, key.id)
    else:
        finding.thing(store.read, key.label, key.id)
