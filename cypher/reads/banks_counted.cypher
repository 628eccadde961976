// about: What there is of each bank: facts, initiatives, models, metrics, vendors, and the sources that speak of it.
// param ids: strs
// returns: id, facts, initiatives, models, metrics, partners, sources
UNWIND $ids AS id
MATCH (b:Bank {id: id})
RETURN id,
       COUNT { (b)<-[:ABOUT]-() } AS facts,
       COUNT { (b)-[:LAUNCHED]->() } AS initiatives,
       COUNT { (b)-[:DEPLOYED]->() } AS models,
       COUNT { MATCH (b)-[:REPORTED]->()-[:MEASURES]->(m) RETURN DISTINCT m } AS metrics,
       COUNT { (b)-[:PARTNERED_WITH]->() } AS partners,
       COLLECT { MATCH (b)<-[:ABOUT]-(f:Fact) RETURN DISTINCT f.source } AS sources
