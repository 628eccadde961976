"""A view as pyvis nodes and edges, placed and named, ready for vis-network in our own page.

pyvis is the serialiser: its ``Network`` makes the dictionaries that vis-network takes, and its
wheel carries vis-network's script. Its HTML page is never used. Colours are not in them: the
browser takes them from the style sheet, so that light and dark need no second picture.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from graph.elements import Key
from viz.about import about
from viz.cache import Cache
from viz.ink import Ink
from viz.kinds import address
from viz.layout import EXPLORER, Frame, Point, half_size, positions
from viz.lettering import LEADING, lettering, width
from viz.placing import ZOOMS, Named, place
from viz.view import Line, Thing, View
from viz.words import Words


@dataclass(frozen=True, slots=True)
class Picture:
    """A view and what the browser needs to draw it (``json``: a text to embed with :func:`embed`)."""

    view: View
    json: str


class Pictures:
    """Pictures that were drawn before, by data version, address, language and frame.

    >>> picture = pictures.of(store.version(), wish.link, words, lambda: overview(...))
    """

    def __init__(self, size: int = 64) -> None:
        self._cache: Cache[Picture] = Cache(size)

    def of(
        self, version: str, address: str, words: Words, build: Callable[[], View], frame: Frame = EXPLORER
    ) -> Picture:
        """The picture of the view that ``build`` makes; it is asked only if the picture is new.

        ``address`` names the view: the same address over the same data must build the same.
        """
        key = (version, address, words.language, frame)
        return self._cache.get(key, lambda: draw(build(), words, frame))


def draw(view: View, words: Words, frame: Frame = EXPLORER) -> Picture:
    """Place, name and serialise a view."""
    # pyvis brings networkx and IPython (0.3 s): who loads files or asks a query never draws
    from pyvis.network import Network

    points = positions(view, frame)
    frame = frame.for_things(len(view.things))
    network = Network(directed=True)
    network.toggle_physics(False)
    for node in _nodes(view, points, frame, words):
        network.add_node(node.pop("id"), **node)
    bends = _bends(view.lines)
    for at, line in enumerate(view.lines):
        network.add_edge(str(line.start), str(line.end), id=f"e{at}", **_edge(line, bends[at], view))
    data = {
        "size": [round(frame.width), round(frame.height)],
        "zooms": ZOOMS,
        "focus": str(view.focus) if view.focus else None,
        "nodes": network.nodes,
        "edges": network.edges,
    }
    return Picture(view, orjson.dumps(data).decode())


def embed(json: str) -> str:
    """JSON that can stand inside a ``<script>`` element: no text in it can end the element."""
    for character in "<>&\u2028\u2029":
        json = json.replace(character, f"\\u{ord(character):04x}")
    return json


def _nodes(view: View, points: dict[Key, Point], frame: Frame, words: Words) -> list[dict[str, Any]]:
    names = _names(view, words)
    named = [_named(thing, points[thing.key], names[thing.key], bold=_is_bold(thing, view)) for thing in view.things]
    sides = place(named, _ink(view, points), (frame.width, frame.height))
    return [
        {
            "id": str(thing.key),
            "label": " ".join(names[thing.key]),
            "shape": "custom",
            "x": round(points[thing.key][0], 1),
            "y": round(points[thing.key][1], 1),
            "size": round(half_size(thing)[1], 1),
            "kind": thing.kind.mark,
            "bold": _is_bold(thing, view),
            "rows": names[thing.key],
            "sides": sides[at],
            "name": words.name(thing.properties),
            "other": words.other(thing.properties),
            "about": about(thing.key.label, thing.properties, words),
            "href": address(thing.key.label, thing.key.id),
        }
        for at, thing in enumerate(view.things)
    ]


def _names(view: View, words: Words) -> dict[Key, tuple[str, ...]]:
    """The rows of each name; things of one label and name are told apart by their bank."""
    alike = Counter((thing.key.label, words.name(thing.properties)) for thing in view.things)
    banks = {thing.key.id: thing for thing in view.things if thing.key.label == "Bank"}

    def owner(thing: Thing) -> str:
        id_ = str(thing.properties.get("bank") or "")
        if alike[thing.key.label, words.name(thing.properties)] < 2:
            return ""
        return " ".join(lettering(banks[id_], words)) if id_ in banks else id_

    return {thing.key: lettering(thing, words, owner(thing)) for thing in view.things}


def _is_bold(thing: Thing, view: View) -> bool:
    return thing.kind.bold or thing.key == view.focus


def _named(thing: Thing, point: Point, rows: tuple[str, ...], *, bold: bool) -> Named:
    widest = max((width(row, bold=bold) for row in rows), default=0.0)
    # a year's digits stand inside its shape
    half = (0.0, 0.0) if thing.key.label == "Year" else (widest / 2 + 2, len(rows) * LEADING / 2 + 1)
    return Named(*point, half_size(thing), half, thing.kind.rank, thing.lines)


def _ink(view: View, points: dict[Key, Point]) -> Ink:
    ink = Ink()
    for line in view.lines:
        weight = 0.1 if line.type == "IN_YEAR" else 1.5 if line.sources > 1 else 0.5
        ink.draw(points[line.start], points[line.end], weight)
    return ink


def _bends(lines: tuple[Line, ...]) -> list[float]:
    """How far each line bends: lines between the same two things stand side by side."""
    seen: Counter[frozenset[Key]] = Counter()
    bends = []
    for line in lines:
        pair = frozenset((line.start, line.end))
        turn = 1 if line.start <= line.end else -1
        bends.append(turn * (0.0, 0.12, -0.12, 0.24, -0.24)[seen[pair] % 5])
        seen[pair] += 1
    return bends


def stroke(line: Line) -> float:
    """Width of the line: a hairline for one source, then by the number of independent ones."""
    return 0.9 if line.sources < 2 else min(1.5 + 0.55 * (line.sources - 1), 3.6)


def _edge(line: Line, bend: float, view: View) -> dict[str, Any]:
    about_a_year = view.focus is not None and view.focus.label == "Year"
    return {
        "type": line.type,
        "state": line.state,
        "width": round(stroke(line), 2),
        "bend": bend,
        # years are joined to almost everything: their lines stay in the background
        "quiet": line.type == "IN_YEAR" and not about_a_year,
        "facts": line.facts,
        "sources": line.sources,
        "first": line.first_year,
        "last": line.last_year,
        # our own script draws the lines: double ones, steady widths, all in one pass
        "hidden": True,
        "arrows": "",
    }
