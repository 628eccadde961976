// about: Of the given ids of facts those that fit, in their order, behind $after.
// param ids: strs
// param names: strs = []
// param values: strs = []
// param about: strs = []
// param after: str = ''
// param limit: int
// returns: id
UNWIND $ids AS id
MATCH (f:Fact {id: id})
WHERE f.id > $after
  AND all(i IN range(0, size($names) - 1) WHERE toString(f[$names[i]]) = $values[i])
  AND all(one IN $about WHERE EXISTS { (f)-[:ABOUT|STATED_IN|IN_YEAR]->(x) WHERE labels(x)[0] + ':' + x.id = one })
WITH DISTINCT f
RETURN f.id AS id ORDER BY f.id LIMIT $limit
