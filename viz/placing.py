"""Which names are shown at which zoom, and on which side of their node, so that none overlap.

Letters keep their size on the screen while the plane grows under them, so the further one zooms
in, the more names find room. Decided first for zoom 1, where the picture rests; a name keeps its
side at every zoom.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from viz.boxes import Box, Taken
from viz.ink import Ink

ZOOMS: Final = (0.45, 0.55, 0.67, 0.82, 1.0, 1.22, 1.49, 1.82, 2.23, 2.72, 3.32, 4.06)
REST: Final = ZOOMS.index(1.0)
SIDES: Final = "sewn"
HIDDEN: Final = "."
GAP: Final = 3.0
_ROUNDS: Final = 6
CORNER: Final = (36.0, 90.0)
"""Width and height of the zoom buttons at the lower right, where nothing should stand."""
CROWDED: Final = 0.75
"""From this zoom down, names may lie on things of fewer lines: there is no other room."""


@dataclass(frozen=True, slots=True)
class Named:
    """A node with a name: its place, half sizes of its shape and of its name, and its rank.

    ``rank``: the lowest is named first; ``lines``: how many lines end there.
    """

    x: float
    y: float
    shape: tuple[float, float]
    name: tuple[float, float]
    rank: int
    lines: int


def node_zoom(zoom: float) -> float:
    """How much nodes grow with the plane: within limits, so that they stay visible and apart."""
    return min(max(zoom, 0.7), 1.5)


def place(named: Sequence[Named], ink: Ink, size: tuple[float, float]) -> list[str]:
    """For each node one letter a zoom of :data:`ZOOMS`: the side of its name, or hidden.

    ``ink`` holds the lines at zoom 1: a name goes where it covers least of them.
    """
    order = by_importance(named)
    wanted = [_preferred(node, ink) for node in named]
    shown = {REST: _at_rest(named, order, wanted, size)}
    for level in range(REST - 1, -1, -1):
        before = shown[level + 1]
        sides = [before.get(i, "") + wanted[i] for i in range(len(named))]
        hubs_first = sorted(before, key=lambda i: (named[i].rank > 1, -named[i].lines, named[i].rank, i))
        shown[level] = _at(ZOOMS[level], named, hubs_first, sides, size)
    for level in range(REST + 1, len(ZOOMS)):
        before = shown[level - 1]
        sides = [before.get(i, wanted[i]) for i in range(len(named))]
        shown[level] = _at(ZOOMS[level], named, sorted(order, key=lambda i: i not in before), sides, size)
    return ["".join(shown[level].get(i, HIDDEN) for level in range(len(ZOOMS))) for i in range(len(named))]


def by_importance(named: Sequence[Named]) -> list[int]:
    """Whose name goes first: by rank of the kind, then by number of lines."""
    return sorted(range(len(named)), key=lambda i: (named[i].rank, -named[i].lines, i))


def _at_rest(
    named: Sequence[Named], order: Sequence[int], wanted: Sequence[str], size: tuple[float, float]
) -> dict[int, str]:
    """The best of a few rounds: whoever found no place goes first in the next one."""
    best: dict[int, str] = {}
    for _ in range(_ROUNDS):
        found = _at(1.0, named, order, wanted, size)
        if _worth(found, named) > _worth(best, named):
            best = found
        order = sorted(order, key=lambda i: (i in found, named[i].rank > 3))
    return best


def _worth(found: Iterable[int], named: Sequence[Named]) -> float:
    return sum((10 + named[i].lines) / (1 + named[i].rank) ** 2 for i in found)


def _at(
    zoom: float, named: Sequence[Named], order: Sequence[int], sides: Sequence[str], size: tuple[float, float]
) -> dict[int, str]:
    """The first free of each node's ``sides`` at one zoom, for all in ``order`` that have one."""
    shapes, names = Taken(), Taken()
    grown = node_zoom(zoom)
    for i, node in enumerate(named):
        shape = (node.shape[0] * grown, node.shape[1] * grown)
        shapes.add(i, Box(node.x * zoom, node.y * zoom, *shape))
    found: dict[int, str] = {}
    for i in order:
        for side in sides[i]:
            box = name_box(named[i], side, zoom)
            free = inside(box, (size[0] * zoom, size[1] * zoom)) and not names.blocks(i, box)
            if free and not shapes.blocks(i, box, partial(_matters, zoom, named, i)):
                names.add(i, box)
                found[i] = side
                break
    return found


def _matters(zoom: float, named: Sequence[Named], own: int, other: int) -> bool:
    """Whether a name may not lie on a shape."""
    return zoom > CROWDED or named[other].lines > named[own].lines


def _preferred(node: Named, ink: Ink) -> str:
    """The sides by how much of the lines a name there would cover; equal ones as in SIDES."""
    cost = {side: ink.under(name_box(node, side, 1.0)) + 0.4 * at for at, side in enumerate(SIDES)}
    return "".join(sorted(SIDES, key=cost.__getitem__))


def name_box(node: Named, side: str, zoom: float) -> Box:
    """Where the name stands on the screen if the plane is drawn at ``zoom``."""
    grown = node_zoom(zoom)
    (w, h), (half_w, half_h) = node.name, node.shape
    x, y = node.x * zoom, node.y * zoom
    across, down = half_w * grown + GAP, half_h * grown + GAP
    if side == "e":
        return Box(x + across + w, y, w, h)
    if side == "w":
        return Box(x - across - w, y, w, h)
    return Box(x, y + (down + h if side == "s" else -down - h), w, h)


def inside(box: Box, size: tuple[float, float]) -> bool:
    """Whether a box lies within the frame, give or take its margin, and not under the zoom buttons."""
    right, bottom = box.x + box.w, box.y + box.h
    within = box.x - box.w > -3 and right < size[0] + 3 and box.y - box.h > -4 and bottom < size[1] + 4
    return within and not (right > size[0] - CORNER[0] and bottom > size[1] - CORNER[1])
