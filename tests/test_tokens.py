"""What a query's tokens tell: brackets in each other, functions called, where PROFILE stands."""

import time

import pytest

from graph.tokens import calls, deeper_than, explained


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        ("", 0),
        ("RETURN 1", 0),
        ("MATCH (a)-[b]->(c {d: [1]}) RETURN a", 3),
        ("RETURN '((((' + \"[[[\" + `{{{`", 0),
        ("// ((((\n/* [[[[ */ RETURN (1)", 1),
        (r"RETURN '\'((((' + (1)", 1),
        ("))))((", 2),
        ("RETURN ('((", 1),
    ],
)
def test_depth(text: str, deep: int) -> None:
    assert not deeper_than(deep, text)
    assert deep == 0 or deeper_than(deep - 1, text)


@pytest.mark.parametrize(
    "part", ["/*a", "'\\'", '"\\"', "'a\"", "`a'", "```", "a.", "1.", "//", "(", "\\", "\\u0027", "a b"]
)
def test_no_text_takes_long(part: str) -> None:
    text = "'" + part * (200_000 // len(part)) + "\\"
    begun = time.monotonic()
    calls(text), calls(text[1:]), explained(text[1:]), deeper_than(10**6, text[1:])
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("RETURN size([1]), n.name, n.value IN (1), (n.x)", set()),
        ("RETURN date.truncate('year', date()), point . distance (a, b)", {"date.truncate", "point.distance"}),
        ("RETURN apoc.load.json('x')", {"apoc.load.json"}),
        ("RETURN apoc /* a */ . // b\n load.json\n('x')", {"apoc.load.json"}),
        ("RETURN `apoc`.`load`.json('x')", {"apoc.load.json"}),
        ("RETURN `apoc.load.json`('x')", {"apoc.load.json"}),
        (r"RETURN \u0061poc.load.json('x')", {"apoc.load.json", "u0061poc.load.json"}),
        (r"RETURN '\u0027 + apoc.load.json(1) + \u0027'", {"apoc.load.json"}),
        (r"RETURN '\\' + apoc.load.json(1)", {"apoc.load.json"}),
        ("RETURN 1.apoc.load.json('x')", {"apoc.load.json"}),
        ("RETURN 'apoc.load.json(1)' // apoc.load.json(1)", set()),
        ("CALL db.labels() YIELD label RETURN date.realtime()", {"date.realtime"}),
        ("CALL { RETURN apoc.text.join([], '') AS x } RETURN x", {"apoc.text.join"}),
        ("UNWIND keys(n) AS call RETURN apoc.x(call)", {"apoc.x"}),
        ("WITH n.a AS b MATCH (c) RETURN c", set()),
        ("USE graph.byName('x') RETURN 1", {"graph.byName"}),
    ],
)
def test_functions_with_a_dot_in_their_names(text: str, called: set[str]) -> None:
    assert calls(text) == called


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("RETURN 1", "RETURN 1"),
        ("EXPLAIN RETURN 1", "EXPLAIN RETURN 1"),
        ("profile RETURN 1", "EXPLAIN RETURN 1"),
        ("/* PROFILE */ CYPHER 5 runtime = slotted PROFILE x", "/* PROFILE */ CYPHER 5 runtime = slotted EXPLAIN x"),
        ("CYPHER 5 RETURN 1 AS profile", "CYPHER 5 RETURN 1 AS profile"),
        ("CYPHER planner=PROFILE RETURN 1", "CYPHER planner=PROFILE RETURN 1"),
        ("MATCH (PROFILE) RETURN 1", "MATCH (PROFILE) RETURN 1"),
    ],
)  # fmt: skip
def test_every_query_is_planned_and_none_is_run(text: str, planned: str) -> None:
    assert explained(text) == f"EXPLAIN\n{planned}"
