// title: A business area with its banks and models
// title_zh: 一个业务领域及其银行与模型
// about: To be drawn: the area, the initiatives that serve it, the banks that launched them and the models that they use. One row a relationship.
// about_zh: 供绘图：业务领域、服务于它的举措、推出这些举措的银行，以及所用模型。每个关系一行。
// param area: BusinessArea = investment-research
// returns: from_node, relationship, to_node
MATCH (a:BusinessArea {id: $area})<-[serves:SERVES]-(i:Initiative)
CALL {
  WITH a, i, serves
  RETURN i AS from_node, serves AS relationship, a AS to_node
  UNION ALL
  WITH i
  MATCH (b:Bank)-[relationship:LAUNCHED]->(i)
  RETURN b AS from_node, relationship, i AS to_node
  UNION ALL
  WITH i
  MATCH (i)-[relationship:USES]->(m:AIModel)
  RETURN i AS from_node, relationship, m AS to_node
}
RETURN from_node, relationship, to_node
ORDER BY type(relationship), from_node.id, to_node.id
