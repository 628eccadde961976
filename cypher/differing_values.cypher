// title: Values that differ
// title_zh: 数值不一的说法
// about: One row a claim wherever claims on one bank, metric, year and unit give other values. Nothing is judged: another scope, period, bound or status may explain it.
// about_zh: 凡同一银行、指标、年份和单位下说法给出不同数值的，每条说法一行。不作判断：口径、期间、界限或状态不同都可能是原因。
// param bank: Bank? = null
// returns: bank, bank_id, metric, metric_id, year, unit, value, bound, status, period, scope, scope_zh, publisher, source_id, reliability, fact_id
MATCH (b:Bank)
WHERE $bank IS NULL OR b.id = $bank
// Bank by bank, so that no more than one bank's claims are held at a time.
CALL {
  WITH b
  MATCH (b)-[:REPORTED]->(o:Observation)-[:MEASURES]->(m:Metric)
  WHERE o.year IS NOT NULL
  WITH m, o.year AS year, o.unit AS unit, collect(o) AS claims
  WHERE any(claim IN claims WHERE claim.value <> claims[0].value)
  UNWIND claims AS o
  RETURN m, o
}
MATCH (o)-[:STATED_IN]->(s:Source)
RETURN
  b.name AS bank,
  b.id AS bank_id,
  m.name AS metric,
  m.id AS metric_id,
  o.year AS year,
  o.unit AS unit,
  o.value AS value,
  o.bound AS bound,
  o.status AS status,
  o.period AS period,
  o.scope AS scope,
  o.scope_zh AS scope_zh,
  s.publisher AS publisher,
  s.id AS source_id,
  s.reliability AS reliability,
  o.id AS fact_id
ORDER BY bank, bank_id, metric, metric_id, year, unit, value, fact_id
