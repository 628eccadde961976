// about: What one relationship type joins to a thing, the newest first, with what supports it, behind $before and $after.
// param at: str
// param type: str
// param id: str
// param label: str
// param before: int = 9999
// param after: str = ''
// param limit: int
// returns: year, id, facts, sources, first_year, last_year
MATCH (:$($at) {id: $id})-[r:$($type)]-(n:$($label))
WITH r, n, coalesce(r.first_year, 0) AS year
WHERE year < $before OR (year = $before AND n.id > $after)
RETURN year, n.id AS id, r.facts AS facts, r.sources AS sources, r.first_year AS first_year, r.last_year AS last_year ORDER BY year DESC, id LIMIT $limit
