// about: The source that a source copies, and those that copy it.
// param id: str
// returns: original, copies
MATCH (s:Source {id: $id})
OPTIONAL MATCH (s)-[:COPY_OF]->(original:Source)
RETURN original, COLLECT { MATCH (s)<-[:COPY_OF]-(copy:Source) RETURN copy ORDER BY copy.id } AS copies
