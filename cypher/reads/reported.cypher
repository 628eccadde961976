// about: Which banks report which metrics, with the facts and sources behind each pair.
// param banks: strs = []
// param metrics: strs = []
// param most: int = 6000
// returns: bank, metric, facts, stated_in, first_year, last_year
MATCH (b:Bank)-[:REPORTED]->(o:Observation)-[:MEASURES]->(m:Metric)
WHERE (size($banks) = 0 OR b.id IN $banks) AND (size($metrics) = 0 OR m.id IN $metrics)
MATCH (o)-[:STATED_IN]->(s:Source)
RETURN b AS bank, m AS metric, collect(DISTINCT o.id) AS facts, collect(DISTINCT s.id) AS stated_in,
       min(o.year) AS first_year, max(o.year) AS last_year
ORDER BY size(facts) DESC, bank.id, metric.id LIMIT $most
