// title: Sources that copy others
// title_zh: 转抄其他来源的来源
// about: One row a source that is known to copy, with the original at the end of the chain and the number of claims that rest on the copy. A copy adds no independent source.
// about_zh: 已知为转抄的来源各一行，列出最终原始来源，以及以该转抄为据的说法数。转抄不增加独立来源。
// returns: source, source_id, publisher, published, original_source, original_source_id, original_publisher, original_published, fact_count
MATCH (copy:Source)-[:COPY_OF*1..]->(root:Source)
WHERE NOT EXISTS { (root)-[:COPY_OF]->() }
RETURN
  copy.name AS source,
  copy.id AS source_id,
  copy.publisher AS publisher,
  copy.published AS published,
  root.name AS original_source,
  root.id AS original_source_id,
  root.publisher AS original_publisher,
  root.published AS original_published,
  COUNT { (copy)<-[:STATED_IN]-(:Fact) } AS fact_count
ORDER BY original_source_id, source_id
