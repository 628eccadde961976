"""What people's own Cypher may do: read this graph, and nothing else.

READ mode, in which it runs, refuses every write; it lets through what reads files, addresses, settings and other
people's queries, and what ends them. So each query is planned first, and only a plan whose every operator is known
to read this graph is run: an operator, procedure or function that is not listed here is refused, whatever it is.
The plan is Neo4j's own reading of the text, so no spelling, comment or escape hides anything from it. It names the
functions only within its texts, so those are taken from the tokens of the query.
"""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

import neo4j

from graph.errors import QueryError
from graph.explain import Plan, explain
from graph.tokens import calls, deeper_than, tokens

DEEPEST = 100
"""Brackets in each other. Neo4j 5.26 runs out of stack at some 250, and then does not answer at all."""

_SEEKS = ("ByElementIdSeek", "ByIdSeek")
_INDEX = ("IndexContainsScan", "IndexEndsWithScan", "IndexScan", "IndexSeek", "IndexSeekByRange",
          "UniqueIndexSeek", "UniqueIndexSeekByRange")  # fmt: skip
_RELATIONSHIPS = ("AllRelationshipsScan", "RelationshipTypeScan", "UnionRelationshipTypesScan",
                  "RelationshipVectorIndexSearch",
                  *(f"Relationship{how}" for how in (*_SEEKS, *_INDEX)))  # fmt: skip
OPERATORS = frozenset({
    "AllNodesScan", "Anti", "AntiConditionalApply", "AntiSemiApply", "Apply", "Argument", "ArgumentTracker",
    "BidirectionalRepeat", "CacheProperties", "CartesianProduct", "ConditionalApply", "Distinct",
    "DynamicDirectedRelationshipTypeLookup", "DynamicLabelNodeLookup", "DynamicUndirectedRelationshipTypeLookup",
    "Eager", "EagerAggregation", "EmptyResult", "EmptyRow", "Expand", "Filter", "IntersectionNodeByLabelsScan",
    "LetAntiSemiApply", "LetSelectOrAntiSemiApply", "LetSelectOrSemiApply", "LetSemiApply", "Limit",
    "MultiNodeIndexSeek", "NodeByLabelScan", "NodeCountFromCountStore", "NodeHashJoin", "NodeLeftOuterHashJoin",
    "NodeRightOuterHashJoin", "NodeVectorIndexSearch", "NonFuseable", "NullifyMetadata", "Optional",
    "OptionalExpand", "OrderedAggregation", "OrderedDistinct", "OrderedUnion", "PartialSort", "PartialTop",
    "PathPropagatingBFS", "PreserveOrder", "ProcedureCall", "ProduceResults", "ProjectEndpoints", "Projection",
    "RelationshipCountFromCountStore", "RemoteBatchProperties", "RemoteBatchPropertiesWithFilter", "Repeat",
    "RepeatOptions", "RollUpApply", "SelectOrAntiSemiApply", "SelectOrSemiApply", "SemiApply", "ShortestPath",
    "Skip", "Sort", "StatefulShortestPath", "SubtractionNodeByLabelsScan", "Top", "Top1WithTies", "TriadicBuild",
    "TriadicFilter", "TriadicSelection", "Union", "UnionNodeByLabelsScan", "Unwind", "ValueHashJoin",
    "ValueMergeJoin", "VarLengthExpand",
    *(f"Node{how}" for how in (*_SEEKS, *_INDEX)),
    *(f"{way}{what}" for way in ("Directed", "Undirected") for what in _RELATIONSHIPS),
})  # fmt: skip
"""Those of Neo4j 5.26 to 2026.01 that read, without what stands in brackets, such as ``Expand(All)``, and without
the ``Partitioned`` ahead of those of the parallel runtime. Left out are all that write, administer, show, end
transactions, read files, or ask another database."""
PROCEDURES = frozenset({
    "db.index.fulltext.queryNodes", "db.index.fulltext.queryRelationships", "db.index.vector.queryNodes",
    "db.index.vector.queryRelationships", "db.labels", "db.propertyKeys", "db.relationshipTypes",
    "db.schema.nodeTypeProperties", "db.schema.relTypeProperties", "db.schema.visualization",
})  # fmt: skip
NAMESPACES = frozenset({"date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector"})
"""Of Neo4j's own functions. All others with a dot in their names are plug-ins', or lead to other graphs."""
_MOST, _LONGEST = 256, 20_000


class PlanGuard:
    """Lets through what only reads. Remembers the texts that passed: their operators stay what they are."""

    def __init__(self) -> None:
        self._passed: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def check(self, transaction: neo4j.Transaction, text: str, parameters: Mapping[str, Any], database: str) -> None:
        """Raises ``QueryError`` for what is wrong or refused. ``database`` is the one that holds the graph."""
        if not self._known(text):
            self.plan(transaction, text, parameters, database)

    def plan(
        self, transaction: neo4j.Transaction, text: str, parameters: Mapping[str, Any], database: str
    ) -> tuple[list[str], Plan]:
        """The columns and the plan of a query that only reads. Raises as ``check`` does."""
        _check_text(text)
        columns, plan = explain(transaction, text, parameters)
        if plan is None:
            raise _refused("Neo4j tells no plan of it")
        for operator in plan.walk():
            _check_operator(operator, database)
        if len(text) <= _LONGEST:
            with self._lock:
                self._passed[text] = None
                if len(self._passed) > _MOST:
                    self._passed.popitem(last=False)
        return columns, plan

    def _known(self, text: str) -> bool:
        with self._lock:
            if text in self._passed:
                self._passed.move_to_end(text)
                return True
        return False


def _check_text(text: str) -> None:
    if next(tokens(text), None) is None:
        raise QueryError("Unexpected end of input: the text holds no query", "wrong", 1, 1)
    if deeper_than(DEEPEST, text):
        raise QueryError(f"more than {DEEPEST} brackets stand in each other: put it more flatly", "wrong")
    for name in sorted(calls(text)):
        if name.partition(".")[0].lower() not in NAMESPACES:
            raise _refused(f"{name[:100]} is none of Neo4j's own functions, and no others are called")


def _check_operator(plan: Plan, database: str) -> None:
    name = plan.operator.partition("(")[0].strip().removeprefix("Partitioned")
    if name not in OPERATORS:
        raise _refused(f"its plan holds {plan.operator}, which is not known to only read the graph")
    if plan.database and plan.database.lower() != database.lower():
        raise _refused(f"it asks the database {plan.database}, and the graph is in {database}")
    if name == "ProcedureCall":
        called = plan.details.partition("(")[0].strip()
        if called not in PROCEDURES:
            raise _refused(f"it calls {called}, and only these may be called: {', '.join(sorted(PROCEDURES))}")


def _refused(why: str) -> QueryError:
    return QueryError(f"the query would write, or leave the graph: {why}", "refused")
