// about: What facts name together with a thing, the newest first, with these facts, behind $before and $after.
// param at: str
// param type: str
// param id: str
// param label: str
// param names: strs = []
// param values: strs = []
// param near: strs = []
// param q: str? = null
// param before: int = 9999
// param after: str = ''
// param limit: int
// returns: year, id, facts, stated_in, first_year, last_year
MATCH (:$($at) {id: $id})<-[:$($type)]-(f:Fact)-[:ABOUT]->(n:$($label))
WITH n, collect(f.id) AS facts, collect(DISTINCT f.source) AS stated_in, min(f.year) AS first_year, max(f.year) AS last_year
WITH *, coalesce(first_year, 0) AS year
WHERE (year < $before OR (year = $before AND n.id > $after))
  AND all(i IN range(0, size($names) - 1) WHERE toString(n[$names[i]]) = $values[i])
  AND all(one IN $near WHERE EXISTS {
    (n)-[:LAUNCHED|DEPLOYED|USES|SERVES|BUILT_WITH|PARTNERED_WITH|IN_YEAR|MADE_BY|COPY_OF|MEMBER_OF]-(x)
    WHERE labels(x)[0] + ':' + x.id = one
  })
  AND ($q IS NULL OR any(text IN [n.id, n.name, n.name_zh] + n.aliases WHERE toLower(text) CONTAINS toLower($q)))
RETURN year, n.id AS id, facts, stated_in, first_year, last_year ORDER BY year DESC, id LIMIT $limit
