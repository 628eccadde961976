// title: Initiatives built with a vendor
// title_zh: 与某一供应商共建的举措
// about: One row an initiative, by bank, with areas, models, the first and last year that the claims speak of, and the number of independent sources that name the vendor.
// about_zh: 每项举措一行，按银行排列，列出业务领域、模型、相关说法所指的首末年份，以及提及该供应商的独立来源数。
// param vendor: Vendor = huawei
// returns: bank, bank_id, initiative, initiative_id, category, areas, area_ids, models, model_ids, first_year, last_year, sources, fact_ids
MATCH (b:Bank)-[:LAUNCHED]->(i:Initiative)-[built:BUILT_WITH]->(:Vendor {id: $vendor})
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
  built.first_year AS first_year,
  built.last_year AS last_year,
  built.sources AS sources,
  built.facts AS fact_ids
ORDER BY bank, bank_id, initiative, initiative_id
