// about: Things with their properties and the number of facts that name them.
// param label: str
// param ids: strs
// returns: thing, facts
UNWIND $ids AS id
MATCH (n:$($label) {id: id})
RETURN n {.*, pinyin: null, spellings: null} AS thing,
       COUNT { (n)<-[:ABOUT]-() } + COUNT { (n)<-[:STATED_IN]-() } + COUNT { (n)<-[:IN_YEAR]-(:Fact) } AS facts
