// about: Ids and names of the things of one label, to find the one that was meant.
// param label: str
// param most: int = 20000
// returns: id, name, name_zh, aliases
MATCH (n:$($label))
RETURN n.id AS id, n.name AS name, n.name_zh AS name_zh, n.aliases AS aliases LIMIT $most
