"""Where everything in a picture stands: decided here, once, the same for everybody.

Things that are linked stand near each other (Kamada and Kawai's springs by igraph, Fruchterman
and Reingold's from 600 things on), stretched to fill the frame, then moved apart so that none
covers another or its name. Years, where there are several, stand in a row along the lower edge.
The same view gives the same places: there is no chance in it.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

import igraph

from graph.elements import Key
from viz.lettering import LEADING, lettering, width
from viz.placing import Named
from viz.room import make_room
from viz.spread import spread
from viz.view import Thing, View
from viz.words import LANGUAGES, words

Point = tuple[float, float]
SPRINGS_UP_TO: Final = 600
COMFORTABLE: Final = 150
"""As many things as the frame holds at zoom 1; for more the plane grows, and starts zoomed out."""
YEAR_HALF: Final = (19.0, 9.0)
_HUB: Final = 8
_BY_RANK: Final = 0.75
_TIMELINE: Final = 44.0
_CORNER: Final = 40.0
"""Kept free at the lower right for the zoom buttons."""
_SEED: Final = 20250513
# igraph draws from one generator for the whole process
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the page that a picture fills, in pixels at zoom 1."""

    width: float
    height: float

    def for_things(self, count: int) -> "Frame":
        """A larger plane of the same shape for more than is comfortable."""
        grown = math.sqrt(max(1.0, count / COMFORTABLE))
        return Frame(self.width * grown, self.height * grown)


EXPLORER: Final = Frame(784, 712)
CARD: Final = Frame(600, 430)


def radius(thing: Thing) -> float:
    """How large a thing is drawn: more lines, larger, within limits."""
    return min(thing.kind.radius + 1.1 * math.sqrt(max(thing.lines - 1, 0)), thing.kind.radius + 7)


def half_size(thing: Thing) -> Point:
    """Half the width and height of a thing's shape."""
    return YEAR_HALF if thing.key.label == "Year" else (radius(thing), radius(thing))


def positions(view: View, frame: Frame) -> dict[Key, Point]:
    """The place of each thing, within the frame made for so many."""
    frame = frame.for_things(len(view.things))
    years = [thing for thing in view.things if thing.key.label == "Year"]
    if not view.things:
        return {}
    if len(years) < 3:
        return _organic(view, list(view.things), frame)
    others = [thing for thing in view.things if thing.key.label != "Year"]
    placed = _organic(view, others, Frame(frame.width, frame.height - _TIMELINE))
    return placed | _in_a_row(years, frame)


def _in_a_row(years: Sequence[Thing], frame: Frame) -> dict[Key, Point]:
    step = (frame.width - _CORNER) / len(years)
    ordered = sorted(years, key=lambda thing: thing.key)
    return {thing.key: (step * (i + 0.5), frame.height - YEAR_HALF[1]) for i, thing in enumerate(ordered)}


def _organic(view: View, things: list[Thing], frame: Frame) -> dict[Key, Point]:
    index = {thing.key: i for i, thing in enumerate(things)}
    pairs = {
        (index[line.start], index[line.end]): 1.0 + 0.3 * min(line.sources, 4)
        for line in view.lines
        if line.start in index and line.end in index
    }
    size = (frame.width, frame.height)
    names = [_name(thing) for thing in things]
    points = _filling(_squared(_springs(len(things), pairs)), frame)
    points = spread(points, [_box(thing, name) for thing, name in zip(things, names, strict=True)], size)
    named = [
        Named(x, y, half_size(thing), name, thing.kind.rank, thing.lines)
        for thing, (x, y), name in zip(things, points, names, strict=True)
    ]
    return dict(zip(index, make_room(named, size), strict=True))


def _springs(count: int, pairs: Mapping[tuple[int, int], float]) -> list[Point]:
    graph = igraph.Graph(count, list(pairs))
    with _one_at_a_time:
        igraph.set_random_number_generator(random.Random(_SEED))
        if count <= SPRINGS_UP_TO:
            layout = graph.layout_kamada_kawai()
        else:
            layout = graph.layout_fruchterman_reingold(
                weights=list(pairs.values()), seed=graph.layout_circle(), niter=500, grid=True
            )
    return [(x, y) for x, y in layout.coords]


def _squared(points: list[Point]) -> list[Point]:
    """Springs fill a disc and pages are square: the disc is drawn out into the corners.

    The elliptical grid mapping of Fong, "Analytical Methods for Squaring the Disc" (2014).
    """
    if len(points) < 4:
        return points
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    reach = sorted(math.hypot(px - x, py - y) for px, py in points)[int(0.97 * (len(points) - 1))] or 1.0
    return [_corner((px - x) / reach, (py - y) / reach) for px, py in points]


def _corner(u: float, v: float) -> Point:
    length = max(math.hypot(u, v), 1.0)
    u, v = u / length, v / length
    wide, tall, root = 2 + u * u - v * v, 2 - u * u + v * v, 2 * math.sqrt(2)

    def side(base: float, along: float) -> float:
        return (math.sqrt(max(base + root * along, 0)) - math.sqrt(max(base - root * along, 0))) / 2

    return side(wide, u), side(tall, v)


def _filling(points: list[Point], frame: Frame) -> list[Point]:
    """Fill the frame: each axis is part measure, part rank, so that crowds open up."""
    xs = _fill([x for x, _ in points], frame.width)
    ys = _fill([y for _, y in points], frame.height)
    return list(zip(xs, ys, strict=True))


def _fill(values: list[float], length: float) -> list[float]:
    if len(values) < 2:
        return [length / 2 for _ in values]
    low, high = min(values), max(values)
    ranks = {value: i / (len(values) - 1) for i, value in enumerate(sorted(values))}
    span = (high - low) or 1.0
    return [length * ((1 - _BY_RANK) * (value - low) / span + _BY_RANK * ranks[value]) for value in values]


def _name(thing: Thing) -> Point:
    """Half the width and height of a thing's name, in whichever language it is larger."""
    if thing.key.label == "Year":
        return 0.0, 0.0
    names = [lettering(thing, words(language)) for language in LANGUAGES]
    widest = max(width(line, bold=thing.kind.bold) for lines in names for line in lines)
    return widest / 2 + 2, max(len(lines) for lines in names) * LEADING / 2 + 1


def _box(thing: Thing, name: Point) -> Point:
    """Half the width and height to keep free: the shape and its name below it."""
    w, h = half_size(thing)
    # initiatives are many and their names long: they take what the others leave
    share = 0.5 if thing.key.label == "Initiative" else 1.0
    air = 6 if thing.lines >= _HUB else 2
    return max(w, share * name[0]) + air, h + share * name[1] + air
