"""The network around one thing: what it is joined to, best sourced first, and how these join."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from graph.elements import Key, Node, Relationship
from viz.kinds import KINDS
from viz.view import LeftOut, Line, Thing, Totals, View, is_quiet, line_of, view_of

COMFORTABLE: Final = 36
"""As many things as a card of a page holds at first."""
_FEW: Final = 18
_BEYOND: Final = 12
_BESIDE: Final = ("Year", "BankGroup", "Source", "Fact")
"""Labels that only their own pages draw: they are joined to almost everything, or to one thing."""

Rows = list[tuple[str, list[tuple[Line, Thing]]]]


def network(
    focus: Key,
    elements: Iterable[Node | Relationship],
    totals: Totals,
    *,
    most: int = COMFORTABLE,
    more: str | None = None,
) -> View:
    """The view around ``focus`` of at most ``most`` things; ``more`` is the address of a larger one.

    ``elements``: the thing, what it is joined to, what these are joined to, and all relationships
    between them. First come the neighbours by independent sources; where they are few, then what
    two of them share.
    """
    nodes, relationships = _parted(elements, focus)
    ranked = _ranked(focus, relationships)
    chosen = {focus, *ranked[: most - 1]}
    drawn = [r for r in relationships if r.start in chosen and r.end in chosen]
    view = view_of([*(nodes[key] for key in chosen if key in nodes), *drawn], totals, focus=focus)
    return view.leaving_out(LeftOut("farther", max(len(ranked) - most + 1, 0), more))


def _parted(elements: Iterable[Node | Relationship], focus: Key) -> tuple[dict[Key, Node], list[Relationship]]:
    nodes, relationships = {}, []
    for element in elements:
        if isinstance(element, Relationship):
            relationships.append(element)
        elif element.key == focus or not (element.key.label in _BESIDE or is_quiet(element)):
            nodes[element.key] = element
    return nodes, [r for r in relationships if r.start in nodes and r.end in nodes]


def _ranked(focus: Key, relationships: Sequence[Relationship]) -> list[Key]:
    """Neighbours, best sourced first; then their neighbours that join two of them, most first."""
    near: dict[Key, int] = defaultdict(int)
    for r in relationships:
        if focus in (r.start, r.end):
            other = r.end if r.start == focus else r.start
            near[other] = max(near[other], r.properties.get("sources") or 0)
    near.pop(focus, None)
    shared: Counter[Key] = Counter()
    for r in relationships:
        for here, there in ((r.start, r.end), (r.end, r.start)):
            if here in near and there not in near and there != focus:
                shared[there] += 1
    beyond = sorted((key for key, joins in shared.items() if joins > 1), key=lambda key: (-shared[key], key))
    few = len(near) < _FEW
    return [*sorted(near, key=lambda key: (-near[key], key)), *(beyond[:_BEYOND] if few else ())]


def joined(key: Key, elements: Iterable[Node | Relationship]) -> Rows:
    """What a thing is joined to, all of it, by label in the legend's order, best sourced first."""
    nodes: dict[Key, Node] = {}
    relationships: list[Relationship] = []
    for element in elements:
        if isinstance(element, Node):
            nodes[element.key] = element
        elif key in (element.start, element.end):
            relationships.append(element)
    rows: dict[str, list[tuple[Line, Thing]]] = defaultdict(list)
    for r in relationships:
        other = nodes.get(r.end if r.start == key else r.start)
        if other is not None and other.key.label not in ("Source", "Fact", "Year"):
            rows[other.key.label].append((line_of(r), Thing(other.key, other.properties)))
    return [
        (label, sorted(rows[label], key=lambda row: row[0].order))
        for label in (*KINDS, *sorted(set(rows) - set(KINDS)))
        if label in rows
    ]
