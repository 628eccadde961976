"""The network around one thing, the tables of what it is joined to, and a bank's figures."""

from drawn import ELEMENTS, LINES, NODES, TOTALS, line, node

from graph.elements import Key
from viz.bank import figures
from viz.network import COMFORTABLE, joined, network
from viz.view import LeftOut, Totals

BEIJING = Key("Bank", "bank-of-beijing")
NONE = Totals({}, {})


def test_it_holds_the_thing_and_its_best_sourced_neighbours() -> None:
    view = network(BEIJING, ELEMENTS, TOTALS)
    assert view.focus == BEIJING
    assert len(view.things) == COMFORTABLE
    drawn = {thing.key for thing in view.things}
    best = [one.end for one in LINES if one.start == BEIJING and one.properties["sources"] > 1]
    assert {key for key in best if NODES[key].properties.get("category") != "leadership"} <= drawn


def test_it_says_how_many_are_left_out_and_leads_to_them() -> None:
    view = network(BEIJING, ELEMENTS, TOTALS, more="/banks/bank-of-beijing?network=all")
    (reason,) = view.left_out
    all_of_it = network(BEIJING, ELEMENTS, TOTALS, most=1000)
    assert reason == LeftOut("farther", len(all_of_it.things) - COMFORTABLE, "/banks/bank-of-beijing?network=all")
    assert not all_of_it.left_out


def test_where_neighbours_are_few_it_shows_what_they_share() -> None:
    bank, model = node("Bank", "a"), node("AIModel", "m")
    one, two, area = node("Initiative", "i"), node("Initiative", "j"), node("BusinessArea", "credit")
    alone = node("BusinessArea", "alone")
    elements = [
        bank, model, one, two, area, alone, line("LAUNCHED", bank, one), line("LAUNCHED", bank, two),
        line("SERVES", one, area), line("SERVES", two, area), line("SERVES", two, alone), line("USES", one, model),
    ]  # fmt: skip
    drawn = {thing.key for thing in network(bank.key, elements, NONE).things}
    assert area.key in drawn
    assert alone.key not in drawn


def test_years_groups_and_appointments_are_not_in_the_way() -> None:
    bank, group, year = node("Bank", "a"), node("BankGroup", "g"), node("Year", "2024")
    chief, work = node("Initiative", "cio", category="leadership"), node("Initiative", "i", category="platform")
    elements = [
        bank, group, year, chief, work, line("LAUNCHED", bank, chief), line("LAUNCHED", bank, work),
        line("MEMBER_OF", bank, group, 0), line("IN_YEAR", work, year),
    ]  # fmt: skip
    assert {thing.key for thing in network(bank.key, elements, NONE).things} == {bank.key, work.key}


def test_a_thing_that_is_joined_to_nothing_stands_alone() -> None:
    view = network(Key("Bank", "a"), [node("Bank", "a")], NONE)
    assert ([thing.key.id for thing in view.things], view.lines) == (["a"], ())


def test_the_tables_hold_everything_it_is_joined_to() -> None:
    rows = dict(joined(BEIJING, ELEMENTS))
    assert {label: len(found) for label, found in rows.items()} == {
        "AIModel": 6, "Initiative": 20, "Vendor": 3, "Metric": 18,
    }  # fmt: skip
    sources = [found.sources for found, _ in rows["Initiative"]]
    assert sources == sorted(sources, reverse=True)


def test_a_banks_figures_count_its_own_lines() -> None:
    counted = figures(BEIJING, ELEMENTS)
    assert dict(counted.counts) == {"initiatives": 20, "models deployed": 6, "metrics reported": 18, "partners": 3}
    assert sum(counted.states.values()) == 20 + 6 + 18 + 3


def test_a_banks_initiatives_stand_under_each_area_they_serve_and_under_none() -> None:
    by_area = figures(BEIJING, ELEMENTS).by_area
    named = [(area["id"] if area else None, len(initiatives)) for area, initiatives in by_area]
    assert named[-1][0] is None
    assert named[0] == ("operations", 7)
    assert {i["id"] for _, initiatives in by_area for i, _ in initiatives} == {
        one.end.id for one in LINES if one.type == "LAUNCHED" and one.start == BEIJING
    }
