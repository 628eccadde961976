"""The page docs/graph.md, made from the schema: labels, relationship types, properties, for people who write Cypher."""

import re
from collections.abc import Iterable, Iterator

from graph.declare import EntityKind, FactKind, Property, RelationshipType
from graph.guide import BOOKKEEPING, EXAMPLES, TO_KNOW, TOP
from graph.schema import ENTITIES, FACT_ID_PROPERTY, FACTS, RELATIONSHIPS, YEAR_LABEL
from graph.statements import definitions

_INDEX = re.compile(r"INDEX \w+ IF NOT EXISTS FOR \(n:(\w+)\) ON \((.*)\)")
_COLUMNS = ("property", "type", "meaning")


def graph_page() -> str:
    """The page as Markdown."""
    things = ["## Things\n", "Each has `id`, `name`, `name_zh` and `aliases`.\n", *map(_entity, ENTITIES), _year()]
    facts = ["## Facts\n", _every_fact(), *map(_fact, FACTS)]
    return "\n".join([TOP, _examples(), *things, *facts, _relationships(), TO_KNOW, _look_ups(), BOOKKEEPING])


def _examples() -> str:
    blocks = (f"{asks}\n\n```cypher\n{text}\n```\n" for asks, text in EXAMPLES)
    return "## Eight questions to begin with\n\n" + "\n".join(blocks)


def _entity(kind: EntityKind) -> str:
    file = f"{kind.about} One node a record of `{kind.file}.jsonl`."
    return f"### {kind.label}\n\n{file}\n\n{_rows(_COLUMNS, map(_row, kind.properties))}"


def _year() -> str:
    rows = [
        ("`id`, `name`", "text", "The year in digits, such as 2024."),
        ("`name_zh`", "text", "The same with 年."),
        ("`aliases`", "list of texts", "Empty."),
        ("`value`", "integer", "The year as a number."),
    ]
    about = "A year that a fact speaks of. Made from the facts; there is no file of years."
    return f"### {YEAR_LABEL}\n\n{about}\n\n{_rows(_COLUMNS, rows)}"


def _every_fact() -> str:
    rows = [
        ("`id`", "text", FACT_ID_PROPERTY.about),
        ("`kind`", "text", f"One of {', '.join(kind.kind for kind in FACTS)}."),
        ("`name`", "text", "Reads well in a picture, such as `technology investment, 2024`. Not in files."),
        *map(_row, _shared()),
    ]
    about = "One claim by one source is one node `:Fact`. Two sources that say the same are two facts."
    return f"{about} Every fact has\n\n{_rows(_COLUMNS, rows)}\nand, by its kind, what follows.\n"


def _shared() -> list[Property]:
    """The properties that facts of every kind have."""
    return [p for p in FACTS[0].properties if all(p in kind.properties for kind in FACTS)]


def _fact(kind: FactKind) -> str:
    labels = f":Fact:{kind.label}" if kind.label else ":Fact"
    own = (p for p in kind.properties if p not in _shared())
    return f"### `{labels} {{kind: '{kind.kind}'}}`\n\n{kind.about}\n\n{_rows(_COLUMNS, map(_row, own))}"


def _row(declared: Property) -> tuple[str, str, str]:
    return f"`{declared.name}`", _type(declared), _meaning(declared)


def _type(declared: Property) -> str:
    many = declared.type in ("texts", "references")
    if declared.refers:
        name = f"{'ids' if many else 'id'} of {' or '.join(declared.refers)}"
    else:
        name = {"texts": "list of texts", "number": "float"}.get(declared.type, declared.type)
    return f"{name} or null" if declared.null else name


def _meaning(declared: Property) -> str:
    said = [declared.about]
    if declared.choices:
        said.append(f"One of {', '.join(declared.choices)}.")
    elif declared.shape and declared.name != "id":
        said.append(f"Written as {declared.shape}.".replace("。.", "。"))
    if declared.column:
        said.append(f"In files: `{declared.column}`.")
    if declared.derived:
        said.append("Not in files.")
    return " ".join(said)


def _relationships() -> str:
    claims, summaries, records = ([r for r in RELATIONSHIPS if r.basis == b] for b in ("claim", "summary", "record"))
    head = ("relationship", "meaning")
    properties = [
        ("`facts`", "list of texts", "The ids of the facts that say so, sorted."),
        ("`sources`", "integer", "The number of independent sources among theirs."),
        ("`first_year`, `last_year`", "integer or null", "The first and last year that these facts speak of."),
    ]
    return "\n".join([
        "## Relationships\n",
        "Of a claim itself, without properties:\n",
        _rows(head, ((_ends(r), r.about) for r in claims)),
        "Summed up from all facts that say so; there is one of a type between two things:\n",
        _rows((*head, "supported by"), ((_ends(r), r.about, _supports(r)) for r in summaries)),
        _rows(_COLUMNS, properties),
        "From records alone, with no claim behind them, which `basis: 'record'` says:\n",
        _rows(head, ((_ends(r), r.about) for r in records)),
    ])  # fmt: skip


def _ends(type_: RelationshipType) -> str:
    return f"`(:{'|'.join(type_.start)})-[:{type_.type}]->(:{'|'.join(type_.end)})`"


def _supports(type_: RelationshipType) -> str:
    said = []
    for support in type_.supports:
        who = f"{' and '.join(support.kinds)} facts that name" if support.kinds else "any fact that names"
        said.append(f"{who} `{support.start}` and `{support.end}`")
    return "; ".join(said)


def _look_ups() -> str:
    indexes = (_INDEX.search(statement) for _, statement in definitions())
    on = "; ".join(f"`{match[1]}` by {match[2].replace('n.', '')}" for match in indexes if match)
    return (
        f"## Look-ups\n\nEvery `id` is unique within its label and found by an index. There are others on {on}. "
        "The full-text index `search` takes words in Chinese, English and pinyin: "
        "`CALL db.index.fulltext.queryNodes('search', '北京银行')`; `spellings` a whole name in small letters without "
        "spaces and signs: `CALL db.index.fulltext.queryNodes('spellings', 'bankofbeijing~1')`.\n"
    )


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(_lines(head, rows)) + "\n"


def _lines(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        # A bar ends a cell, also within code.
        cells = (cell.replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
