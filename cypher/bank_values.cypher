// title: What a bank reports in numbers
// title_zh: 一家银行公布的数字
// about: One row a claim: metric, value with unit, bound and status, year (null: the source does not say), period, scope, and who says so. Two sources are two rows.
// about_zh: 每条说法一行：指标、数值及单位、界限、状态、年份（空：来源未说明）、期间、口径和出处。两个来源即两行。
// param bank: Bank = bank-of-beijing
// returns: metric, metric_id, year, period, value, unit, bound, status, scope, scope_zh, initiative, initiative_id, publisher, source_id, reliability, fact_id
MATCH (:Bank {id: $bank})-[:REPORTED]->(o:Observation)-[:MEASURES]->(m:Metric), (o)-[:STATED_IN]->(s:Source)
OPTIONAL MATCH (o)-[:ABOUT]->(i:Initiative)
RETURN
  m.name AS metric,
  m.id AS metric_id,
  o.year AS year,
  o.period AS period,
  o.value AS value,
  o.unit AS unit,
  o.bound AS bound,
  o.status AS status,
  o.scope AS scope,
  o.scope_zh AS scope_zh,
  i.name AS initiative,
  i.id AS initiative_id,
  s.publisher AS publisher,
  s.id AS source_id,
  s.reliability AS reliability,
  o.id AS fact_id
ORDER BY metric, metric_id, year, period, fact_id
