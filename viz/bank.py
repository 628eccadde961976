"""What a bank's page says at a glance: how much is known, and its initiatives by business area."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.elements import Key, Node, Relationship
from viz.view import Line, line_of
from viz.words import mark

Properties = Mapping[str, Any]
_COUNTED: Final = {
    "LAUNCHED": (mark("initiative"), mark("initiatives")),
    "DEPLOYED": (mark("model deployed"), mark("models deployed")),
    "REPORTED": (mark("metric reported"), mark("metrics reported")),
    "PARTNERED_WITH": (mark("partner"), mark("partners")),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers and lists for ``bank.html``.

    ``counts`` pairs an English word in its right number with that number; ``states`` counts the bank's lines by
    certainty; ``by_area`` pairs an area (``None``: no source states one) with initiatives and
    the line that launched each.
    """

    counts: tuple[tuple[str, int], ...]
    states: Mapping[str, int]
    by_area: tuple[tuple[Properties | None, list[tuple[Properties, Line]]], ...]


def figures(bank: Key, elements: Iterable[Node | Relationship]) -> Figures:
    """The figures of a bank from the same elements that its network is drawn from."""
    nodes: dict[Key, Node] = {}
    lines: list[Line] = []
    for element in elements:
        if isinstance(element, Node):
            nodes[element.key] = element
        else:
            lines.append(line_of(element))
    own = [line for line in lines if line.start == bank and line.type in _COUNTED]
    counted = Counter(line.type for line in own)
    return Figures(
        counts=tuple((words[counted[type_] != 1], counted[type_]) for type_, words in _COUNTED.items()),
        states=Counter(line.state for line in own),
        by_area=_by_area(nodes, lines, own),
    )


def _by_area(
    nodes: Mapping[Key, Node], lines: Iterable[Line], own: Iterable[Line]
) -> tuple[tuple[Properties | None, list[tuple[Properties, Line]]], ...]:
    launched = {line.end: line for line in own if line.type == "LAUNCHED" and line.end in nodes}
    areas: dict[Key | None, list[Key]] = defaultdict(list)
    for line in lines:
        if line.type == "SERVES" and line.start in launched and line.end in nodes:
            areas[line.end].append(line.start)
    stated = {key for initiatives in areas.values() for key in initiatives}
    if rest := [key for key in launched if key not in stated]:
        areas[None] = rest

    def largest_first(area: Key | None) -> tuple[bool, int, str]:
        return area is None, -len(areas[area]), str(area)

    return tuple(
        (
            nodes[area].properties if area else None,
            [(nodes[key].properties, launched[key]) for key in sorted(areas[area], key=lambda k: launched[k].order)],
        )
        for area in sorted(areas, key=largest_first)
    )
