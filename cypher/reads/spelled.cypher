// about: Things that Neo4j's full-text index finds by their spellings, the best first.
// param words: str
// param label: str? = null
// param within: int = 1000
// param limit: int = 1000
// returns: label, id, name, name_zh, aliases, ticker, pinyin, facts
CALL db.index.fulltext.queryNodes('spellings', $words, {limit: $within}) YIELD node AS n, score
WITH n, score WHERE $label IS NULL OR $label IN labels(n)
WITH n, score LIMIT $limit
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, n.name_zh AS name_zh, n.aliases AS aliases,
       n.ticker AS ticker, n.pinyin AS pinyin, COUNT { (n)<-[:ABOUT|STATED_IN]-() } AS facts
