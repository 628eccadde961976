// about: What the overview draws from: things of these labels, and the best sourced relationships between them.
// param labels: strs
// param most: int = 6000
// returns: nodes, relationships
CALL () {
  MATCH (n:Bank|AIModel|Initiative|BusinessArea|Year|Vendor|Metric)
  WHERE any(label IN labels(n) WHERE label IN $labels)
  WITH n LIMIT $most
  RETURN collect(n) AS nodes
}
CALL () {
  MATCH (a:Bank|Initiative)-[r:LAUNCHED|DEPLOYED|USES|SERVES|IN_YEAR|BUILT_WITH|PARTNERED_WITH]->(b)
  WHERE any(label IN labels(b) WHERE label IN $labels)
  WITH r ORDER BY r.sources DESC, a.id, b.id LIMIT $most
  RETURN collect(r) AS relationships
}
RETURN nodes, relationships
