// about: Facts with all that they say: their source, and the names of what they are about.
// param ids: strs
// returns: fact, source, about
UNWIND $ids AS id
MATCH (f:Fact {id: id})-[:STATED_IN]->(s:Source)
RETURN f AS fact,
       s {.id, .name, .name_zh, .publisher, .url, .published, .language, .reliability, .copy_of} AS source,
       [(f)-[:ABOUT]->(x) | {label: labels(x)[0], id: x.id, name: x.name, name_zh: x.name_zh}] AS about
