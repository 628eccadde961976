// about: How often loads and undos have written; changes whenever another load comes to hold a fact.
// returns: steps
MATCH (s:GraphState {id: 'state'})
RETURN coalesce(s.steps, s.loads, 0) AS steps
