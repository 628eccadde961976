// title: Which AI models a bank uses
// title_zh: 一家银行使用哪些AI模型
// about: One row a model, the earliest first (undated last), with its maker, how it is run where a claim says so, the bank's initiatives that use it, and the number of independent sources.
// about_zh: 每个模型一行，年份早者在前（无年份者在后），列出开发者、运行方式（如有说明）、使用该模型的举措，以及独立来源数。
// param bank: Bank = icbc
// returns: model, model_id, family, maker, own, modes, initiatives, initiative_ids, first_year, last_year, sources, fact_ids
MATCH (b:Bank {id: $bank})-[deployed:DEPLOYED]->(m:AIModel)
OPTIONAL MATCH (m)-[:MADE_BY]->(maker)
RETURN
  m.name AS model,
  m.id AS model_id,
  m.family AS family,
  maker.name AS maker,
  coalesce(maker = b, false) AS own,
  COLLECT {
    UNWIND deployed.facts AS id MATCH (f:Fact {id: id}) WHERE f.mode IS NOT NULL
    RETURN DISTINCT f.mode AS mode ORDER BY mode
  } AS modes,
  COLLECT { MATCH (b)-[:LAUNCHED]->(i:Initiative)-[:USES]->(m) RETURN i.name ORDER BY i.name, i.id } AS initiatives,
  COLLECT { MATCH (b)-[:LAUNCHED]->(i:Initiative)-[:USES]->(m) RETURN i.id ORDER BY i.name, i.id } AS initiative_ids,
  deployed.first_year AS first_year,
  deployed.last_year AS last_year,
  deployed.sources AS sources,
  deployed.facts AS fact_ids
ORDER BY first_year, model, model_id
