"""docs/graph.md and docs/queries.md: they are what the schema and the headers give, and what they say is so."""

import re
from pathlib import Path

from cypher.describe import queries_page
from cypher.library import OURS, Library
from graph.describe import graph_page
from graph.guide import EXAMPLES
from graph.schema import ENTITIES, FACTS, LABELS, RELATIONSHIPS
from graph.store import Store

MADE_ANEW = "make it anew: scripts/docs"


def page(repository: Path, name: str) -> str:
    return (repository / "docs" / name).read_text(encoding="utf-8")


def test_the_page_of_the_graph_is_what_the_schema_gives(repository: Path) -> None:
    assert page(repository, "graph.md") == graph_page(), MADE_ANEW


def test_the_page_of_questions_is_what_their_headers_give(repository: Path) -> None:
    assert page(repository, "queries.md") == queries_page(Library(OURS)), MADE_ANEW


def test_every_label_type_and_property_of_the_schema_is_on_the_page(repository: Path) -> None:
    text = page(repository, "graph.md")
    declared = [prop.name for kind in (*ENTITIES, *FACTS) for prop in kind.properties]
    for name in (*LABELS, *(kind.label for kind in FACTS), *(r.type for r in RELATIONSHIPS), *declared):
        assert name in text


def test_everything_in_the_graph_is_on_the_page(example: Store, repository: Path) -> None:
    text = page(repository, "graph.md")
    nodes = "MATCH (n) UNWIND labels(n) AS name RETURN DISTINCT name"
    keys = "MATCH (n:!GraphState&!Load&!LoadPart) UNWIND keys(n) AS name RETURN DISTINCT name"
    lines = "MATCH ()-[r]->() UNWIND [type(r)] + keys(r) AS name RETURN DISTINCT name"
    found = {row["name"] for query in (nodes, keys, lines) for row in example.connection.read(query)}
    assert len(found) > 60
    assert {name for name in found if not re.search(rf"\b{name}\b", text)} == set()


def test_the_examples_on_the_page_run_and_find_something(example: Store, repository: Path) -> None:
    blocks = re.findall(r"```cypher\n(.*?)```", page(repository, "graph.md"), re.DOTALL)
    assert [block.strip() for block in blocks] == [text for _, text in EXAMPLES]
    assert len(blocks) == 8
    for block in blocks:
        assert example.connection.read(block)


def test_both_searches_on_the_page_find_the_bank(example: Store, repository: Path) -> None:
    calls = re.findall(r"`(CALL db\.index.*?\))`", page(repository, "graph.md"))
    assert len(calls) == 2
    for call in calls:
        found = example.connection.read(f"{call} YIELD node RETURN node.id AS id")
        assert "bank-of-beijing" in {row["id"] for row in found}


def test_the_commands_on_the_page_ask_what_there_is(repository: Path) -> None:
    library = Library(OURS)
    commands = re.findall(r"^    bankgraph query (\w+)(.*)$", page(repository, "queries.md"), re.MULTILINE)
    assert len(commands) == 2
    for name, rest in commands:
        assert set(re.findall(r"(\w+)=", rest)) <= {parameter.name for parameter in library[name].parameters}


def test_there_are_eighteen_questions_and_more_each_with_both_titles(repository: Path) -> None:
    text = page(repository, "queries.md")
    library = Library(OURS)
    assert len(library) >= 18
    for query in library.values():
        for part in (f"## {query.name}\n", query.title, query.title_zh, query.about, query.about_zh):
            assert part in text
