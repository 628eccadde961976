// about: The ids of the facts that one load was the first to bring in their order, behind $after.
// param load: str
// param names: strs = []
// param values: strs = []
// param about: strs = []
// param after: str = ''
// param limit: int
// returns: id
MATCH (f:Fact) USING INDEX f:Fact(load, id)
WHERE f.load = $load AND f.id > $after
  AND all(i IN range(0, size($names) - 1) WHERE toString(f[$names[i]]) = $values[i])
  AND all(one IN $about WHERE EXISTS { (f)-[:ABOUT|STATED_IN|IN_YEAR]->(x) WHERE labels(x)[0] + ':' + x.id = one })
RETURN f.load AS load, f.id AS id ORDER BY f.load, f.id LIMIT $limit
