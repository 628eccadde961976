// about: Things that Neo4j's full-text index finds for words of its query language, the best first.
// param words: str
// param limit: int = 200
// returns: thing, score
CALL db.index.fulltext.queryNodes('search', $words, {limit: $limit}) YIELD node, score
RETURN node AS thing, score ORDER BY score DESC, thing.id
