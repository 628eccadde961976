"""A view counts honestly and says of each line how certain it is."""

import pytest
from drawn import line, node

from graph.elements import Key, Relationship
from viz.view import LeftOut, Totals, line_of, view_of

BANK, MODEL, OTHER = node("Bank", "icbc"), node("AIModel", "deepseek"), node("AIModel", "glm")
TOTALS = Totals({"Bank": 132, "AIModel": 42, "Vendor": 39}, {"DEPLOYED": 72, "SERVES": 422})


@pytest.mark.parametrize(
    ("properties", "state"),
    [
        ({"facts": ["f1"], "sources": 1}, "single"),
        ({"facts": ["f1", "f2"], "sources": 1}, "single"),
        ({"facts": ["f1", "f2"], "sources": 2}, "corroborated"),
        ({"facts": ["f1", "f2"], "sources": 2, "contested": True}, "contested"),
        ({"facts": ["f1"], "sources": 1, "contested": True}, "contested"),
        ({}, "record"),
        ({"basis": "record"}, "record"),
    ],
)
def test_a_line_is_as_certain_as_its_independent_sources(properties: dict[str, object], state: str) -> None:
    assert line_of(Relationship("DEPLOYED", BANK.key, MODEL.key, properties)).state == state


def test_a_line_whose_end_is_not_there_is_not_drawn() -> None:
    view = view_of([BANK, MODEL, line("DEPLOYED", BANK, MODEL), line("DEPLOYED", BANK, OTHER)], TOTALS)
    assert [one.end for one in view.lines] == [MODEL.key]
    assert {thing.key: thing.lines for thing in view.things} == {BANK.key: 1, MODEL.key: 1}


def test_what_comes_twice_is_drawn_once() -> None:
    elements = [BANK, MODEL, line("DEPLOYED", BANK, MODEL)]
    assert view_of(elements * 3, TOTALS) == view_of(elements, TOTALS)


def test_lines_stand_in_the_order_of_trust() -> None:
    elements = [
        BANK, MODEL, OTHER,
        line("DEPLOYED", BANK, MODEL, 2), line("DEPLOYED", BANK, OTHER, 3),
        line("USES", BANK, OTHER, 1), line("USES", BANK, MODEL, 1, contested=True),
        Relationship("MADE_BY", MODEL.key, BANK.key, {}),
    ]  # fmt: skip
    assert [(one.state, one.sources) for one in view_of(elements, TOTALS).lines] == [
        ("contested", 1), ("corroborated", 3), ("corroborated", 2), ("single", 1), ("record", 0),
    ]  # fmt: skip


def test_the_lines_of_what_a_picture_is_about_come_first() -> None:
    strong, weak = line("DEPLOYED", BANK, MODEL, 5), line("USES", OTHER, MODEL, 1)
    view = view_of([BANK, MODEL, OTHER, strong, weak], TOTALS, focus=OTHER.key)
    assert [one.type for one in view.lines] == ["USES", "DEPLOYED"]


def test_counts_are_of_what_is_drawn_and_of_all_there_is() -> None:
    view = view_of([BANK, MODEL, line("DEPLOYED", BANK, MODEL)], TOTALS, ("Bank", "AIModel", "Vendor"), ("SERVES",))
    assert (view.drawn["Bank"], view.drawn["Vendor"], view.all_things) == (1, 0, 132 + 42 + 39)
    assert (view.states["single"], view.types["DEPLOYED"], view.all_lines) == (1, 1, 72 + 422)


def test_never_less_in_all_than_what_is_drawn() -> None:
    elements = [BANK, node("Bank", "ccb"), MODEL, line("DEPLOYED", BANK, MODEL)]
    view = view_of(elements, Totals({"Bank": 1}, {}))
    assert (view.all_things, view.all_lines) == (3, 1)


def test_a_reason_that_counts_nothing_is_not_given() -> None:
    view = view_of([BANK], TOTALS).leaving_out(LeftOut("quiet", 0, "/?quiet=1"), LeftOut("banks", 3))
    assert view.left_out == (LeftOut("banks", 3),)


def test_a_thing_of_a_label_that_nobody_knows_is_drawn_too() -> None:
    view = view_of([node("Regulator", "pboc")], TOTALS)
    assert view.thing(Key("Regulator", "pboc")).kind.mark == "fact"
    assert view.labels == ("Regulator",)
