"""The first picture: what its rule draws, what it leaves out, and how to see that."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from drawn import ELEMENTS, LINES, NODES, TOTALS, line, node

from graph.elements import Node, Relationship
from viz.overview import COMFORTABLE, LEGEND, Wish, overview
from viz.view import READABLE, LeftOut, Totals, View, is_quiet


def asked(address: str) -> View:
    return overview(ELEMENTS, TOTALS, Wish.of(dict(parse_qsl(urlsplit(address).query))))


@pytest.fixture(scope="module")
def first() -> View:
    return asked("/")


def test_it_can_be_read(first: View) -> None:
    assert 100 <= len(first.things) <= 250


def test_it_draws_every_deployed_model_and_every_initiative_of_two_sources(first: View) -> None:
    drawn = {thing.key for thing in first.things}
    assert {one.end for one in LINES if one.type == "DEPLOYED"} <= drawn
    launched = [one for one in LINES if one.type == "LAUNCHED" and one.properties["sources"] > 1]
    reported = {one.end for one in launched if not is_quiet(NODES[one.end])}
    assert reported == {key for key in drawn if key.label == "Initiative"}


def test_everything_that_is_drawn_has_a_line(first: View) -> None:
    assert min(thing.lines for thing in first.things) >= 1


def test_appointments_and_hiring_wait_until_they_are_asked_for(first: View) -> None:
    assert not [t for t in first.things if t.properties.get("category") in ("leadership", "recruitment")]
    quiet = [t for t in asked("/?quiet=1").things if t.properties.get("category") in ("leadership", "recruitment")]
    assert quiet


@pytest.mark.parametrize("address", ["/", "/?draw=all", "/?quiet=1", "/?draw=all&quiet=1&with=Vendor,Metric"])
def test_what_is_left_out_and_what_is_drawn_make_all_there_is(address: str) -> None:
    view = asked(address)
    left = {reason.reason: reason.count for reason in view.left_out}
    initiatives = view.drawn["Initiative"] + left.get("one_source", 0) + left.get("quiet", 0)
    assert initiatives == TOTALS.nodes["Initiative"]
    assert view.drawn["Bank"] + left.get("banks", 0) == TOTALS.nodes["Bank"]


def test_each_reason_leads_to_a_picture_with_more(first: View) -> None:
    links = [reason.link for reason in first.left_out if reason.link]
    assert len(links) == 5
    assert all(len(asked(link).things) > len(first.things) for link in links)


def test_a_wish_and_its_address_say_the_same() -> None:
    for address in ("/", "/?draw=all", "/?draw=all&quiet=1&with=Vendor,Metric"):
        assert Wish.of(dict(parse_qsl(urlsplit(address).query))).link == address
    assert Wish.of({"draw": "everything", "with": "Banks,Metric", "quiet": "yes"}) == Wish(added=("Metric",))
    assert Wish().but(add="Vendor").but(add="Vendor") == Wish()


def crowd(banks: int) -> list[Node | Relationship]:
    many = [node("Bank", f"b{i:05}") for i in range(banks)]
    shared = node("AIModel", "m")
    return [*many, shared, *(line("DEPLOYED", bank, shared, 1 + i % 7) for i, bank in enumerate(many))]


def test_of_a_large_graph_it_draws_the_best_sourced() -> None:
    view = overview(crowd(20_000), Totals({"Bank": 20_000, "AIModel": 1}, {}))
    assert 200 <= len(view.things) <= COMFORTABLE
    assert {one.sources for one in view.lines} == {7}
    assert view.left_out == (LeftOut("banks", 20_000 - view.drawn["Bank"], "/?draw=all"),)


def test_more_than_anybody_can_read_is_refused_and_counted() -> None:
    view = overview(crowd(READABLE), Totals({"Bank": READABLE, "AIModel": 1}, {}), Wish(everything=True))
    assert view.left_out[0] == LeftOut("too_many", READABLE + 1)
    assert len(view.things) <= COMFORTABLE


def test_the_legend_counts_labels_that_are_not_drawn(first: View) -> None:
    assert first.labels == LEGEND
    assert first.all_things == sum(TOTALS.nodes[label] for label in LEGEND)


def test_the_order_in_which_rows_come_changes_nothing(first: View) -> None:
    assert overview(list(reversed(ELEMENTS)), TOTALS) == first


def test_it_is_empty_over_an_empty_graph() -> None:
    view = overview([], Totals({}, {}))
    assert (view.things, view.lines, view.left_out) == ((), (), ())
