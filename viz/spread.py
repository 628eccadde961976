"""Moving things apart until none covers another, by as little as will do."""

from collections.abc import Sequence

Point = tuple[float, float]


def spread(points: Sequence[Point], halves: Sequence[Point], size: Point) -> list[Point]:
    """Points of boxes (by half width and height) that no longer overlap, within ``size``.

    Where there is no room for all, they overlap as little as a bounded number of rounds allows.
    """
    x, y = [p[0] for p in points], [p[1] for p in points]
    reach = 2 * max((w for w, _ in halves), default=0.0)
    rounds = max(30, min(120, 30_000 // max(len(points), 1)))
    for _ in range(rounds):
        if not _push(x, y, halves, reach):
            break
        _keep_inside(x, y, halves, size)
    _keep_inside(x, y, halves, size)
    return list(zip(x, y, strict=True))


def _push(x: list[float], y: list[float], halves: Sequence[Point], reach: float) -> int:
    """Push each overlapping pair apart along the shorter way; how many there were."""
    overlaps = 0
    order = sorted(range(len(x)), key=x.__getitem__)
    for at, i in enumerate(order):
        for j in order[at + 1 :]:
            dx, dy = x[j] - x[i], y[j] - y[i]
            if dx > reach:
                break
            over_x = halves[i][0] + halves[j][0] - abs(dx)
            over_y = halves[i][1] + halves[j][1] - abs(dy)
            if over_x > 0 and over_y > 0:
                overlaps += 1
                if over_y <= over_x:
                    step = over_y / 4 if dy >= 0 else -over_y / 4
                    y[i] -= step
                    y[j] += step
                else:
                    step = over_x / 4 if dx >= 0 else -over_x / 4
                    x[i] -= step
                    x[j] += step
    return overlaps


def _keep_inside(x: list[float], y: list[float], halves: Sequence[Point], size: Point) -> None:
    for i, (w, h) in enumerate(halves):
        x[i] = min(max(x[i], w), max(size[0] - w, w))
        y[i] = min(max(y[i], h), max(size[1] - h, h))
