// title: Values of a metric over the years
// title_zh: 某一指标的历年数值
// about: One row a claim (of one bank, where given), by bank and year, with bound, status (planned, expected and target are no results), period, scope, and who says so. A year of null: the source does not say.
// about_zh: 每条说法一行（可限定一家银行），按银行和年份排列，列出界限、状态（计划、预期和目标并非成果）、期间、口径和出处。年份为空：来源未说明。
// param metric: Metric = technology_investment
// param bank: Bank? = null
// returns: bank, bank_id, year, period, value, unit, bound, status, scope, scope_zh, publisher, source_id, reliability, fact_id
MATCH (b:Bank)-[:REPORTED]->(o:Observation)-[:MEASURES]->(:Metric {id: $metric}), (o)-[:STATED_IN]->(s:Source)
WHERE $bank IS NULL OR b.id = $bank
RETURN
  b.name AS bank,
  b.id AS bank_id,
  o.year AS year,
  o.period AS period,
  o.value AS value,
  o.unit AS unit,
  o.bound AS bound,
  o.status AS status,
  o.scope AS scope,
  o.scope_zh AS scope_zh,
  s.publisher AS publisher,
  s.id AS source_id,
  s.reliability AS reliability,
  o.id AS fact_id
ORDER BY bank, bank_id, year, period, fact_id
