"""Shifting a thing a little so that its name finds a place.

After springs and spreading, some names are still walled in. Each such thing, the most important
first, is moved to the nearest spot around it where both it and its name are free.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from viz.boxes import Box, Taken
from viz.placing import SIDES, Named, by_importance, inside, name_box

Point = tuple[float, float]
_STEPS: Final = (12.0, 22.0, 34.0, 48.0, 64.0)
_WAYS: Final = 12


def make_room(named: Sequence[Named], size: Point) -> list[Point]:
    """The places of the nodes after as few shifts as give every name its place, as far as may be."""
    placed = list(named)
    taken = Taken()
    for i, node in enumerate(placed):
        taken.add(i, _shape(node))
    walled_in = [
        i
        for i in by_importance(named)
        if not inside(_shape(placed[i]), size) or not _take_side(i, placed[i], taken, size)
    ]
    for i in walled_in:
        for there in _around(placed[i], size):
            if not taken.blocks(i, _shape(there)) and _take_side(i, there, taken, size):
                taken.move(i, _shape(placed[i]), _shape(there))
                placed[i] = there
                break
    return [(node.x, node.y) for node in placed]


def _shape(node: Named) -> Box:
    return Box(node.x, node.y, node.shape[0] + 2, node.shape[1] + 2)


def _take_side(i: int, node: Named, taken: Taken, size: Point) -> bool:
    """Take the first side whose place is free for the name; whether there is one."""
    for side in SIDES:
        box = name_box(node, side, 1.0)
        if inside(box, size) and not taken.blocks(i, box):
            taken.add(i, box)
            return True
    return False


def _around(node: Named, size: Point) -> list[Named]:
    spots = [
        replace(node, x=node.x + step * math.cos(turn), y=node.y + step * math.sin(turn))
        for step in _STEPS
        for turn in (2 * math.pi * way / _WAYS for way in range(_WAYS))
    ]
    return [spot for spot in spots if inside(_shape(spot), size)]
