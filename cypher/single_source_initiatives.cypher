// title: Initiatives that one source alone tells of
// title_zh: 仅有单一来源的举措
// about: One row an initiative (of one bank, where given) whose claims go back to one independent source, as far as known, with publishers and the claims. All vendors together count as one source.
// about_zh: 相关说法（据目前所知）只出自一个独立来源的举措各一行（可限定一家银行），列出发布者和说法。所有供应商合计为一个来源。
// param bank: Bank? = bank-of-beijing
// returns: bank, bank_id, initiative, initiative_id, category, first_year, last_year, publishers, source_ids, fact_ids
MATCH (b:Bank)-[launched:LAUNCHED {sources: 1}]->(i:Initiative)
WHERE $bank IS NULL OR b.id = $bank
RETURN
  b.name AS bank,
  b.id AS bank_id,
  i.name AS initiative,
  i.id AS initiative_id,
  i.category AS category,
  launched.first_year AS first_year,
  launched.last_year AS last_year,
  COLLECT {
    UNWIND launched.facts AS id MATCH (:Fact {id: id})-[:STATED_IN]->(s:Source)
    RETURN DISTINCT s.publisher AS publisher ORDER BY publisher
  } AS publishers,
  COLLECT {
    UNWIND launched.facts AS id MATCH (:Fact {id: id})-[:STATED_IN]->(s:Source)
    RETURN DISTINCT s.id AS source ORDER BY source
  } AS source_ids,
  launched.facts AS fact_ids
ORDER BY bank, bank_id, initiative, initiative_id
