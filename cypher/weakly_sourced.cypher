// title: Models and vendors that only weak sources name
// title_zh: 仅有较弱来源提及的模型与供应商
// about: One row a bank and a model or vendor where every source is a vendor, weak or not judged: no report of the bank itself, the press or a repost stands behind it. By bank.
// about_zh: 银行与模型或供应商之间，凡全部来源均为厂商、较弱或未评级者各一行：其背后没有银行自身、媒体或转载的报道；按银行排列。
// returns: bank, bank_id, relationship_type, label, thing, thing_id, first_year, sources, reliabilities, publishers, fact_ids
MATCH (b:Bank)-[line:DEPLOYED|PARTNERED_WITH]->(thing)
WHERE NOT EXISTS {
  UNWIND line.facts AS id MATCH (:Fact {id: id})-[:STATED_IN]->(s:Source)
  WHERE s.reliability IN ['primary', 'press', 'repost']
  RETURN s
}
RETURN
  b.name AS bank,
  b.id AS bank_id,
  type(line) AS relationship_type,
  labels(thing)[0] AS label,
  thing.name AS thing,
  thing.id AS thing_id,
  line.first_year AS first_year,
  line.sources AS sources,
  COLLECT {
    UNWIND line.facts AS id MATCH (:Fact {id: id})-[:STATED_IN]->(s:Source)
    RETURN DISTINCT coalesce(s.reliability, 'not judged') AS reliability ORDER BY reliability
  } AS reliabilities,
  COLLECT {
    UNWIND line.facts AS id MATCH (:Fact {id: id})-[:STATED_IN]->(s:Source)
    RETURN DISTINCT s.publisher AS publisher ORDER BY publisher
  } AS publishers,
  line.facts AS fact_ids
ORDER BY bank, bank_id, relationship_type, thing, thing_id
