// about: The ids of all loads, the newest first.
// returns: id
MATCH (l:Load)
RETURN l.id AS id ORDER BY l.number DESC
