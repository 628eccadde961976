// title: Targets and plans
// title_zh: 目标与计划
// about: One row a value that is planned, expected or a target (of one bank, where given): what banks mean to reach, not what they report. By bank, metric and year.
// about_zh: 计划、预期或目标数值各一行（可限定一家银行）：银行打算达到的，而非已公布的成果；按银行、指标和年份排列。
// param bank: Bank? = null
// returns: bank, bank_id, metric, metric_id, status, year, period, value, unit, bound, scope, scope_zh, publisher, source_id, reliability, evidence, evidence_zh, fact_id
MATCH (b:Bank)-[:REPORTED]->(o:Observation)-[:MEASURES]->(m:Metric), (o)-[:STATED_IN]->(s:Source)
WHERE o.status <> 'stated' AND ($bank IS NULL OR b.id = $bank)
RETURN
  b.name AS bank,
  b.id AS bank_id,
  m.name AS metric,
  m.id AS metric_id,
  o.status AS status,
  o.year AS year,
  o.period AS period,
  o.value AS value,
  o.unit AS unit,
  o.bound AS bound,
  o.scope AS scope,
  o.scope_zh AS scope_zh,
  s.publisher AS publisher,
  s.id AS source_id,
  s.reliability AS reliability,
  o.evidence AS evidence,
  o.evidence_zh AS evidence_zh,
  o.id AS fact_id
ORDER BY bank, bank_id, metric, metric_id, year, fact_id
