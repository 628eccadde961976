// about: A claim or a source, and what its claims' own relationships join to it.
// param label: str
// param id: str
// param near: int = 1000
// returns: nodes, relationships
MATCH (x:$($label) {id: $id})
CALL (x) {
  MATCH (x)-[r:ABOUT|STATED_IN|IN_YEAR|REPORTED|MEASURES|COPY_OF]-(n)
  WITH n, collect(r) AS lines ORDER BY n.id LIMIT $near
  RETURN collect(n) AS near, collect(lines) AS lines
}
RETURN [x] + near AS nodes, reduce(all = [], some IN lines | all + some) AS relationships
