"""Rectangles in the plane: which ones overlap, found by a grid of cells."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

CELL: Final = 64.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its middle and its half width and half height."""

    x: float
    y: float
    w: float
    h: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        return abs(self.x - other.x) < self.w + other.w and abs(self.y - other.y) < self.h + other.h


class Taken:
    """The boxes that are taken already; each has an owner that does not block itself."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[int, Box]]] = defaultdict(list)

    def add(self, owner: int, box: Box) -> None:
        """Take the place of ``box``."""
        for cell in _cells(box):
            self._cells[cell].append((owner, box))

    def move(self, owner: int, old: Box, new: Box) -> None:
        """Leave one place for another."""
        for cell in _cells(old):
            self._cells[cell].remove((owner, old))
        self.add(owner, new)

    def blocks(self, owner: int, box: Box, matters: Callable[[int], bool] = lambda _: True) -> bool:
        """Whether ``box`` would lie on something of another owner, of those that matter."""
        return any(
            other != owner and box.overlaps(taken) and matters(other)
            for cell in _cells(box)
            for other, taken in self._cells.get(cell, ())
        )


def _cells(box: Box) -> list[tuple[int, int]]:
    left, right = int((box.x - box.w) // CELL), int((box.x + box.w) // CELL)
    top, bottom = int((box.y - box.h) // CELL), int((box.y + box.h) // CELL)
    return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]
