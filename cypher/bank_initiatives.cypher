// title: What a bank has launched
// title_zh: 一家银行推出了什么
// about: One row an initiative, the latest first, with areas, models and vendors, the first and last year that claims about it speak of (not its launch), how many claims state a measured result of it, and who says so.
// about_zh: 每项举措一行，最近者在前，列出业务领域、模型、供应商、相关说法所指的首末年份（并非推出年份）、说明其量化成果的说法数，以及出处。
// param bank: Bank = bank-of-beijing
// returns: initiative, initiative_id, category, areas, area_ids, models, model_ids, vendors, vendor_ids, first_year, last_year, results, sources, publishers, source_ids
MATCH (:Bank {id: $bank})-[launched:LAUNCHED]->(i:Initiative)
RETURN
  i.name AS initiative,
  i.id AS initiative_id,
  i.category AS category,
  COLLECT { MATCH (i)-[:SERVES]->(a:BusinessArea) RETURN a.name ORDER BY a.name, a.id } AS areas,
  COLLECT { MATCH (i)-[:SERVES]->(a:BusinessArea) RETURN a.id ORDER BY a.name, a.id } AS area_ids,
  COLLECT { MATCH (i)-[:USES]->(m:AIModel) RETURN m.name ORDER BY m.name, m.id } AS models,
  COLLECT { MATCH (i)-[:USES]->(m:AIModel) RETURN m.id ORDER BY m.name, m.id } AS model_ids,
  COLLECT { MATCH (i)-[:BUILT_WITH]->(v:Vendor) RETURN v.name ORDER BY v.name, v.id } AS vendors,
  COLLECT { MATCH (i)-[:BUILT_WITH]->(v:Vendor) RETURN v.id ORDER BY v.name, v.id } AS vendor_ids,
  launched.first_year AS first_year,
  launched.last_year AS last_year,
  COUNT { (i)<-[:ABOUT]-(o:Observation) WHERE o.status = 'stated' } AS results,
  launched.sources AS sources,
  COLLECT {
    UNWIND launched.facts AS id MATCH (:Fact {id: id})-[:STATED_IN]->(s:Source)
    RETURN DISTINCT s.publisher AS publisher ORDER BY publisher
  } AS publishers,
  COLLECT {
    UNWIND launched.facts AS id MATCH (:Fact {id: id})-[:STATED_IN]->(s:Source)
    RETURN DISTINCT s.id AS source ORDER BY source
  } AS source_ids
ORDER BY coalesce(last_year, 0) DESC, coalesce(first_year, 0) DESC, initiative, initiative_id
