"""A Cypher script that makes the graph in an empty Neo4j, without bankgraph."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import orjson

from api.exports.formats import Format
from graph.elements import Relationship
from graph.export import Graph, labels_of
from graph.schema import LABELS
from graph.statements import create_nodes, create_relationships, definitions

AT_ONCE = 500
"""Nodes or relationships that one statement makes."""
_LABELS = re.compile(r"FOR \(n:([\w|]+)\)")

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def writes(graph: Graph) -> Iterator[str]:
    """Constraints and indexes, nodes, relationships; a statement ends with ``;`` at the end of a line."""
    yield f"// bankgraph, data version {graph.version}: for an empty Neo4j 5.26 or newer\n"
    for statement in _definitions():
        yield f"{statement};\n"
    for labels, nodes in _portions(graph.nodes(), labels_of):
        yield _filled(create_nodes(labels), [node.properties for node in nodes])
    for ends, lines in _portions(graph.relationships(), _ends):
        yield _filled_with_lines(create_relationships(*ends), lines)


def _definitions() -> Iterator[str]:
    """But for those of bankgraph's own bookkeeping."""
    for _, statement in definitions():
        found = _LABELS.search(statement)
        if found and set(found[1].split("|")) <= set(LABELS):
            yield statement


def _portions(items: Iterable[T], key: Callable[[T], K]) -> Iterator[tuple[K, list[T]]]:
    """The items of each key in portions for one statement."""
    held: dict[K, list[T]] = {}
    for item in items:
        portion = held.setdefault(key(item), [])
        portion.append(item)
        if len(portion) == AT_ONCE:
            yield key(item), held.pop(key(item))
    yield from held.items()


def _filled(statement: str, rows: Sequence[Mapping[str, Any]]) -> str:
    names = _names(rows)
    row = _map(names, 0)
    return _with_table(statement, ([one.get(name) for name in names] for one in rows), row)


def _filled_with_lines(statement: str, lines: Sequence[Relationship]) -> str:
    names = _names([line.properties for line in lines])
    row = f"{{a: v[0], b: v[1], p: {_map(names, 2)}}}"
    table = ([line.start.id, line.end.id, *map(line.properties.get, names)] for line in lines)
    return _with_table(statement, table, row)


def _with_table(statement: str, table: Iterable[list[Any]], row: str) -> str:
    """The rows as lists: Neo4j takes these ten times as fast as maps."""
    lines = ",\n".join(map(literal, table))
    return statement.replace("UNWIND $rows AS row ", f"UNWIND [\n{lines}\n] AS v\nWITH {row} AS row\n") + ";\n"


def _names(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in row))


def _map(names: Iterable[str], at: int) -> str:
    return f"{{{', '.join(f'{name}: v[{place}]' for place, name in enumerate(names, at))}}}"


def _ends(line: Relationship) -> tuple[str, str, str]:
    return line.type, line.start.label, line.end.label


def literal(value: Any) -> str:
    """``value`` in Cypher; texts are as in JSON, all of whose escapes Cypher has too."""
    match value:
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case float():
            return repr(value)
    return orjson.dumps(value).decode()


CYPHER = Format(
    name="cypher", ending=".cypher", media_type="text/plain; charset=utf-8", writes=writes,
    about="a Cypher script for an empty Neo4j",
)  # fmt: skip
