// title: Models that banks made themselves
// title_zh: 银行自研的模型
// about: One row a model whose maker is a bank, with the banks that use it according to claims (empty where no claim says so), the initiatives that use it, and the first year that the claims speak of.
// about_zh: 由银行开发的模型各一行，列出有说法称其使用该模型的银行（没有则为空）、使用该模型的举措，以及相关说法所指的最早年份。
// returns: maker_bank, maker_bank_id, model, model_id, kind, banks, bank_ids, initiatives, initiative_ids, first_year
MATCH (m:AIModel)-[:MADE_BY]->(maker:Bank)
OPTIONAL MATCH (b:Bank)-[deployed:DEPLOYED]->(m)
WITH maker, m, b, deployed
ORDER BY b.name, b.id
WITH maker, m, collect(b) AS users, min(deployed.first_year) AS first_year
RETURN
  maker.name AS maker_bank,
  maker.id AS maker_bank_id,
  m.name AS model,
  m.id AS model_id,
  m.kind AS kind,
  [b IN users | b.name] AS banks,
  [b IN users | b.id] AS bank_ids,
  COLLECT { MATCH (i:Initiative)-[:USES]->(m) RETURN i.name ORDER BY i.name, i.id } AS initiatives,
  COLLECT { MATCH (i:Initiative)-[:USES]->(m) RETURN i.id ORDER BY i.name, i.id } AS initiative_ids,
  first_year
ORDER BY maker_bank, maker_bank_id, model, model_id
