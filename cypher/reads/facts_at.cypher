// about: The ids of the facts at one thing (about it, stated in it, of its year), in their order, behind $after.
// param label: str
// param type: str
// param id: str
// param names: strs = []
// param values: strs = []
// param about: strs = []
// param after: str = ''
// param limit: int
// returns: id
MATCH (:$($label) {id: $id})<-[:$($type)]-(f:Fact)
WITH f, f.id AS id // so that the planner begins at the one thing, and not at all that come behind $after
WHERE id > $after
  AND all(i IN range(0, size($names) - 1) WHERE toString(f[$names[i]]) = $values[i])
  AND all(one IN $about WHERE EXISTS { (f)-[:ABOUT|STATED_IN|IN_YEAR]->(x) WHERE labels(x)[0] + ':' + x.id = one })
RETURN id ORDER BY id LIMIT $limit
