// title: Measured results in a business area
// title_zh: 某一业务领域的量化成果
// about: One row a value that a source states as fact of an initiative that serves the area, by bank and initiative, with bound, period, scope, and who says so. Plans and targets are left out.
// about_zh: 服务于该领域的举措中，来源作为既成事实陈述的数值各一行，按银行和举措排列，列出界限、期间、口径和出处；不含计划与目标。
// param area: BusinessArea = credit
// returns: bank, bank_id, initiative, initiative_id, metric, metric_id, year, period, value, unit, bound, scope, scope_zh, publisher, source_id, reliability, fact_id
MATCH (:BusinessArea {id: $area})<-[:SERVES]-(i:Initiative)<-[:ABOUT]-(o:Observation {status: 'stated'})
MATCH (b:Bank)-[:REPORTED]->(o)-[:MEASURES]->(m:Metric), (o)-[:STATED_IN]->(s:Source)
RETURN
  b.name AS bank,
  b.id AS bank_id,
  i.name AS initiative,
  i.id AS initiative_id,
  m.name AS metric,
  m.id AS metric_id,
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
  o.id AS fact_id
ORDER BY bank, bank_id, initiative, initiative_id, metric, metric_id, year, fact_id
