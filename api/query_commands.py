"""``bankgraph queries`` and ``bankgraph query``: the named questions, and people's own Cypher."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import typer

from api.opening import open_store
from api.parameters import free, typed
from api.plain import as_text, remarks
from api.questions import comes_with_us, question, questions
from api.screen import complain, screen, show_csv, show_json, show_table
from api.settings import get_settings
from graph.errors import InputError
from graph.explain import Plan

Format = Literal["table", "json", "csv"]


def queries(
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """List the named questions with what they can be asked with."""
    known = questions(get_settings())
    if json:
        items = [
            {
                "name": q.name, "title": q.title, "title_zh": q.title_zh, "about": q.about, "about_zh": q.about_zh,
                "parameters": [{"name": p.name, "type": p.type, "default": p.default} for p in q.parameters],
                "columns": list(q.columns),
            }
            for q in known.values()
        ]  # fmt: skip
        show_json({"items": items, "total": len(items), "next": None})
        return
    rows = [[q.name, " ".join(f"{p.name}={as_text(p.default)}" for p in q.parameters), q.title] for q in known.values()]
    show_table(["name", "parameters", "asks"], rows)


def query(
    name: Annotated[str | None, typer.Argument(help="A named question; bankgraph queries lists them.")] = None,
    parameters: Annotated[list[str] | None, typer.Argument(metavar="key=value...", help="What to ask with.")] = None,
    cypher: Annotated[
        str | None, typer.Option("--cypher", help="Cypher of your own instead; it can only read.")
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = "table",
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Ask a named question, or Cypher of your own, such as --cypher 'MATCH (b:Bank) RETURN count(b)'."""
    settings = get_settings()
    words = [*([name] if name is not None and cypher is not None else []), *(parameters or [])]
    given = pairs(words)
    if cypher is not None:
        text, values, ours = cypher, free(given), False
    elif name is not None:
        asked = question(settings, name)
        text, values, ours = asked.text, typed(asked, given), comes_with_us(asked)
    else:
        raise InputError("say what to ask: bankgraph query NAME key=value..., or bankgraph query --cypher '...'")
    with screen() as progress, open_store(settings, progress) as store:
        answer = store.ask(text, values, settings.budget, ours=ours)
        empty = not answer.rows and store.is_empty()
    if json or format == "json":
        show_json({"columns": answer.columns, "items": answer.rows, "truncated": answer.truncated, **remarks(answer)})
    elif format == "csv":
        show_csv(answer.columns, answer.rows)
    else:
        show_table(answer.columns, answer.rows)
    if answer.plan and format == "table" and not json:
        show_table(["operator", "details", "estimated rows"], list(_plan_rows(answer.plan)))
    for warning in answer.warnings:
        complain(warning)
    if answer.truncated:
        complain(
            f"these are not all rows: the budget of {answer.truncated} was used up "
            "(BANKGRAPH_QUERY_SECONDS, BANKGRAPH_QUERY_ROWS and BANKGRAPH_QUERY_BYTES set it)"
        )
    if empty:
        complain("the graph is empty: bankgraph load PATH, or bankgraph explore for the example")


def _plan_rows(plan: Plan, depth: int = 0) -> Iterator[list[Any]]:
    yield ["  " * depth + plan.operator, plan.details, plan.estimated_rows]
    for child in plan.children:
        yield from _plan_rows(child, depth + 1)


def pairs(words: list[str]) -> dict[str, list[str]]:
    """The words ``key=value`` by their keys. Raises ``InputError`` for one that is none."""
    given: dict[str, list[str]] = defaultdict(list)
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise InputError(f"expected key=value, found {word!r}")
        given[key].append(value)
    return given
