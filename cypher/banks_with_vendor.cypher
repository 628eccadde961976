// title: Banks that work with a vendor
// title_zh: 与某一供应商合作的银行
// about: One row a bank, the earliest year first (undated last), with what for, the initiatives built with the vendor, and the number of independent sources.
// about_zh: 每家银行一行，年份早者在前（无年份者在后），列出合作目的、共建的举措，以及独立来源数。
// param vendor: Vendor = huawei
// returns: bank, bank_id, purposes, purposes_zh, initiatives, initiative_ids, first_year, last_year, sources, fact_ids
MATCH (b:Bank)-[partnered:PARTNERED_WITH]->(v:Vendor {id: $vendor})
RETURN
  b.name AS bank,
  b.id AS bank_id,
  COLLECT {
    UNWIND partnered.facts AS id MATCH (f:Fact {id: id}) WHERE f.purpose IS NOT NULL
    RETURN DISTINCT f.purpose AS purpose ORDER BY purpose
  } AS purposes,
  COLLECT {
    UNWIND partnered.facts AS id MATCH (f:Fact {id: id}) WHERE f.purpose_zh IS NOT NULL
    RETURN DISTINCT f.purpose_zh AS purpose ORDER BY purpose
  } AS purposes_zh,
  COLLECT { MATCH (b)-[:LAUNCHED]->(i:Initiative)-[:BUILT_WITH]->(v) RETURN i.name ORDER BY i.name, i.id } AS initiatives,
  COLLECT { MATCH (b)-[:LAUNCHED]->(i:Initiative)-[:BUILT_WITH]->(v) RETURN i.id ORDER BY i.name, i.id } AS initiative_ids,
  partnered.first_year AS first_year,
  partnered.last_year AS last_year,
  partnered.sources AS sources,
  partnered.facts AS fact_ids
ORDER BY first_year, bank, bank_id
