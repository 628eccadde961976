// title: Initiatives first told of in a year
// title_zh: 某一年首次出现的举措
// about: One row an initiative whose earliest claim speaks of that year (in one business area, where given), by bank, with areas, models and the number of independent sources. Such a year is not always the launch.
// about_zh: 最早说法所指年份为该年的举措各一行（可限定业务领域），按银行排列，列出业务领域、模型和独立来源数。该年份未必是推出年份。
// param year: int = 2025
// param area: BusinessArea? = risk-control
// returns: bank, bank_id, initiative, initiative_id, category, areas, area_ids, models, model_ids, sources, fact_ids
MATCH (b:Bank)-[launched:LAUNCHED {first_year: $year}]->(i:Initiative)
WHERE $area IS NULL OR EXISTS { (i)-[:SERVES]->(:BusinessArea {id: $area}) }
RETURN
  b.name AS bank,
  b.id AS bank_id,
  i.name AS initiative,
  i.id AS initiative_id,
  i.category AS category,
  COLLECT { MATCH (i)-[:SERVES]->(a:BusinessArea) RETURN a.name ORDER BY a.name, a.id } AS areas,
  COLLECT { MATCH (i)-[:SERVES]->(a:BusinessArea) RETURN a.id ORDER BY a.name, a.id } AS area_ids,
  COLLECT { MATCH (i)-[:USES]->(m:AIModel) RETURN m.name ORDER BY m.name, m.id } AS models,
  COLLECT { MATCH (i)-[:USES]->(m:AIModel) RETURN m.id ORDER BY m.name, m.id } AS model_ids,
  launched.sources AS sources,
  launched.facts AS fact_ids
ORDER BY bank, bank_id, initiative, initiative_id
