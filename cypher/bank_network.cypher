// title: A bank's network
// title_zh: 一家银行的关系网络
// about: To be drawn: the bank with its initiatives, models and vendors, and what its initiatives serve, use and were built with. One row a relationship.
// about_zh: 供绘图：银行及其举措、模型和供应商，以及各举措所服务的领域、使用的模型和共建的供应商。每个关系一行。
// param bank: Bank = bank-of-beijing
// returns: from_node, relationship, to_node
MATCH (b:Bank {id: $bank})
CALL {
  WITH b
  MATCH (b)-[relationship:LAUNCHED|DEPLOYED|PARTNERED_WITH]->(to_node)
  RETURN b AS from_node, relationship, to_node
  UNION ALL
  WITH b
  MATCH (b)-[:LAUNCHED]->(from_node:Initiative)-[relationship:SERVES|USES|BUILT_WITH]->(to_node)
  RETURN from_node, relationship, to_node
}
RETURN from_node, relationship, to_node
ORDER BY type(relationship), from_node.id, labels(to_node)[0], to_node.id
