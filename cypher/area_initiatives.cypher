// title: What serves a business area
// title_zh: 服务于某一业务领域的举措
// about: One row an initiative (of one category, where given), by bank, with models, vendors, the first and last year that the claims speak of, and the number of independent sources that tie it to the area.
// about_zh: 每项举措一行（可限定类别），按银行排列，列出模型、供应商、相关说法所指的首末年份，以及说明其服务该领域的独立来源数。
// param area: BusinessArea = credit
// param category: str? = null
// returns: bank, bank_id, initiative, initiative_id, category, models, model_ids, vendors, vendor_ids, first_year, last_year, sources
MATCH (b:Bank)-[:LAUNCHED]->(i:Initiative)-[serves:SERVES]->(:BusinessArea {id: $area})
WHERE $category IS NULL OR i.category = $category
RETURN
  b.name AS bank,
  b.id AS bank_id,
  i.name AS initiative,
  i.id AS initiative_id,
  i.category AS category,
  COLLECT { MATCH (i)-[:USES]->(m:AIModel) RETURN m.name ORDER BY m.name, m.id } AS models,
  COLLECT { MATCH (i)-[:USES]->(m:AIModel) RETURN m.id ORDER BY m.name, m.id } AS model_ids,
  COLLECT { MATCH (i)-[:BUILT_WITH]->(v:Vendor) RETURN v.name ORDER BY v.name, v.id } AS vendors,
  COLLECT { MATCH (i)-[:BUILT_WITH]->(v:Vendor) RETURN v.id ORDER BY v.name, v.id } AS vendor_ids,
  serves.first_year AS first_year,
  serves.last_year AS last_year,
  serves.sources AS sources
ORDER BY bank, bank_id, initiative, initiative_id
