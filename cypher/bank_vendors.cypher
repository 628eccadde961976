// title: Whom a bank works with
// title_zh: 一家银行与谁合作
// about: One row a vendor, the earliest first (undated last), with what for, the bank's initiatives built with it, and the number of independent sources.
// about_zh: 每家供应商一行，年份早者在前（无年份者在后），列出合作目的、共建的举措，以及独立来源数。
// param bank: Bank = bank-of-beijing
// returns: vendor, vendor_id, purposes, purposes_zh, initiatives, initiative_ids, first_year, last_year, sources, fact_ids
MATCH (b:Bank {id: $bank})-[partnered:PARTNERED_WITH]->(v:Vendor)
RETURN
  v.name AS vendor,
  v.id AS vendor_id,
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
ORDER BY first_year, vendor, vendor_id
