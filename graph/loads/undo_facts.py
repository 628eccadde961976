"""The facts of a load that is undone: handed to whoever else brought them, or withdrawn."""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.elements import Key, Node
from graph.export import record_of
from graph.loads.changes import Changes
from graph.loads.history import History, Texts
from graph.loads.kept import kept
from graph.loads.known import Known, Transaction
from graph.loads.meaning import portions
from graph.loads.plan import Portion, claim_lines
from graph.loads.prospect import Prospect
from graph.loads.summaries import plan_summaries

_OWN = """
MATCH (f:Fact) USING INDEX f:Fact(load, id)
WHERE f.load = $load AND f.id > '' RETURN f.id AS id, f.bank AS bank
"""
SETTLED = "settled"
"""What is kept of the facts that stay until the undo has ended, so that none is counted twice."""
Facts = Mapping[str, Mapping[str, Any]]


def facts_held(tx: Transaction, load: str) -> tuple[list[str], list[str]]:
    """The ids of the facts that a load was the first to bring, bank by bank, and of those that it repeated.

    Without those that an interrupted undo has settled.
    """
    own = sorted((row["bank"] or "", row["id"]) for row in tx.run(_OWN, load=load))
    first = [id_ for _, id_ in own]
    repeated = {one.record["id"] for one in kept(tx, "repeated", load=load)}
    settled = {one.record["id"] for one in kept(tx, SETTLED, load=load)}
    return first, sorted(repeated.difference(first, settled))


def plan_facts(
    known: Known, history: History, load: str, held: tuple[list[str], list[str]], size: int
) -> Iterator[Portion]:
    """Portions that withdraw, hand over, and show other loads' texts again; each must be written before the next."""
    for some in portions([*held[0], *held[1]], size):
        yield _portion(known, history, load, known.nodes("Fact", some))


def _portion(known: Known, history: History, load: str, facts: Facts) -> Portion:
    made = Portion()
    holders = history.holders(list(facts))
    lost = {id_: fact for id_, fact in facts.items() if fact["load"] == load and id_ not in holders}
    staying = {id_: fact for id_, fact in facts.items() if id_ not in lost}
    for id_, texts in history.texts(staying).items():
        first = holders[id_][0].load if facts[id_]["load"] == load else facts[id_]["load"]
        made.counts[f"held:{first}"] += 1
        if first != facts[id_]["load"]:
            made.changes.mark_node(Key("Fact", id_), {"load": first})
        _show(made, id_, facts[id_], texts)
    made.keep(SETTLED, [{"id": id_} for id_ in staying])
    _withdraw(known, made, lost)
    return made


def _show(made: Portion, id_: str, fact: Mapping[str, Any], texts: Texts) -> None:
    before = {column: fact.get(column) for column, text in texts.items() if fact.get(column) != text}
    if before:
        made.changes.change_node(Key("Fact", id_), dict(fact), {column: texts[column] for column in before})
        made.keep("displaced", [{"id": id_, "texts": before}])


def _withdraw(known: Known, made: Portion, facts: Facts) -> None:
    claims = {id_: record_of(Node(Key("Fact", id_), fact))[1] for id_, fact in facts.items()}
    for id_, columns in claims.items():
        for line in claim_lines(id_, columns):
            made.changes.delete_line(line)
        made.changes.delete_node(Key("Fact", id_), dict(facts[id_]))
        made.counts[f"withdrawn:{columns['kind']}"] += 1
    made.keep("withdrawn", claims.values())
    plan_summaries(Prospect(known), made.changes, {}, claims)


def plan_years(tx: Transaction, changes: Changes) -> None:
    """Take away the years of which no fact is left."""
    for row in tx.run("MATCH (y:Year) WHERE NOT EXISTS { (y)<-[:IN_YEAR]-() } RETURN y {.*} AS y"):
        changes.delete_node(Key("Year", row["y"]["id"]), row["y"])
