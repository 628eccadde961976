// about: Initiatives with their bank, areas, models, vendors, and what supports them.
// param ids: strs
// returns: thing, bank, areas, models, vendors, facts, sources, first_year, last_year
UNWIND $ids AS id
MATCH (i:Initiative {id: id})
MATCH (b:Bank {id: i.bank})
OPTIONAL MATCH (b)-[l:LAUNCHED]->(i)
RETURN i {.*, pinyin: null, spellings: null} AS thing, b {.id, .name, .name_zh} AS bank,
       COLLECT { MATCH (i)-[:SERVES]->(x) RETURN x {.id, .name, .name_zh} ORDER BY x.id } AS areas,
       COLLECT { MATCH (i)-[:USES]->(x) RETURN x {.id, .name, .name_zh} ORDER BY x.id } AS models,
       COLLECT { MATCH (i)-[:BUILT_WITH]->(x) RETURN x {.id, .name, .name_zh} ORDER BY x.id } AS vendors,
       l.facts AS facts, l.sources AS sources, l.first_year AS first_year, l.last_year AS last_year
