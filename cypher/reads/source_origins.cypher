// about: Sources and all that they copy, with what counting independent sources needs.
// param ids: strs
// returns: id, copy_of, reliability
UNWIND $ids AS id
MATCH (:Source {id: id})-[:COPY_OF*0..]->(s:Source)
RETURN DISTINCT s.id AS id, s.copy_of AS copy_of, s.reliability AS reliability
