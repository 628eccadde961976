// about: The names of things of one label by their ids; of a source its publisher too.
// param label: str
// param ids: strs
// returns: id, name, name_zh, publisher
UNWIND $ids AS id
MATCH (n:$($label) {id: id})
RETURN n.id AS id, n.name AS name, n.name_zh AS name_zh, n.publisher AS publisher
