// title: How two banks are linked
// title_zh: 两家银行如何相连
// about: To be drawn: the shortest paths between two banks over models, vendors, initiatives and areas (years and groups would link all), the best sourced first. One row a path; weakest is the smallest number of independent sources on it.
// about_zh: 供绘图：两家银行之间经由模型、供应商、举措和领域的最短路径（不经年份与群体，否则处处相连），来源多者在前。每条路径一行；weakest为路径上最少的独立来源数。
// param bank: Bank = bank-of-beijing
// param other: Bank = icbc
// param most: int = 20
// returns: steps, weakest, path
MATCH (b:Bank {id: $bank}), (o:Bank {id: $other})
WHERE b <> o
MATCH path = allShortestPaths((b)-[:LAUNCHED|DEPLOYED|PARTNERED_WITH|SERVES|USES|BUILT_WITH|MADE_BY*..8]-(o))
RETURN
  length(path) AS steps,
  reduce(least = null, r IN relationships(path) |
    CASE WHEN r.sources IS NULL OR least <= r.sources THEN least ELSE r.sources END) AS weakest,
  path
ORDER BY
  weakest DESC,
  [n IN nodes(path) | labels(n)[0] + ' ' + n.id],
  [r IN relationships(path) | type(r)]
LIMIT $most
