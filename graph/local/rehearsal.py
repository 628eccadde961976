"""What a Neo4j does in bankgraph's daily life, in two seconds: Java remembers the classes that it needs."""

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import StoreError

DEFINE = (
    "CREATE CONSTRAINT thing IF NOT EXISTS FOR (n:Thing) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX thing_year IF NOT EXISTS FOR (n:Thing) ON (n.year)",
    "CREATE FULLTEXT INDEX thing_text IF NOT EXISTS FOR (n:Thing) ON EACH [n.name, n.aliases] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}",
    "CALL db.awaitIndexes(60)",
)
WRITE = (
    "UNWIND $rows AS row MERGE (n:Thing {id: row.id}) ON CREATE SET n = row.properties",
    "UNWIND $rows AS row MATCH (a:Thing {id: row.id}), (b:Thing {id: row.next}) "
    "MERGE (a)-[r:KNOWS]->(b) SET r += row.properties",
    "UNWIND $rows AS row MATCH (n:Thing {id: row.id}) SET n:Other, n.flag = NULL",
    "MATCH (n:Thing) WHERE n.year = 2001 DETACH DELETE n",
)
READ = (
    "UNWIND $rows AS row OPTIONAL MATCH (n:Thing {id: row.id}) RETURN row.id AS id, n IS NULL AS missing",
    "MATCH (a:Thing {id: '3'})-[r:KNOWS]->(b:Thing)<-[:KNOWS]-(c) RETURN a, r, b, collect(DISTINCT c.name) AS names",
    "MATCH (n:Thing) WHERE n.year >= 2010 AND toLower(n.name) CONTAINS 'ing' "
    "RETURN n.year AS year, count(*) AS things ORDER BY things DESC, year SKIP 1 LIMIT 10",
    "MATCH p = shortestPath((:Thing {id: '5'})-[*..6]-(:Thing {id: '9'})) RETURN p",
    "MATCH (n:Thing) RETURN n.id, [(n)-[:KNOWS]->(m) | m {.id, .name}] AS next, size(n.aliases) ORDER BY n.id LIMIT 50",
    "CALL db.index.fulltext.queryNodes('thing_text', '银行~ OR thing') YIELD node, score RETURN node.id, score LIMIT 5",
    "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) UNION ALL MATCH ()-[r]->() RETURN type(r), count(*)",
    "MATCH (n:Thing) CALL (n) { MATCH (n)-[r]->() RETURN sum(r.sources) AS total } RETURN avg(total), max(n.year)",
    "EXPLAIN MATCH (n:Thing)-[:KNOWS*1..3]-(m) WHERE EXISTS { (m)-[:KNOWS]->(n) } RETURN DISTINCT m, n.year",
    "SHOW INDEXES YIELD name, state RETURN name, state",
    "MATCH (n:Nothing",
)


def rehearse(uri: str, password: str) -> None:
    """Define, write, read and fail in a Neo4j that will be thrown away."""
    rows = [_row(number) for number in range(400)]
    try:
        with neo4j.GraphDatabase.driver(uri, auth=("neo4j", password), notifications_min_severity="OFF") as driver:
            for statement in DEFINE:
                driver.execute_query(statement)
            for _ in range(3):
                for statement in WRITE:
                    driver.execute_query(statement, rows=rows)
                for statement in READ:
                    _read(driver, statement, rows)
    except (DriverError, Neo4jError) as error:
        raise StoreError(f"the rehearsal broke off: {error}") from error


def _read(driver: neo4j.Driver, statement: str, rows: list[dict[str, object]]) -> None:
    with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
        try:
            session.execute_read(lambda transaction: list(transaction.run(statement, rows=rows)))
        except Neo4jError:
            return  # a wrong query is part of daily life


def _row(number: int) -> dict[str, object]:
    properties = {
        "id": str(number),
        "name": f"Thing number {number} 银行",
        "aliases": ["thing", f"t{number}"],
        "year": 2000 + number % 25,
        "share": number / 7,
        "flag": True,
    }
    link = {"facts": [str(number)], "sources": number % 3}
    return {"id": str(number), "next": str(number * 7 % 400), "properties": properties | link}
