// title: What two banks share
// title_zh: 两家银行的共同点
// about: One row a model, vendor or business area that both have, with the first year that the claims speak of at each and the number of independent sources for each.
// about_zh: 双方共有的模型、供应商或业务领域各一行，分别列出相关说法所指的最早年份和独立来源数。
// param bank: Bank = bank-of-beijing
// param other: Bank = icbc
// returns: label, thing, thing_id, first_year, sources, other_first_year, other_sources
CALL {
  MATCH (b:Bank)-[line:DEPLOYED|PARTNERED_WITH]->(thing)
  WHERE b.id IN [$bank, $other]
  RETURN b, line, thing
  UNION ALL
  MATCH (b:Bank)-[:LAUNCHED]->(:Initiative)-[line:SERVES]->(thing)
  WHERE b.id IN [$bank, $other]
  RETURN b, line, thing
}
UNWIND line.facts AS id
// Independent sources: copies count as what they copy, all vendors together as one.
MATCH (f:Fact {id: id})-[:STATED_IN]->(:Source)-[:COPY_OF*0..]->(root:Source)
WHERE NOT EXISTS { (root)-[:COPY_OF]->() }
WITH
  thing,
  b.id AS bank_id,
  min(f.year) AS first_year,
  count(DISTINCT CASE root.reliability WHEN 'vendor' THEN '' ELSE root.id END) AS sources
WITH thing, collect({bank: bank_id, first_year: first_year, sources: sources}) AS sides
WHERE size(sides) = 2
WITH thing, [s IN sides WHERE s.bank = $bank][0] AS one, [s IN sides WHERE s.bank = $other][0] AS two
RETURN
  labels(thing)[0] AS label,
  thing.name AS thing,
  thing.id AS thing_id,
  one.first_year AS first_year,
  one.sources AS sources,
  two.first_year AS other_first_year,
  two.sources AS other_sources
ORDER BY label, thing, thing_id
