// title: Banks that share most with a bank
// title_zh: 与一家银行共同点最多的银行
// about: One row another bank with the models, vendors and business areas that both have; most models and vendors in common first, then most areas.
// about_zh: 每家其他银行一行，列出双方共有的模型、供应商和业务领域；共同模型与供应商多者在前，其次看共同领域。
// param bank: Bank = bank-of-beijing
// returns: other_bank, other_bank_id, models, model_ids, vendors, vendor_ids, areas, area_ids
MATCH (b:Bank {id: $bank})
MATCH (other:Bank)
WHERE other <> b AND (
  EXISTS { (b)-[:DEPLOYED|PARTNERED_WITH]->()<-[:DEPLOYED|PARTNERED_WITH]-(other) }
  OR EXISTS { (b)-[:LAUNCHED]->()-[:SERVES]->()<-[:SERVES]-()<-[:LAUNCHED]-(other) }
)
WITH
  other,
  COLLECT { MATCH (b)-[:DEPLOYED]->(m)<-[:DEPLOYED]-(other) RETURN m ORDER BY m.name, m.id } AS models,
  COLLECT { MATCH (b)-[:PARTNERED_WITH]->(v)<-[:PARTNERED_WITH]-(other) RETURN v ORDER BY v.name, v.id } AS vendors,
  COLLECT {
    MATCH (a:BusinessArea)
    WHERE EXISTS { (b)-[:LAUNCHED]->()-[:SERVES]->(a) } AND EXISTS { (other)-[:LAUNCHED]->()-[:SERVES]->(a) }
    RETURN a ORDER BY a.name, a.id
  } AS areas
RETURN
  other.name AS other_bank,
  other.id AS other_bank_id,
  [m IN models | m.name] AS models,
  [m IN models | m.id] AS model_ids,
  [v IN vendors | v.name] AS vendors,
  [v IN vendors | v.id] AS vendor_ids,
  [a IN areas | a.name] AS areas,
  [a IN areas | a.id] AS area_ids
ORDER BY size(models) + size(vendors) DESC, size(areas) DESC, other_bank, other_bank_id
