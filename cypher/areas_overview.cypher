// title: Business areas at a glance
// title_zh: 业务领域一览
// about: One row a business area with the number of banks, initiatives and models in it and the first year that the claims speak of; the area with the most banks first.
// about_zh: 每个业务领域一行，列出涉及的银行、举措和模型数，以及相关说法所指的最早年份；银行多者在前。
// returns: area, area_id, bank_count, initiative_count, model_count, first_year
MATCH (a:BusinessArea)
OPTIONAL MATCH (b:Bank)-[:LAUNCHED]->(i:Initiative)-[serves:SERVES]->(a)
OPTIONAL MATCH (i)-[:USES]->(m:AIModel)
RETURN
  a.name AS area,
  a.id AS area_id,
  count(DISTINCT b) AS bank_count,
  count(DISTINCT i) AS initiative_count,
  count(DISTINCT m) AS model_count,
  min(serves.first_year) AS first_year
ORDER BY bank_count DESC, area, area_id
