// about: How many nodes of each label and relationships of each type there are, from Neo4j's own counts; REPORTED: pairs of bank and metric.
// returns: nodes, relationships
CALL () {
  MATCH (b:Bank)-[:REPORTED]->(:Observation)-[:MEASURES]->(m:Metric)
  WITH DISTINCT b, m
  RETURN count(*) AS reported
}
RETURN {
  Bank: COUNT { (:Bank) }, BankGroup: COUNT { (:BankGroup) }, Vendor: COUNT { (:Vendor) },
  AIModel: COUNT { (:AIModel) }, BusinessArea: COUNT { (:BusinessArea) }, Metric: COUNT { (:Metric) },
  Initiative: COUNT { (:Initiative) }, Source: COUNT { (:Source) }, Year: COUNT { (:Year) }, Fact: COUNT { (:Fact) }
} AS nodes, {
  LAUNCHED: COUNT { ()-[:LAUNCHED]->() }, DEPLOYED: COUNT { ()-[:DEPLOYED]->() }, USES: COUNT { ()-[:USES]->() },
  SERVES: COUNT { ()-[:SERVES]->() }, BUILT_WITH: COUNT { ()-[:BUILT_WITH]->() },
  PARTNERED_WITH: COUNT { ()-[:PARTNERED_WITH]->() }, IN_YEAR: COUNT { (:Initiative)-[:IN_YEAR]->() },
  REPORTED: reported, MADE_BY: COUNT { ()-[:MADE_BY]->() }, MEMBER_OF: COUNT { ()-[:MEMBER_OF]->() }
} AS relationships
