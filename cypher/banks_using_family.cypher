// title: Banks that use a family of models
// title_zh: 使用某一模型家族的银行
// about: One row a bank, the earliest year first (undated last), with the models of the family that it uses and the number of independent sources for all of them together.
// about_zh: 每家银行一行，年份早者在前（无年份者在后），列出所用的该家族模型，以及合并计算的独立来源数。
// param family: str = DeepSeek
// returns: bank, bank_id, models, model_ids, first_year, last_year, sources
MATCH (b:Bank)-[deployed:DEPLOYED]->(m:AIModel {family: $family})
WITH b, m, deployed
ORDER BY m.name, m.id
WITH
  b,
  collect(m.name) AS models,
  collect(m.id) AS model_ids,
  min(deployed.first_year) AS first_year,
  max(deployed.last_year) AS last_year,
  collect(deployed.facts) AS facts
// Independent sources: copies count as what they copy, all vendors together as one.
UNWIND facts AS ids
UNWIND ids AS id
MATCH (:Fact {id: id})-[:STATED_IN]->(:Source)-[:COPY_OF*0..]->(root:Source)
WHERE NOT EXISTS { (root)-[:COPY_OF]->() }
RETURN
  b.name AS bank,
  b.id AS bank_id,
  models,
  model_ids,
  first_year,
  last_year,
  count(DISTINCT CASE root.reliability WHEN 'vendor' THEN '' ELSE root.id END) AS sources
ORDER BY first_year, bank, bank_id
