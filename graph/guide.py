"""What docs/graph.md says in words: the parts that no table of the schema can say."""

TOP = """\
# The graph

What stands in Neo4j, for whoever writes Cypher: with `bankgraph query --cypher '...'`, over `POST /api/cypher` or in \
any other client. Every claim of every source is a node `Fact`. The things that claims speak of are nodes whose `id` \
is unique within their label, and relationships of one hop sum up what all facts together say. Questions that come \
ready-made are in [queries.md](queries.md).

This page is made from `graph/schema.py` by `scripts/docs`.
"""

EXAMPLES: tuple[tuple[str, str], ...] = (
    (
        "What has a bank launched, and which business areas does it serve?",
        """\
MATCH (b:Bank {id: 'bank-of-beijing'})-[:LAUNCHED]->(i:Initiative)-[:SERVES]->(a:BusinessArea)
RETURN i.name, collect(a.name)""",
    ),
    (
        "Which banks share a model?",
        """\
MATCH (b:Bank)-[:DEPLOYED]->(m:AIModel)<-[:DEPLOYED]-(other:Bank)
RETURN m.name, collect(DISTINCT b.name)""",
    ),
    (
        "Which initiatives use a family of models?",
        """\
MATCH (i:Initiative)-[:USES]->(m:AIModel {family: 'DeepSeek'})
RETURN i.name""",
    ),
    (
        "What do banks report of a metric over the years?",
        """\
MATCH (b:Bank)-[:REPORTED]->(o:Observation)-[:MEASURES]->(m:Metric {id: 'technology_investment'}),
(o)-[:IN_YEAR]->(y:Year)
RETURN b.name, y.value, o.value, o.unit""",
    ),
    (
        "What was measured of initiatives?",
        """\
MATCH (o:Observation)-[:ABOUT]->(i:Initiative)
RETURN i.name, o.name, o.value""",
    ),
    (
        "What is said of groups of banks?",
        """\
MATCH (t:Trend)-[:ABOUT]->(g:BankGroup)
RETURN g.name, t.statement""",
    ),
    (
        "Who says so?",
        """\
MATCH (f:Fact)-[:STATED_IN]->(s:Source)
RETURN f.id, f.evidence, s.publisher, s.url""",
    ),
    (
        "With how many banks does each vendor work?",
        """\
MATCH (b:Bank)-[:PARTNERED_WITH]->(v:Vendor)
RETURN v.name, count(b)""",
    ),
)
"""A question in words and the Cypher that answers it."""

TO_KNOW = """\
## Good to know

* **A missing property is null.** Neo4j does not store null: where a source or record says nothing, the property is \
not there, and `f.year IS NULL` is true.
* **`year`** of a fact is the year that the claim speaks of, not that of a launch, and null where the source does not \
say. `IN_YEAR` leads to the same year as a node.
* **`value` is always a float**, also of counts: 540 is stored as 540.0. Money is in whole currency units, 4.6 percent \
is 4.6. Compare values of one `unit` only, and mind `bound`, `status` (only `stated` is a result), `period` and `scope`.
* **Names are not unique.** Initiatives of several banks share one name, and `deepseek` is both a model and a vendor. \
A thing's address is its label and its `id`.
* **A fact's own `bank`, `metric`, `models` ...** hold the ids that the claim came with. To get to the things, follow \
its relationships.
* **`sources`** is the number of independent sources, as far as known: a copy counts as what it copies, and all \
vendors together count as one.
* **Text ending in `_zh`** is the Chinese beside the text of that name; null where nobody brought one.
* An empty list is stored as `[]`, never as null.
* Initiatives of the categories `leadership` and `recruitment` are in the graph; pictures hide them until asked.
"""

BOOKKEEPING = """\
## Bookkeeping

Three labels and one property are bankgraph's own, and no part of the data or of its digest:

| name | meaning |
|---|---|
| `GraphState` | One node: the digest of the data, the format of the graph, the number of steps that wrote to it. |
| `Load` | A load: `id`, `time`, `state`, and its `receipt` as JSON. |
| `LoadPart` | What a load keeps for its undo, packed. |
| `LoadTurn` | One node, locked by the load or undo that is running: the others wait for it. |
| `load`, a property of `Fact` | The id of the load that first brought the fact. |

No relationship leads to these nodes. Write to the graph with bankgraph alone: after any other write the digest no \
longer fits, as `bankgraph store check` then says.
"""
