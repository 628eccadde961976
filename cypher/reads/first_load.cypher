// about: The load that was the first to bring a fact.
// param id: str
// returns: load
MATCH (f:Fact {id: $id})
RETURN f.load AS load
