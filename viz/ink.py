"""How much ink of lines lies where: a name is better placed where there is little."""

import math
from collections import defaultdict
from typing import Final

from viz.boxes import Box

_CELL: Final = 12.0


class Ink:
    """A coarse map of the lines of a picture, for weighing places of names."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], float] = defaultdict(float)

    def draw(self, start: tuple[float, float], end: tuple[float, float], weight: float) -> None:
        """Add a straight line; thicker lines weigh more."""
        (x, y), (to_x, to_y) = start, end
        steps = max(int(math.dist(start, end) / _CELL), 1)
        for step in range(steps + 1):
            part = step / steps
            self._cells[int((x + (to_x - x) * part) // _CELL), int((y + (to_y - y) * part) // _CELL)] += weight

    def under(self, box: Box) -> float:
        """The weight of all lines that run beneath ``box``, roughly."""
        columns = range(int((box.x - box.w) // _CELL), int((box.x + box.w) // _CELL) + 1)
        rows = range(int((box.y - box.h) // _CELL), int((box.y + box.h) // _CELL) + 1)
        return sum(self._cells.get((column, row), 0.0) for column in columns for row in rows)
