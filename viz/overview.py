"""Which part of the graph the first picture shows, by rules that the page states.

Drawn at first: initiatives that two or more independent sources report, models that a bank has
deployed, the banks of both, and the business areas and years that these are linked to. The
address widens it: ``draw=all`` takes initiatives of one source too, ``quiet=1`` appointments and
hiring, ``with=Vendor,Metric`` more labels.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from graph.elements import Key, Node, Relationship
from viz.view import READABLE, LeftOut, Totals, View, is_quiet, view_of

FIRST: Final = ("Bank", "AIModel", "Initiative", "BusinessArea", "Year")
ADDABLE: Final = ("Vendor", "Metric")
LEGEND: Final = (*FIRST, *ADDABLE)
BETWEEN: Final = frozenset(
    {"LAUNCHED", "DEPLOYED", "USES", "SERVES", "IN_YEAR", "BUILT_WITH", "PARTNERED_WITH", "REPORTED"}
)
"""Relationship types drawn here: those that rest on claims."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader asked the overview to draw, from the page's address."""

    everything: bool = False
    quiet: bool = False
    added: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wish":
        """Read it from an address; what it does not know it leaves alone."""
        asked = query.get("with", "").split(",")
        return cls(
            everything=query.get("draw") == "all",
            quiet=query.get("quiet") == "1",
            added=tuple(label for label in ADDABLE if label in asked),
        )

    @property
    def link(self) -> str:
        """The address of this picture: the same wish has the same address."""
        query = {
            "draw": "all" if self.everything else "",
            "quiet": "1" if self.quiet else "",
            "with": ",".join(self.added),
        }
        text = urlencode({name: value for name, value in query.items() if value}, safe=",")
        return f"/?{text}" if text else "/"

    def but(self, *, everything: bool | None = None, quiet: bool | None = None, add: str = "") -> "Wish":
        """The wish with one thing changed; ``add`` puts in a label, or takes it out again."""
        added = {*self.added} ^ ({add} if add else set())
        return Wish(
            self.everything if everything is None else everything,
            self.quiet if quiet is None else quiet,
            tuple(label for label in ADDABLE if label in added),
        )


def overview(elements: Iterable[Node | Relationship], totals: Totals, wish: Wish | None = None) -> View:
    """The first picture of ``/``.

    ``elements``: every node of :data:`LEGEND` and every relationship of :data:`BETWEEN`, or of a
    large graph those with most sources; the rule is applied here.
    """
    wish = wish or Wish()
    nodes, relationships = _parted(elements, wish)
    chosen = _linked(_chosen(nodes, relationships, wish), relationships)
    if len(chosen) > READABLE:
        first = overview([*nodes.values(), *relationships], totals)
        return first.leaving_out(LeftOut("too_many", len(chosen)), *first.left_out)
    drawn = [r for r in relationships if r.start in chosen and r.end in chosen]
    view = view_of([*(nodes[key] for key in chosen), *drawn], totals, LEGEND, BETWEEN)
    return view.leaving_out(*_reasons(nodes, chosen, totals, wish))


def _parted(elements: Iterable[Node | Relationship], wish: Wish) -> tuple[dict[Key, Node], list[Relationship]]:
    labels = {*FIRST, *wish.added}
    nodes, relationships = {}, []
    for element in elements:
        if isinstance(element, Relationship):
            relationships.append(element)
        elif element.key.label in labels:
            nodes[element.key] = element
    kept = [r for r in relationships if r.type in BETWEEN and r.start in nodes and r.end in nodes]
    return nodes, kept


def _chosen(nodes: Mapping[Key, Node], relationships: list[Relationship], wish: Wish) -> set[Key]:
    """The things that the rule names, before what they are linked to."""
    chosen: set[Key] = set()
    for r in relationships:
        quiet = any(is_quiet(nodes[key]) for key in (r.start, r.end)) and not wish.quiet
        sourced = wish.everything or r.properties.get("sources", 0) > 1
        added = r.end.label in wish.added
        if not quiet and (r.type == "DEPLOYED" or ((r.type == "LAUNCHED" or added) and sourced)):
            chosen |= {r.start, r.end}
    return chosen


def _linked(chosen: set[Key], relationships: list[Relationship]) -> set[Key]:
    """With the areas and years of the chosen; without what ends up with no line."""
    context = {
        end for r in relationships for end in (r.end,) if end.label in ("BusinessArea", "Year") and r.start in chosen
    }
    everything = chosen | context
    touched = {k for r in relationships if r.start in everything and r.end in everything for k in (r.start, r.end)}
    return everything & touched


def _reasons(nodes: Mapping[Key, Node], chosen: set[Key], totals: Totals, wish: Wish) -> list[LeftOut]:
    rest = [node for key, node in nodes.items() if key not in chosen]
    quiet = [node for node in rest if is_quiet(node)]
    missing = Counter(node.key.label for node in rest if not is_quiet(node))
    one_source = 0 if wish.everything else missing["Initiative"]
    return [
        LeftOut("one_source", one_source, wish.but(everything=True).link),
        LeftOut("quiet", len(quiet), wish.but(quiet=True).link),
        LeftOut("banks", missing["Bank"], None if wish.everything else wish.but(everything=True).link),
        *(
            LeftOut(f"kind_{label}", totals.nodes.get(label, 0), wish.but(add=label).link)
            for label in ADDABLE
            if label not in wish.added
        ),
    ]
