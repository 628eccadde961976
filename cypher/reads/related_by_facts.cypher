// about: What facts name together with a thing, the newest first, with these facts, behind $before and $after.
// param at: str
// param type: str
// param id: str
// param label: str
// param before: int = 9999
// param after: str = ''
// param limit: int
// returns: year, id, facts, stated_in, first_year, last_year
MATCH (:$($at) {id: $id})<-[:$($type)]-(f:Fact)-[:ABOUT]->(n:$($label))
WITH n, collect(f.id) AS facts, collect(DISTINCT f.source) AS stated_in, min(f.year) AS first_year, max(f.year) AS last_year
WITH *, coalesce(first_year, 0) AS year
WHERE year < $before OR (year = $before AND n.id > $after)
RETURN year, n.id AS id, facts, stated_in, first_year, last_year ORDER BY year DESC, id LIMIT $limit
