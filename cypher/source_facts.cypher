// title: Everything that a source says
// title_zh: 一个来源的全部说法
// about: One row a claim of the source, by kind and bank, with what it measures and its evidence in our own words.
// about_zh: 该来源的每条说法一行，按种类和银行排列，列出所衡量的数值和我们转述的依据。
// param source: Source = jrsb-2025-05-13
// returns: kind, bank, bank_id, fact, year, period, value, unit, bound, status, scope, scope_zh, evidence, evidence_zh, fact_id
MATCH (:Source {id: $source})<-[:STATED_IN]-(f:Fact)
OPTIONAL MATCH (f)-[:ABOUT]->(b:Bank)
RETURN
  f.kind AS kind,
  b.name AS bank,
  b.id AS bank_id,
  f.name AS fact,
  f.year AS year,
  f.period AS period,
  f.value AS value,
  f.unit AS unit,
  f.bound AS bound,
  f.status AS status,
  f.scope AS scope,
  f.scope_zh AS scope_zh,
  f.evidence AS evidence,
  f.evidence_zh AS evidence_zh,
  f.id AS fact_id
ORDER BY kind, bank, bank_id, fact, fact_id
