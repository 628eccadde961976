// about: The ids of things of one label that one relationship type joins to a thing, in their order, behind $after.
// param at: str
// param type: str
// param id: str
// param label: str
// param names: strs = []
// param values: strs = []
// param near: strs = []
// param q: str? = null
// param after: str = ''
// param limit: int
// returns: id
MATCH (:$($at) {id: $id})-[:$($type)]-(n:$($label))
WITH n, n.id AS id // so that the planner begins at the one thing, and not at all that come behind $after
WHERE id > $after
  AND all(i IN range(0, size($names) - 1) WHERE toString(n[$names[i]]) = $values[i])
  AND all(one IN $near WHERE EXISTS {
    (n)-[:LAUNCHED|DEPLOYED|USES|SERVES|BUILT_WITH|PARTNERED_WITH|IN_YEAR|MADE_BY|COPY_OF|MEMBER_OF]-(x)
    WHERE labels(x)[0] + ':' + x.id = one
  })
  AND ($q IS NULL OR any(text IN [n.id, n.name, n.name_zh] + n.aliases WHERE toLower(text) CONTAINS toLower($q)))
RETURN id ORDER BY id LIMIT $limit
