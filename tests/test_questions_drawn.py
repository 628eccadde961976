"""Named questions that return graph elements: the same network, computed a second way from the files."""

from typing import Any

import networkx
import pytest
from afresh import BANKS, INITIATIVES, MODELS, SUMMARY, ends, independent, starts

from cypher.library import OURS, Library
from graph.elements import Key, Node, Relationship
from graph.store import Store

QUESTIONS = Library(OURS)
ENDS = {
    "LAUNCHED": ("Bank", "Initiative"), "DEPLOYED": ("Bank", "AIModel"), "USES": ("Initiative", "AIModel"),
    "SERVES": ("Initiative", "BusinessArea"), "BUILT_WITH": ("Initiative", "Vendor"),
    "PARTNERED_WITH": ("Bank", "Vendor"),
}  # fmt: skip
Line = tuple[str, Key, Key]


def lines_from(type_: str, start: str) -> set[Line]:
    a, b = ENDS[type_]
    return {(type_, Key(a, start), Key(b, end)) for end in ends(type_, start)}


def lines_to(type_: str, end: str) -> set[Line]:
    a, b = ENDS[type_]
    return {(type_, Key(a, start), Key(b, end)) for start in starts(type_, end)}


def launched(initiative: str) -> Line:
    return "LAUNCHED", Key("Bank", INITIATIVES[initiative]["bank"]), Key("Initiative", initiative)


def made(model: str) -> set[Line]:
    maker = MODELS[model]["vendor"]
    return {("MADE_BY", Key("AIModel", model), Key("Bank" if maker in BANKS else "Vendor", maker))} if maker else set()


def around_bank(bank: str) -> set[Line]:
    found = lines_from("LAUNCHED", bank) | lines_from("DEPLOYED", bank) | lines_from("PARTNERED_WITH", bank)
    for initiative in ends("LAUNCHED", bank):
        found = found.union(*(lines_from(type_, initiative) for type_ in ("SERVES", "USES", "BUILT_WITH")))
    return found


def around_model(model: str) -> set[Line]:
    found = made(model) | lines_to("DEPLOYED", model) | lines_to("USES", model)
    for initiative in starts("USES", model):
        found |= {launched(initiative)} | lines_from("SERVES", initiative)
    return found


def around_area(area: str) -> set[Line]:
    found = lines_to("SERVES", area)
    for initiative in starts("SERVES", area):
        found |= {launched(initiative)} | lines_from("USES", initiative)
    return found


@pytest.mark.parametrize(
    ("name", "parameter", "ids", "expected"),
    [
        ("bank_network", "bank", ["bank-of-beijing", "icbc", "bank-of-gansu"], around_bank),
        ("model_network", "model", ["deepseek", "jingzhi", "openclaw"], around_model),
        ("area_network", "area", ["investment-research", "credit"], around_area),
    ],
    ids=["bank", "model", "area"],
)
def test_a_network_holds_each_line_once(
    example: Store, name: str, parameter: str, ids: list[str], expected: Any
) -> None:
    for id_ in ids:
        rows = example.read(QUESTIONS[name], **{parameter: id_})
        found = [(r["relationship"].type, r["relationship"].start, r["relationship"].end) for r in rows]
        assert len(set(found)) == len(found)
        assert set(found) == expected(id_)
        assert all((r["from_node"].key, r["to_node"].key) == ends_of(r["relationship"]) for r in rows)
        assert [(type_, a.id, b.label, b.id) for type_, a, b in found] == sorted(
            (type_, a.id, b.label, b.id) for type_, a, b in found
        )


def ends_of(line: Relationship) -> tuple[Key, Key]:
    return line.start, line.end


def whole() -> networkx.MultiGraph:
    """Everything that may link two banks, each line with its independent sources."""
    graph = networkx.MultiGraph()
    for type_, (a, b) in ENDS.items():
        for (start, end), facts in SUMMARY[type_].items():
            graph.add_edge(Key(a, start), Key(b, end), sources=independent(facts))
    for model in MODELS:
        for _, start, end in made(model):
            graph.add_edge(start, end, sources=None)
    return graph


def test_banks_are_linked_by_all_shortest_paths(example: Store) -> None:
    graph = whole()
    for bank, other in (("bank-of-beijing", "icbc"), ("bank-of-beijing", "mybank"), ("dbs", "bbva"), ("ubs", "icbc")):
        ends_ = Key("Bank", bank), Key("Bank", other)
        rows = example.read(QUESTIONS["bank_link"], bank=bank, other=other, most=1000)
        found = [tuple(part.key for part in row["path"] if isinstance(part, Node)) for row in rows]
        linked = all(end in graph for end in ends_) and networkx.has_path(graph, *ends_)
        expected = {tuple(path) for path in networkx.all_shortest_paths(graph, *ends_)} if linked else set()
        assert set(found) == expected
        assert all(row["steps"] == len(path) - 1 for row, path in zip(rows, found, strict=True))
        lines = [[part for part in row["path"] if isinstance(part, Relationship)] for row in rows]
        weakest = [min(line.properties["sources"] for line in path if line.type != "MADE_BY") for path in lines]
        assert [row["weakest"] for row in rows] == weakest == sorted(weakest, reverse=True)


def test_a_link_names_no_more_paths_than_wanted(example: Store) -> None:
    assert len(example.read(QUESTIONS["bank_link"], bank="bank-of-beijing", other="mybank", most=3)) == 3
