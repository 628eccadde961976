"""The page docs/queries.md, made from the headers of the named questions."""

import json
from collections.abc import Mapping

from cypher.header import NamedQuery, Parameter

_TOP = """\
# Named questions

Questions that come ready-made. `bankgraph queries` lists them; ask one by

    bankgraph query banks_using_model model=deepseek
    bankgraph query metric_ranking metric=technology_staff unit=people year=2024 --format csv

or over HTTP at `/api/queries/banks_using_model?model=deepseek`. Whatever you leave out has its default. A parameter \
whose type is a label, such as `Bank`, takes the id of such a thing; one whose type ends in `?` takes `null`.

This page is made from `cypher/*.cypher` by `scripts/docs`.

## Reading the answers

* A column `bank_id` holds the id of a bank, `model_ids` those of models, in the order of the names in the column \
beside it (`bank`, `models`); so for every kind of thing, and `fact_id` for facts. `thing_id` is an id within the \
label that stands in `label`.
* `sources` is the number of independent sources, as far as known: a copy counts as what it copies, all vendors \
together count as one. `publishers` and `source_ids` name them all.
* `year`, `first_year` and `last_year` are years that claims speak of, not launches; empty where no source says.
* A column that ends in `_zh` is the Chinese of the one beside it.
* A value stands with its `unit`, its `bound` ("more than"), its `status` (only `stated` is a result), its `period` \
and its `scope`. Unlike ones do not compare.
* Questions that begin "To be drawn" answer with nodes and relationships.

## Questions of your own

Write a `.cypher` file like those in `cypher/` into a folder of yours and name that folder in `BANKGRAPH_QUERIES`. \
The file's name is the question's; the header must say all of this, and a mistake in it is named with file and line:

    // title: Banks that use a model
    // title_zh: 使用某一模型的银行
    // about: One row a bank, the earliest year first.
    // about_zh: 每家银行一行，年份早者在前。
    // param model: AIModel = deepseek
    // param year: int? = null
    // returns: bank, year, sources

Types are `str`, `int`, `float`, `bool`, `strs` (a list of texts) or a label. Without `= DEFAULT` a parameter must \
be given.
"""


def queries_page(queries: Mapping[str, NamedQuery]) -> str:
    """The page as Markdown."""
    rows = "\n".join(f"| [{q.name}](#{q.name}) | {q.title} | {q.title_zh} |" for q in queries.values())
    table = f"## All\n\n| name | asks | 问题 |\n|---|---|---|\n{rows}\n"
    return "\n".join([_TOP, table, *map(_question, queries.values())])


def _question(query: NamedQuery) -> str:
    words = f"**{query.title}.** {query.about}\n\n**{query.title_zh}。** {query.about_zh}\n"
    columns = f"Columns: {', '.join(f'`{column}`' for column in query.columns)}.\n"
    return "\n".join([f"## {query.name}\n", words, *_parameters(query), columns])


def _parameters(query: NamedQuery) -> list[str]:
    if not query.parameters:
        return []
    rows = "\n".join(f"| `{p.name}` | {_type(p)} | {_default(p)} |" for p in query.parameters)
    return [f"| parameter | type | default |\n|---|---|---|\n{rows}\n"]


def _type(parameter: Parameter) -> str:
    return f"`{parameter.type}{'?' if parameter.optional else ''}`"


def _default(parameter: Parameter) -> str:
    if parameter.required:
        return "must be given"
    text = parameter.default if isinstance(parameter.default, str) else json.dumps(parameter.default)
    return f"`{text}`"
