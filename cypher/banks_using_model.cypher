// title: Banks that use a model
// title_zh: 使用某一模型的银行
// about: One row a bank, the earliest year first (undated last), with how the model is run where a claim says so, the initiatives that use it, the number of independent sources, and who says so.
// about_zh: 每家银行一行，年份早者在前（无年份者在后），列出运行方式（如有说明）、使用该模型的举措、独立来源数和出处。
// param model: AIModel = deepseek
// returns: bank, bank_id, first_year, last_year, modes, initiatives, initiative_ids, sources, publishers, source_ids
MATCH (b:Bank)-[deployed:DEPLOYED]->(m:AIModel {id: $model})
RETURN
  b.name AS bank,
  b.id AS bank_id,
  deployed.first_year AS first_year,
  deployed.last_year AS last_year,
  COLLECT {
    UNWIND deployed.facts AS id MATCH (f:Fact {id: id}) WHERE f.mode IS NOT NULL
    RETURN DISTINCT f.mode AS mode ORDER BY mode
  } AS modes,
  COLLECT { MATCH (b)-[:LAUNCHED]->(i:Initiative)-[:USES]->(m) RETURN i.name ORDER BY i.name, i.id } AS initiatives,
  COLLECT { MATCH (b)-[:LAUNCHED]->(i:Initiative)-[:USES]->(m) RETURN i.id ORDER BY i.name, i.id } AS initiative_ids,
  deployed.sources AS sources,
  COLLECT {
    UNWIND deployed.facts AS id MATCH (:Fact {id: id})-[:STATED_IN]->(s:Source)
    RETURN DISTINCT s.publisher AS publisher ORDER BY publisher
  } AS publishers,
  COLLECT {
    UNWIND deployed.facts AS id MATCH (:Fact {id: id})-[:STATED_IN]->(s:Source)
    RETURN DISTINCT s.id AS source ORDER BY source
  } AS source_ids
ORDER BY first_year, bank, bank_id
