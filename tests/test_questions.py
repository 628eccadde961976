"""The named questions: each answers with its golden rows, its columns are its header's, and none writes.

``scripts/golden`` writes the golden rows anew; look over what changed before you commit it.
tests/test_questions_afresh.py computes answers a second way.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from cypher import NamedQuery
from cypher.library import OURS, Library
from graph.ask import Budget
from graph.elements import Node, Relationship
from graph.errors import QueryError
from graph.schema import ENTITIES, ENTITY_BY_LABEL
from graph.store import Store

QUESTIONS = Library(OURS)
GOLDEN = Path(__file__).parent / "golden"
RECORD = "BANKGRAPH_RECORD_GOLDEN" in os.environ
LABEL_OF = {**{entity.kind: entity.label for entity in ENTITIES}, "fact": "Fact"}
ID_COLUMN = re.compile(rf"(?:\w+_)?({'|'.join(LABEL_OF)})_ids?")
each = pytest.mark.parametrize("query", QUESTIONS.values(), ids=list(QUESTIONS))


def bare(value: Any) -> Any:
    """A value as it stands in a golden file: nodes by their key, relationships with their ends'."""
    match value:
        case Node():
            return str(value.key)
        case Relationship():
            return {"type": value.type, "start": str(value.start), "end": str(value.end), **value.properties}
        case list():
            return [bare(one) for one in value]
        case dict():
            return {key: bare(one) for key, one in value.items()}
    return value


def in_lines(rows: list[Any]) -> str:
    """JSON with one row a line."""
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=False) for row in rows]
    return "[\n" + ",\n".join(lines) + "\n]\n"


@each
def test_a_question_answers_with_its_golden_rows(example: Store, query: NamedQuery) -> None:
    rows = [bare(row) for row in example.read(query)]
    golden = GOLDEN / f"{query.name}.json"
    if RECORD:
        golden.write_text(in_lines(rows), encoding="utf-8")
    assert rows == json.loads(golden.read_text(encoding="utf-8"))
    assert rows, "golden rows say nothing where there are none: choose defaults that find something"


def test_there_is_a_golden_file_for_every_question_and_no_other() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(QUESTIONS)


@each
def test_the_header_names_the_columns(example: Store, query: NamedQuery) -> None:
    answer = example.ask(query.text, {p.name: p.default for p in query.parameters}, Budget())
    assert answer.columns == query.columns
    assert answer.truncated is None
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", column) for column in query.columns)


@each
def test_a_question_says_what_it_asks_in_both_languages(query: NamedQuery) -> None:
    for text in (query.title_zh, query.about_zh):
        assert re.search(r"[\u4e00-\u9fff]", text)
    assert query.about.endswith(".")
    assert query.about_zh.endswith("。")
    assert not query.title.endswith(".")
    assert len(query.title) < 60


@each
def test_defaults_name_what_is_in_the_graph(example: Store, query: NamedQuery) -> None:
    for parameter in query.parameters:
        assert not parameter.required, "a question must answer as it stands"
        if parameter.label is None:
            continue
        assert parameter.label in ENTITY_BY_LABEL
        if parameter.default is not None:
            found = example.connection.read(
                f"MATCH (n:{parameter.label} {{id: $id}}) RETURN n.id", {"id": parameter.default}
            )
            assert len(found) == 1


@each
def test_columns_of_ids_hold_ids_of_what_they_are_named_after(example: Store, query: NamedQuery) -> None:
    """``bank_id`` is a bank's, ``model_ids`` are models', with the names beside: pages make links of them."""
    rows = example.read(query)
    for column in query.columns:
        if not column.endswith(("_id", "_ids")) or column == "thing_id":
            continue
        match = ID_COLUMN.fullmatch(column)
        assert match, column
        beside = re.sub(r"_id(s?)$", r"\1", column)
        text = f"MATCH (n:{LABEL_OF[match[1]]}) RETURN n.id AS id, n.name AS name"
        names = {row["id"]: row["name"] for row in example.connection.read(text)}
        for row in rows:
            ids = row[column] if column.endswith("_ids") else [row[column]] if row[column] is not None else []
            assert names.keys() >= set(ids)
            if beside in query.columns and beside != "sources":
                shown = row[beside] if column.endswith("_ids") else [row[beside]] if row[column] is not None else []
                assert shown == [names[id_] for id_ in ids]


@each
def test_a_question_only_reads(example: Store, query: NamedQuery) -> None:
    before = example.version()
    (plan,) = example.connection.in_read(lambda tx: [tx.run(f"EXPLAIN {query.text}", given(query)).consume()])
    assert plan.query_type == "r"
    example.read(query)
    assert example.version() == before


def test_a_question_that_writes_is_refused(example: Store) -> None:
    with pytest.raises(QueryError) as caught:
        example.ask("CREATE (b:Bank {id: 'x'})", {}, Budget())
    assert caught.value.why == "refused"


@each
def test_an_empty_graph_gives_no_rows(empty: Store, query: NamedQuery) -> None:
    assert empty.read(query) == []


def given(query: NamedQuery) -> dict[str, Any]:
    return {parameter.name: parameter.default for parameter in query.parameters}


def test_some_questions_can_be_drawn(example: Store) -> None:
    drawn = {name for name, query in QUESTIONS.items() if "Relationship(" in repr(example.read(query))}
    assert drawn == {"area_network", "bank_link", "bank_network", "model_network"}


def test_no_question_links_a_bank_to_itself(example: Store) -> None:
    for name in ("bank_link", "shared_by_two_banks"):
        assert example.read(QUESTIONS[name], bank="icbc", other="icbc") == []
