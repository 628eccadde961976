// title: Banks ranked by a metric in one year
// title_zh: 某一年银行在某一指标上的排名
// about: One row a bank and value, the best first, with its bound and the number of independent sources. Only what compares: one unit, stated as fact, one period (or none given), one scope (null: the bank as a whole). A bank with two rows has sources that differ.
// about_zh: 每家银行每个数值一行，优者在前，并列出界限和独立来源数。只列可比者：同一单位、既成事实、同一期间（或未注明）、同一口径（空：全行）。一家银行出现两行，表示来源不一。
// param metric: Metric = technology_investment
// param year: int = 2024
// param unit: str = CNY
// param period: str? = FY
// param scope: str? = null
// returns: bank, bank_id, value, unit, bound, sources, publishers, fact_ids
MATCH (b:Bank)-[:REPORTED]->(o:Observation {year: $year})-[:MEASURES]->(m:Metric {id: $metric})
WHERE o.unit = $unit AND o.status = 'stated'
  AND ($period IS NULL OR o.period IS NULL OR o.period = $period)
  AND coalesce(o.scope, '') = coalesce($scope, '')
// Independent sources: copies count as what they copy, all vendors together as one.
MATCH (o)-[:STATED_IN]->(s:Source)-[:COPY_OF*0..]->(root:Source)
WHERE NOT EXISTS { (root)-[:COPY_OF]->() }
WITH m, b, o, s, root
ORDER BY s.publisher, o.id
WITH
  m,
  b,
  o.value AS value,
  o.unit AS unit,
  o.bound AS bound,
  count(DISTINCT CASE root.reliability WHEN 'vendor' THEN '' ELSE root.id END) AS sources,
  collect(DISTINCT s.publisher) AS publishers,
  collect(o.id) AS fact_ids
RETURN b.name AS bank, b.id AS bank_id, value, unit, bound, sources, publishers, fact_ids
ORDER BY CASE m.direction WHEN 'lower-is-better' THEN value ELSE -value END, bank, bank_id, bound
