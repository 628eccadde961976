// about: A thing, what it is joined to, what these are joined to, and the relationships between all of them.
// param label: str
// param id: str
// param near: int = 1000
// param far: int = 300
// returns: nodes, relationships
MATCH (x:$($label) {id: $id})
CALL (x) {
  MATCH (x)-[r:LAUNCHED|DEPLOYED|USES|SERVES|BUILT_WITH|PARTNERED_WITH|MADE_BY|MEMBER_OF|IN_YEAR]-(n)
  WHERE NOT n:Fact
  WITH n, max(coalesce(r.sources, 0)) AS sources ORDER BY sources DESC, n.id LIMIT $near
  RETURN collect(n) AS near
}
CALL (x, near) {
  UNWIND near AS n
  MATCH (n)-[:LAUNCHED|DEPLOYED|USES|SERVES|BUILT_WITH|PARTNERED_WITH|MADE_BY]-(m)
  WHERE NOT n:BankGroup AND NOT n:Year AND m <> x AND NOT m IN near
  WITH m, count(*) AS joins ORDER BY joins DESC, m.id LIMIT $far
  RETURN collect(m) AS far
}
WITH [x] + near + far AS nodes
CALL (nodes) {
  UNWIND nodes AS a
  MATCH (a)-[r:LAUNCHED|DEPLOYED|USES|SERVES|BUILT_WITH|PARTNERED_WITH|MADE_BY|MEMBER_OF|IN_YEAR]->(b)
  WHERE b IN nodes
  RETURN collect(DISTINCT r) AS relationships
}
RETURN nodes, relationships
