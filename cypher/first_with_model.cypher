// title: Who was first with each AI model
// title_zh: 谁最先使用各个AI模型
// about: One row a model (of one family, where given) with the earliest year that claims speak of, the banks of that year, how many banks use it, and how many of them without a year. Models that most banks use come first.
// about_zh: 每个模型一行（可限定家族），列出相关说法所指的最早年份、该年的银行、使用银行总数及其中无年份者；使用银行多者在前。
// param family: str? = null
// returns: model, model_id, family, first_year, first_banks, first_bank_ids, bank_count, undated_count
MATCH (m:AIModel)<-[deployed:DEPLOYED]-(b:Bank)
WHERE $family IS NULL OR m.family = $family
WITH m, deployed, b
ORDER BY b.name, b.id
WITH
  m,
  min(deployed.first_year) AS first_year,
  collect({bank: b, year: deployed.first_year}) AS users
RETURN
  m.name AS model,
  m.id AS model_id,
  m.family AS family,
  first_year,
  [u IN users WHERE u.year = first_year | u.bank.name] AS first_banks,
  [u IN users WHERE u.year = first_year | u.bank.id] AS first_bank_ids,
  size(users) AS bank_count,
  size([u IN users WHERE u.year IS NULL]) AS undated_count
ORDER BY bank_count DESC, model, model_id
