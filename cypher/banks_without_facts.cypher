// title: Banks of which nothing is reported
// title_zh: 没有任何说法提及的银行
// about: One row a bank that no claim names. That nothing is known here does not mean that the bank does nothing.
// about_zh: 没有任何说法提及的银行各一行。此处没有记录，并不表示该银行没有行动。
// returns: bank, bank_id, type, country
MATCH (b:Bank)
WHERE NOT EXISTS { (b)<-[:ABOUT]-(:Fact) }
RETURN b.name AS bank, b.id AS bank_id, b.type AS type, b.country AS country
ORDER BY bank, bank_id
