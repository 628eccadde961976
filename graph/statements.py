"""Cypher that writes, made from the schema: constraints, indexes, nodes and relationships."""

from collections.abc import Iterator

from graph.schema import ENTITIES, LABELS

SEARCH_INDEX, SPELLINGS_INDEX = "search", "spellings"
_SEARCHED = ("id", "name", "name_zh", "aliases", "ticker", "pinyin")
_BOOKKEEPING = ("GraphState", "Load", "LoadTurn")


def definitions() -> Iterator[tuple[str, str]]:
    """Name and statement of every constraint and index, in the order to create them."""
    for label in (*LABELS, *_BOOKKEEPING):
        name = f"{label.lower()}_id"
        yield name, f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for entity in ENTITIES:
        for declared in entity.properties:
            if declared.indexed:
                yield _text_index(entity.label, declared.name)
    for props in (("load", "id"), ("kind", "id"), ("year", "id")):
        yield _index("Fact", *props)
    yield _index("LoadPart", "load")
    yield _words_index(SEARCH_INDEX, _SEARCHED, "cjk")
    yield _words_index(SPELLINGS_INDEX, ("spellings",), "keyword")


def _words_index(name: str, props: tuple[str, ...], analyzer: str) -> tuple[str, str]:
    """Over all things: ``cjk`` takes texts apart into words, ``keyword`` takes each as one."""
    labels, fields = "|".join(e.label for e in ENTITIES), ", ".join(f"n.{prop}" for prop in props)
    return name, (
        f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{labels}) ON EACH [{fields}] "
        f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{analyzer}'}}}}"
    )


def _index(label: str, *props: str) -> tuple[str, str]:
    """On several properties where the facts of one load, kind or year are read in the order of their ids."""
    name, on = "_".join((label.lower(), *props)), ", ".join(f"n.{prop}" for prop in props)
    return name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON ({on})"


def _text_index(label: str, prop: str) -> tuple[str, str]:
    """On a text of any length up to 32 kB, where an ordinary index ends at 8 kB and refuses the write."""
    name = f"{label.lower()}_{prop}_text"
    return name, f"CREATE TEXT INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{prop})"


def create_nodes(labels: tuple[str, ...]) -> str:
    """Rows: the properties of each node."""
    return f"UNWIND $rows AS row CREATE (n:{':'.join(labels)}) SET n = row"


def change_nodes(label: str) -> str:
    """Rows: ``id`` and the properties to ``set``."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) USING INDEX n:{label}(id) SET n += row.set"


def create_relationships(type_: str, start: str, end: str) -> str:
    """Rows: the ends' ids ``a`` and ``b``, and the properties ``p``."""
    return f"UNWIND $rows AS row {_ends(start, end)} CREATE (a)-[r:{type_}]->(b) SET r = row.p"


def change_relationships(type_: str, start: str, end: str) -> str:
    """Rows as in ``create_relationships``; there is one such relationship between two things."""
    return f"UNWIND $rows AS row {_ends(start, end)} MATCH (a)-[r:{type_}]->(b) SET r = row.p"


def delete_relationships(type_: str, start: str, end: str) -> str:
    """Rows as in ``create_relationships``."""
    return f"UNWIND $rows AS row {_ends(start, end)} MATCH (a)-[r:{type_}]->(b) DELETE r"


def delete_nodes(label: str) -> str:
    """Ids. That nothing hangs on them any more is a condition: Neo4j refuses otherwise."""
    return f"UNWIND $rows AS id MATCH (n:{label} {{id: id}}) USING INDEX n:{label}(id) DELETE n"


def read_nodes(label: str, properties: tuple[str, ...] = ()) -> str:
    """The nodes of ``$ids`` that there are; all their properties, or those named."""
    taken = ", ".join(f".{name}" for name in properties) or ".*"
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) USING INDEX n:{label}(id) RETURN n {{{taken}}} AS n"


def read_relationships(type_: str, start: str, end: str) -> str:
    """The relationships between the ends of ``$rows`` that there are."""
    return (
        f"UNWIND $rows AS row {_ends(start, end)} MATCH (a)-[r:{type_}]->(b) "
        "RETURN row.a AS a, row.b AS b, properties(r) AS p"
    )


def _ends(start: str, end: str) -> str:
    # The hints keep Neo4j from planning a scan while its statistics still say that the graph is empty.
    return (
        f"MATCH (a:{start} {{id: row.a}}) USING INDEX a:{start}(id) "
        f"MATCH (b:{end} {{id: row.b}}) USING INDEX b:{end}(id)"
    )
