// title: Around an AI model
// title_zh: 一个AI模型的周围
// about: To be drawn: the model, its maker, the banks that use it, the initiatives that use it and what these serve. One row a relationship.
// about_zh: 供绘图：模型及其开发者、使用它的银行和举措，以及这些举措所服务的领域。每个关系一行。
// param model: AIModel = deepseek
// returns: from_node, relationship, to_node
MATCH (m:AIModel {id: $model})
CALL {
  WITH m
  MATCH (m)-[relationship:MADE_BY]->(maker)
  RETURN m AS from_node, relationship, maker AS to_node
  UNION ALL
  WITH m
  MATCH (user:Bank|Initiative)-[relationship:DEPLOYED|USES]->(m)
  RETURN user AS from_node, relationship, m AS to_node
  UNION ALL
  WITH m
  MATCH (b:Bank)-[relationship:LAUNCHED]->(i:Initiative)-[:USES]->(m)
  RETURN b AS from_node, relationship, i AS to_node
  UNION ALL
  WITH m
  MATCH (m)<-[:USES]-(i:Initiative)-[relationship:SERVES]->(a:BusinessArea)
  RETURN i AS from_node, relationship, a AS to_node
}
RETURN from_node, relationship, to_node
ORDER BY type(relationship), from_node.id, labels(to_node)[0], to_node.id
