"""Who else holds the facts that an undo may change, and with which texts.

A load that repeats a fact keeps its own text only where that differs from the one shown; else its text is
the one that was shown at that step. What is shown changes only by loads and undos that keep what stood
before (``displaced``), so each load's text can be told: the one that it kept, or the one shown at its step.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

import orjson

from graph.facts import shown_text, text_columns
from graph.loads.draft import marks, portions
from graph.loads.kept import kept
from graph.loads.known import Transaction
from graph.loads.spool import Adding, Spool
from graph.schema import FACT_BY_KIND

_TABLES = (
    "CREATE TABLE held (id TEXT, load TEXT, number INTEGER, step INTEGER, texts BLOB)",
    "CREATE TABLE displaced (id TEXT, step INTEGER, texts BLOB)",
    "CREATE TABLE withdrawn (id TEXT, step INTEGER)",
)
_INDEXES = tuple(f"CREATE INDEX {table}_id ON {table} (id)" for table in ("held", "displaced", "withdrawn"))
_PRESENT = "MATCH (l:Load) WHERE l.state <> 'undone' AND l.id <> $load RETURN l.id AS load, l.number AS number"
Texts = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Holder:
    """A load that holds a fact: its number, the step at which it came to, the texts that it kept."""

    number: int
    load: str
    step: int
    texts: Texts


class History:
    """Holders and former texts of some facts, as far as another load than ``load`` is concerned."""

    def __init__(self, tx: Transaction, load: str, facts: Set[str]) -> None:
        self._spool = Spool(*_TABLES)
        self.present = {row["load"]: row["number"] for row in tx.run(_PRESENT, load=load)}
        held, displaced = Adding(self._spool, "held", 5), Adding(self._spool, "displaced", 3)
        withdrawn = Adding(self._spool, "withdrawn", 2)
        for one in kept(tx, "repeated", "displaced", "withdrawn"):
            id_ = one.record["id"]
            if id_ not in facts:
                continue
            texts = orjson.dumps(one.record.get("texts") or {})
            if one.holds == "displaced":
                displaced.add(id_, one.step, texts)
            elif one.holds == "withdrawn":
                withdrawn.add(id_, one.step)
            elif one.load in self.present:
                held.add(id_, one.load, self.present[one.load], one.step, texts)
        for adding in (held, displaced, withdrawn):
            adding.flush()
        for statement in _INDEXES:
            self._spool.run(statement)

    def close(self) -> None:
        """Give memory and disk back."""
        self._spool.close()

    def holders(self, ids: list[str]) -> dict[str, list[Holder]]:
        """By fact the loads that repeated it, the earliest first."""
        found: dict[str, list[Holder]] = {}
        for id_, *rest in self._rows("id, number, load, step, texts", "held", ids, "number, step"):
            number, load, step, texts = rest
            found.setdefault(id_, []).append(Holder(number, load, step, orjson.loads(texts)))
        return found

    def texts(self, facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Texts]:
        """The texts to show of each fact once the load is gone, from what all others brought.

        ``facts``: their properties in the graph.
        """
        ids = list(facts)
        holders, before = self.holders(ids), self._former(ids)
        born = dict(self._rows("id, max(step)", "withdrawn", ids, "id", "GROUP BY id"))
        return {
            id_: self._shown(fact, holders.get(id_, []), before.get(id_, []), born.get(id_, 0))
            for id_, fact in facts.items()
        }

    def _shown(
        self, fact: Mapping[str, Any], holders: list[Holder], former: list[tuple[int, Texts]], born: int
    ) -> Texts:
        first, everyone = fact["load"], list(holders)
        if first in self.present and all(holder.load != first for holder in holders):
            everyone.append(Holder(0, first, born, {}))
        return {
            column: shown_text(
                holder.texts[column] if column in holder.texts else _at(holder.step, column, former, fact.get(column))
                for holder in everyone
            )
            for column in text_columns(FACT_BY_KIND[fact["kind"]])
        }

    def _former(self, ids: list[str]) -> dict[str, list[tuple[int, Texts]]]:
        found: dict[str, list[tuple[int, Texts]]] = {}
        for id_, step, texts in self._rows("id, step, texts", "displaced", ids, "step"):
            found.setdefault(id_, []).append((step, orjson.loads(texts)))
        return found

    def _rows(self, what: str, table: str, ids: list[str], order: str, group: str = "") -> Iterator[Any]:
        for some in portions(ids):
            yield from self._spool.rows(
                f"SELECT {what} FROM {table} WHERE id IN ({marks(some)}) {group} ORDER BY {order}", some
            )


def _at(step: int, column: str, former: list[tuple[int, Texts]], now: str | None) -> str | None:
    """The text that was shown once ``step`` was done: what the next change of it displaced, else the present one."""
    return next((texts[column] for later, texts in former if later > step and column in texts), now)
