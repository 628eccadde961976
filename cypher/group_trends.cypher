// title: What is said of a group of banks
// title_zh: 关于某一银行群体的趋势
// about: One row a claim, the latest year first (undated last), with the models that it names and who says so.
// about_zh: 每条说法一行，年份近者在前（无年份者在后），列出所提及的模型和出处。
// param group: BankGroup = commercial-banks
// returns: topic, topic_zh, year, statement, statement_zh, models, model_ids, publisher, source_id, reliability, fact_id
MATCH (:BankGroup {id: $group})<-[:ABOUT]-(t:Trend)-[:STATED_IN]->(s:Source)
RETURN
  t.topic AS topic,
  t.topic_zh AS topic_zh,
  t.year AS year,
  t.statement AS statement,
  t.statement_zh AS statement_zh,
  COLLECT { MATCH (t)-[:ABOUT]->(m:AIModel) RETURN m.name ORDER BY m.name, m.id } AS models,
  COLLECT { MATCH (t)-[:ABOUT]->(m:AIModel) RETURN m.id ORDER BY m.name, m.id } AS model_ids,
  s.publisher AS publisher,
  s.id AS source_id,
  s.reliability AS reliability,
  t.id AS fact_id
ORDER BY coalesce(year, 0) DESC, topic, fact_id
