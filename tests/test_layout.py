"""Places: the same for everybody, inside the frame, nothing on another, names where they can be read."""

import itertools

import pytest
from drawn import ELEMENTS, TOTALS, line, node

from graph.elements import Key, Node, Relationship
from viz.boxes import Box, Taken
from viz.ink import Ink
from viz.layout import CARD, EXPLORER, Frame, half_size, positions
from viz.network import network
from viz.overview import Wish, overview
from viz.placing import HIDDEN, ZOOMS, Named, name_box, place
from viz.room import make_room
from viz.spread import spread
from viz.view import Totals, View, view_of

VIEWS = {
    "first": (overview(ELEMENTS, TOTALS), EXPLORER),
    "all": (overview(ELEMENTS, TOTALS, Wish(everything=True)), EXPLORER),
    "with metrics": (overview(ELEMENTS, TOTALS, Wish(added=("Vendor", "Metric"))), EXPLORER),
    "bank": (network(Key("Bank", "bank-of-beijing"), ELEMENTS, TOTALS), CARD),
}


@pytest.fixture(params=sorted(VIEWS))
def drawn(request: pytest.FixtureRequest) -> tuple[View, Frame]:
    return VIEWS[request.param]


def test_the_same_view_gives_the_same_places(drawn: tuple[View, Frame]) -> None:
    assert positions(*drawn) == positions(*drawn)


def test_everything_has_a_place_inside_the_frame(drawn: tuple[View, Frame]) -> None:
    view, frame = drawn
    grown = frame.for_things(len(view.things))
    places = positions(view, frame)
    assert set(places) == {thing.key for thing in view.things}
    for thing in view.things:
        (x, y), (w, h) = places[thing.key], half_size(thing)
        assert w <= x <= grown.width - w
        assert h <= y <= grown.height - h


def test_no_thing_lies_on_another(drawn: tuple[View, Frame]) -> None:
    places = positions(*drawn)
    boxes = [Box(*places[thing.key], *half_size(thing)) for thing in drawn[0].things]
    assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_years_stand_in_a_row_in_their_order() -> None:
    view, frame = VIEWS["first"]
    places = positions(view, frame)
    years = sorted(key for key in places if key.label == "Year")
    assert [places[key][0] for key in years] == sorted(places[key][0] for key in years)
    assert len({places[key][1] for key in years}) == 1
    assert max(y for _, y in places.values()) == places[years[0]][1]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 700])
def test_any_number_of_things_is_placed(count: int) -> None:
    banks = [node("Bank", f"b{i:04}") for i in range(count)]
    lines: list[Node | Relationship] = [line("PARTNERED_WITH", a, b) for a, b in itertools.pairwise(banks)]
    view = view_of([*banks, *lines], Totals({}, {}))
    assert len(set(positions(view, CARD).values())) == count


def test_spreading_leaves_alone_what_does_not_overlap() -> None:
    points = [(20.0, 20.0), (80.0, 80.0)]
    assert spread(points, [(5, 5), (5, 5)], (100, 100)) == points


def test_spreading_parts_what_stands_on_one_spot() -> None:
    (ax, ay), (bx, by) = spread([(50.0, 50.0), (50.0, 50.0)], [(10, 5), (10, 5)], (100, 100))
    assert abs(ax - bx) >= 19 or abs(ay - by) >= 9


def named(x: float, y: float, rank: int = 1, lines: int = 1, name: tuple[float, float] = (30, 7)) -> Named:
    return Named(x, y, (6, 6), name, rank, lines)


def test_names_never_overlap_at_any_zoom() -> None:
    crowd = [named(20 + 25 * (i % 8), 20 + 25 * (i // 8), rank=i % 3) for i in range(64)]
    sides = place(crowd, Ink(), (220, 220))
    for level, zoom in enumerate(ZOOMS):
        boxes = [
            name_box(node, side[level], zoom) for node, side in zip(crowd, sides, strict=True) if side[level] != HIDDEN
        ]
        assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_a_name_that_is_shown_stays_and_keeps_its_side_when_one_zooms_in() -> None:
    crowd = [named(20 + 25 * (i % 8), 20 + 25 * (i // 8)) for i in range(64)]
    for side in place(crowd, Ink(), (220, 220)):
        rest = side[ZOOMS.index(1.0) :]
        assert len(set(rest.replace(HIDDEN, ""))) <= 1
        assert HIDDEN not in rest.lstrip(HIDDEN)


def test_the_higher_ranked_name_is_shown_where_there_is_room_for_one() -> None:
    tight = [named(50, 50, rank=5), named(50, 62, rank=1)]
    low, high = place(tight, Ink(), (100, 250))
    assert high[ZOOMS.index(1.0)] != HIDDEN
    assert low.count(HIDDEN) >= high.count(HIDDEN)


def test_a_name_goes_where_it_covers_fewest_lines() -> None:
    ink = Ink()
    ink.draw((100, 100), (100, 200), 1.0)
    ink.draw((100, 100), (200, 100), 1.0)
    (sides,) = place([named(100, 100)], ink, (200, 200))
    assert sides[ZOOMS.index(1.0)] in "wn"


def test_a_walled_in_thing_is_moved_to_where_its_name_fits() -> None:
    wall = [named(100 + dx, 100 + dy, rank=2, name=(0, 0)) for dx in (-40, 0, 40) for dy in (-14, 14)]
    inner = named(100, 100, rank=1)
    beside = [named(60, 100, rank=2, name=(0, 0)), named(140, 100, rank=2, name=(0, 0))]
    places = make_room([inner, *wall, *beside], (400, 400))
    assert places[0] != (100, 100)
    assert places[1:] == [(node.x, node.y) for node in [*wall, *beside]]


def test_taken_places_block_others_but_not_their_owner() -> None:
    taken = Taken()
    taken.add(1, Box(0, 0, 10, 10))
    assert taken.blocks(2, Box(15, 0, 10, 10))
    assert not taken.blocks(1, Box(15, 0, 10, 10))
    assert not taken.blocks(2, Box(20, 0, 10, 10))
    taken.move(1, Box(0, 0, 10, 10), Box(500, 0, 10, 10))
    assert not taken.blocks(2, Box(15, 0, 10, 10))
    assert taken.blocks(2, Box(500, 0, 1, 1))
