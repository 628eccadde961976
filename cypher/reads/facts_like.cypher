// about: A few ids of facts that begin alike.
// param start: str
// returns: id
MATCH (f:Fact) USING INDEX f:Fact(id)
WHERE f.id STARTS WITH $start
RETURN f.id AS id ORDER BY f.id LIMIT 3
