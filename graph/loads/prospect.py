"""The graph as it will be once everything planned so far has been written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from graph.elements import Key
from graph.loads.changes import Ends
from graph.loads.draft import by_label
from graph.loads.known import Basis, Known
from graph.schema import YEAR_LABEL
from graph.sources import SourceOrigin

Pair = tuple[str, str]
_Line = tuple[dict[str, Any] | None, str | None]


class Brought(Protocol):
    """Knows entities as they will be."""

    def things(self, label: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The properties of those of ``ids`` that will be other than the graph has them."""


class Prospect:
    """What to ask while planning: the graph, with what the load brings laid over it.

    Plans need not wait for what they build on to be written. Only lines and facts of the bank that was planned
    last are kept for that (claims come bank by bank), so that memory stays flat.
    """

    def __init__(self, known: Known, brought: Brought | None = None) -> None:
        self.known = known
        self._brought = brought
        self._lines: dict[Ends, dict[Pair, _Line]] = {}
        self._bases: dict[str, tuple[Basis, str | None]] = {}
        self._years: set[str] = set()

    def names(self, keys: Iterable[Key]) -> dict[Key, str]:
        """The English names of things."""
        found: dict[Key, str] = {}
        for label, ids in by_label(keys).items():
            brought = self._brought.things(label, ids) if self._brought else {}
            there = self.known.nodes(label, set(ids) - brought.keys())
            found |= {Key(label, id_): thing["name"] for id_, thing in (brought | there).items()}
        return found

    def new_years(self, years: Iterable[str]) -> list[str]:
        """Those of ``years`` that have no node yet; from now on they have."""
        wanted = set(years) - self._years
        new = sorted(wanted - self.known.nodes(YEAR_LABEL, wanted).keys())
        self._years |= wanted
        return new

    def lines(self, ends: Ends, pairs: Iterable[Pair]) -> dict[Pair, dict[str, Any]]:
        """The properties of those relationships between ``pairs`` of ids that there will be."""
        planned = self._lines.get(ends, {})
        wanted = list(pairs)
        found = self.known.relationships(*ends, [pair for pair in wanted if pair not in planned])
        for pair in wanted:
            if (line := planned.get(pair)) and line[0] is not None:
                found[pair] = line[0]
        return found

    def planned_line(self, ends: Ends, pair: Pair, properties: dict[str, Any] | None, bank: str | None) -> None:
        """A relationship will be so, or (``None``) will be gone."""
        self._lines.setdefault(ends, {})[pair] = (properties, bank)

    def bases(self, ids: Iterable[str]) -> dict[str, Basis]:
        """Source and year of each fact."""
        wanted = set(ids)
        found = {id_: self._bases[id_][0] for id_ in wanted & self._bases.keys()}
        return found | self.known.bases(wanted - found.keys())

    def planned_facts(self, facts: Mapping[str, Mapping[str, Any]]) -> None:
        """These facts will be there."""
        for id_, columns in facts.items():
            self._bases[id_] = ((columns["source"], columns["year"]), columns.get("bank"))

    def keep_only(self, bank: str | None) -> None:
        """Claims of other banks than this one will not come any more."""
        self._bases = {id_: one for id_, one in self._bases.items() if one[1] == bank}
        for ends, lines in self._lines.items():
            self._lines[ends] = {pair: line for pair, line in lines.items() if line[1] in (None, bank)}

    def origins(self, ids: Iterable[str]) -> dict[str, SourceOrigin]:
        """Origins of ``ids`` and of all that they copy."""
        found: dict[str, SourceOrigin] = {}
        wanted = set(ids)
        while wanted:
            nodes = self._brought.things("Source", wanted) if self._brought else {}
            nodes |= self.known.nodes("Source", wanted - nodes.keys())
            found |= {id_: SourceOrigin(n.get("copy_of"), n.get("reliability")) for id_, n in nodes.items()}
            wanted = {o.copy_of for o in found.values() if o.copy_of} - found.keys()
        return found


def ends_of(type_: str, start: Sequence[str], end: Sequence[str]) -> Ends:
    """A summary's type and the labels at its ends."""
    return type_, start[0], end[0]
