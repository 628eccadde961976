// title: Banks that report no value of a metric
// title_zh: 未公布某一指标的银行
// about: One row a bank that claims speak of, but none with a stated value of the metric (in the year, where one is given); the bank with the most claims first.
// about_zh: 有说法提及、但没有该指标既成数值（如给定年份，则指该年）的银行各一行，说法多者在前。
// param metric: Metric = technology_investment
// param year: int? = 2024
// returns: bank, bank_id, type, country, fact_count, last_year
MATCH (m:Metric {id: $metric}), (b:Bank)<-[:ABOUT]-(f:Fact)
WITH m, b, count(f) AS fact_count, max(f.year) AS last_year
WHERE NOT EXISTS {
  (b)-[:REPORTED]->(o:Observation)-[:MEASURES]->(m)
  WHERE o.status = 'stated' AND ($year IS NULL OR o.year = $year)
}
RETURN b.name AS bank, b.id AS bank_id, b.type AS type, b.country AS country, fact_count, last_year
ORDER BY fact_count DESC, bank, bank_id
