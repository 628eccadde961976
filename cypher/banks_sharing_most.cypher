// title: Banks that share most with a bank
// title_zh: 与一家银行共同点最多的银行
// about: One row another bank with the models, vendors and business areas that both have; most models and vendors in common first, then most areas.
// about_zh: 每家其他银行一行，列出双方共有的模型、供应商和业务领域；共同模型与供应商多者在前，其次看共同领域。
// param bank: Bank = bank-of-beijing
// returns: other_bank, other_bank_id, models, model_ids, vendors, vendor_ids, areas, area_ids
CALL {
  MATCH (:Bank {id: $bank})-[:DEPLOYED|PARTNERED_WITH]->(thing)<-[:DEPLOYED|PARTNERED_WITH]-(other:Bank)
  RETURN other, thing
  UNION
  MATCH (:Bank {id: $bank})-[:LAUNCHED]->(:Initiative)-[:SERVES]->(thing:BusinessArea)
  WITH DISTINCT thing
  MATCH (thing)<-[:SERVES]-(:Initiative)<-[:LAUNCHED]-(other:Bank)
  RETURN other, thing
}
WITH other, thing
ORDER BY thing.name, thing.id
WHERE other.id <> $bank
WITH other, collect(thing) AS things
RETURN
  other.name AS other_bank,
  other.id AS other_bank_id,
  [x IN things WHERE x:AIModel | x.name] AS models,
  [x IN things WHERE x:AIModel | x.id] AS model_ids,
  [x IN things WHERE x:Vendor | x.name] AS vendors,
  [x IN things WHERE x:Vendor | x.id] AS vendor_ids,
  [x IN things WHERE x:BusinessArea | x.name] AS areas,
  [x IN things WHERE x:BusinessArea | x.id] AS area_ids
ORDER BY size(models) + size(vendors) DESC, size(areas) DESC, other_bank, other_bank_id
