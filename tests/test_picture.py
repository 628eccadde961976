"""The picture as pyvis nodes and edges: what it holds, that it is inert, and that names fit."""

import json
from typing import Any

import pytest
from drawn import ELEMENTS, TOTALS, line, node

from graph.elements import Key, Relationship
from viz.boxes import Box
from viz.layout import CARD, EXPLORER
from viz.lettering import LONG, lettering, width
from viz.network import network
from viz.overview import overview
from viz.picture import Pictures, draw, embed
from viz.placing import ZOOMS
from viz.view import Thing, Totals, View, view_of
from viz.words import words

NONE = Totals({}, {})
EN, ZH = words("en"), words("zh")


def drawn(view: View, language: str = "en") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(draw(view, words(language)).json)
    return data


@pytest.fixture(scope="module")
def first() -> View:
    return overview(ELEMENTS, TOTALS)


def test_it_holds_every_thing_and_line_of_the_view(first: View) -> None:
    data = drawn(first)
    assert [dot["id"] for dot in data["nodes"]] == [str(thing.key) for thing in first.things]
    ends = [(edge["from"], edge["type"], edge["to"]) for edge in data["edges"]]
    assert ends == [(str(one.start), one.type, str(one.end)) for one in first.lines]
    assert [edge["id"] for edge in data["edges"]] == [f"e{at}" for at in range(len(first.lines))]


def test_it_is_what_pyvis_makes_placed_and_still(first: View) -> None:
    data = drawn(first)
    assert {dot["shape"] for dot in data["nodes"]} == {"custom"}
    assert all(isinstance(dot["x"], float) and isinstance(dot["y"], float) for dot in data["nodes"])
    assert not [dot for dot in data["nodes"] if "title" in dot]
    assert not [edge for edge in data["edges"] if "title" in edge]


def test_more_independent_sources_make_a_wider_line() -> None:
    bank, models = node("Bank", "a"), [node("AIModel", f"m{i}") for i in range(8)]
    lines = [line("DEPLOYED", bank, model, i + 1) for i, model in enumerate(models)]
    edges = {edge["sources"]: edge["width"] for edge in drawn(view_of([bank, *models, *lines], NONE))["edges"]}
    assert [edges[n] for n in (1, 2, 3, 4, 5, 8)] == [0.9, 2.05, 2.6, 3.15, 3.6, 3.6]


def test_contested_lines_and_lines_without_claims_are_told_apart() -> None:
    bank, model, maker = node("Bank", "a"), node("AIModel", "m"), node("Vendor", "v")
    lines = [
        line("DEPLOYED", bank, model, 2, contested=True), Relationship("MADE_BY", model.key, maker.key, {}),
    ]  # fmt: skip
    edges = drawn(view_of([bank, model, maker, *lines], NONE))["edges"]
    assert [edge["state"] for edge in edges] == ["contested", "record"]


def test_lines_between_the_same_two_things_bend_away_from_each_other() -> None:
    bank, model = node("Bank", "a"), node("AIModel", "m")
    lines = [line("DEPLOYED", bank, model), Relationship("MADE_BY", model.key, bank.key, {})]
    bends = [edge["bend"] for edge in drawn(view_of([bank, model, *lines], NONE))["edges"]]
    assert bends[0] != bends[1]
    assert 0.0 in bends


def test_names_are_in_the_readers_language_and_the_other_one_is_kept(first: View) -> None:
    english, chinese = ({dot["id"]: dot for dot in drawn(first, language)["nodes"]} for language in ("en", "zh"))
    icbc = "Bank:icbc"
    assert (english[icbc]["name"], english[icbc]["rows"]) == ("Industrial and Commercial Bank of China", ["ICBC"])
    assert (chinese[icbc]["name"], chinese[icbc]["other"]) == ("中国工商银行", english[icbc]["name"])
    assert [(dot["x"], dot["y"]) for dot in english.values()] == [(dot["x"], dot["y"]) for dot in chinese.values()]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_at_rest_most_names_are_shown_and_every_area_and_bank_almost(first: View, language: str) -> None:
    rest = ZOOMS.index(1.0)
    dots = [dot for dot in drawn(first, language)["nodes"] if dot["kind"] in ("area", "model", "bank")]
    assert sum(dot["sides"][rest] != "." for dot in dots) >= 0.9 * len(dots)


def test_things_of_one_name_are_told_apart_by_their_bank() -> None:
    one, two = node("Bank", "ccb", name="CCB"), node("Bank", "abc", name="ABC")
    shared = [node("Initiative", f"i{bank.key.id}", name="AI platform", bank=bank.key.id) for bank in (one, two)]
    rows = {dot["id"]: dot["rows"] for dot in drawn(view_of([one, two, *shared], NONE))["nodes"]}
    assert rows["Initiative:iccb"] == ["AI platform", "CCB"]
    assert rows["Initiative:iabc"] == ["AI platform", "ABC"]


def test_the_thing_that_a_picture_is_about_is_known_and_bold() -> None:
    key = Key("Bank", "bank-of-beijing")
    data = json.loads(draw(network(key, ELEMENTS, TOTALS), EN, CARD).json)
    assert data["focus"] == str(key)
    assert next(dot["bold"] for dot in data["nodes"] if dot["id"] == str(key))


def test_no_text_can_end_the_script_element() -> None:
    hostile = node("Bank", "x", name="</script><script>alert(1)</script><!-- \u2028 & \u2029")
    text = embed(draw(view_of([hostile], NONE), EN).json)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["nodes"][0]["name"] == hostile.properties["name"]


def test_a_picture_is_drawn_once_for_a_version_address_language_and_frame(first: View) -> None:
    made: list[int] = []

    def build() -> View:
        made.append(1)
        return first

    pictures = Pictures(size=2)
    for _ in range(2):
        pictures.of("v1", "/", EN, build, EXPLORER)
    assert len(made) == 1
    for other in (("v2", "/", EN), ("v1", "/?draw=all", EN), ("v1", "/", ZH)):
        pictures.of(*other, build)
    assert len(made) == 4


def thing(name: str, label: str = "Bank", aliases: tuple[str, ...] = (), name_zh: str | None = None) -> Thing:
    return Thing(Key(label, "x"), {"id": "x", "name": name, "name_zh": name_zh, "aliases": list(aliases)})


@pytest.mark.parametrize(
    ("shown", "rows"),
    [
        (thing("Bank of Beijing"), ("Bank of Beijing",)),
        (thing("China Merchants Bank", aliases=("CMB",)), ("China", "Merchants Bank")),
        (thing("Industrial and Commercial Bank of China", aliases=("Gong Hang", "ICBC", "工行", "IC")), ("ICBC",)),
        (thing("Zhenjiang Rural Commercial Bank"), ("Zhenjiang RCB",)),
        (thing("AIB financial intelligence platform", "Initiative", ("AIB", "XYZ")), ("AIB",)),
        (
            thing("Heterogeneous compute cluster", "Initiative", ("Cluster of many",)),
            ("Heterogeneous", "compute cluster"),
        ),
        (thing("x" * 10_000), ("x" * 23 + "…",)),
        (thing("one\u202etwo\n\x00three"), ("one two three",)),
    ],
)
def test_long_names_are_shortened_by_rule(shown: Thing, rows: tuple[str, ...]) -> None:
    assert lettering(shown, EN) == rows


def test_chinese_names_are_shortened_by_the_same_rule() -> None:
    long = thing("Xinjiang Rural Credit Union", aliases=("新疆农信",), name_zh="新疆维吾尔自治区农村信用社联合社")
    assert lettering(long, ZH) == ("新疆农信",)
    assert lettering(thing("ICBC", name_zh="中国工商银行"), ZH) == ("中国工商银行",)


def test_widths_are_those_of_the_font() -> None:
    assert width("iiii") < width("mmmm") < width("mmmm", bold=True)
    assert width("银行") == 22
    assert LONG == 22


def test_all_names_shown_at_rest_lie_apart(first: View) -> None:
    rest, boxes = ZOOMS.index(1.0), []
    for dot in drawn(first)["nodes"]:
        if dot["sides"][rest] == "." or dot["kind"] == "year":
            continue
        w = max(width(row, bold=dot["bold"]) for row in dot["rows"]) / 2
        h, gap = len(dot["rows"]) * 13 / 2, dot["size"] + 3
        shift = {"e": (gap + w, 0), "w": (-gap - w, 0), "s": (0, gap + h), "n": (0, -gap - h)}[dot["sides"][rest]]
        boxes.append(Box(dot["x"] + shift[0], dot["y"] + shift[1], w, h))
    overlapping = [(i, j) for i, a in enumerate(boxes) for j, b in enumerate(boxes[:i]) if a.overlaps(b)]
    assert overlapping == []
