"""Which part of the graph the first picture shows, by rules that the page states.

Drawn at first: initiatives that two or more independent sources report, models that a bank has
deployed, the banks of both, and the business areas and years that these are linked to; of a large
graph the best sourced of them. The
address widens it: ``draw=all`` takes initiatives of one source too, ``quiet=1`` appointments and
hiring, ``with=Vendor,Metric`` more labels.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from graph.elements import Key, Node, Relationship
from viz.view import READABLE, LeftOut, Totals, View, is_quiet, view_of

FIRST: Final = ("Bank", "AIModel", "Initiative", "BusinessArea", "Year")
ADDABLE: Final = ("Vendor", "Metric")
LEGEND: Final = (*FIRST, *ADDABLE)
COMFORTABLE: Final = 250
"""The first picture of a large graph holds about as many things: the best sourced."""
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
    named = _named(nodes, relationships, wish)
    chosen = _linked(named, relationships)
    if wish.everything and len(chosen) > READABLE:
        first = overview([*nodes.values(), *relationships], totals)
        return first.leaving_out(LeftOut("too_many", len(chosen)), *first.left_out)
    cut = not wish.everything and len(chosen) > COMFORTABLE
    if cut:
        chosen = _linked(_best(named), relationships)
    drawn = [r for r in relationships if r.start in chosen and r.end in chosen]
    view = view_of([*(nodes[key] for key in chosen), *drawn], totals, LEGEND, BETWEEN)
    return view.leaving_out(*_reasons(view, nodes, wish, cut=cut))


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


def _named(nodes: Mapping[Key, Node], relationships: list[Relationship], wish: Wish) -> list[Relationship]:
    """The relationships whose ends the rule names, before what these are linked to."""

    def is_named(r: Relationship) -> bool:
        quiet = is_quiet(nodes[r.start]) or is_quiet(nodes[r.end])
        sourced = wish.everything or r.properties.get("sources", 0) > 1
        chosen = r.type == "LAUNCHED" or r.end.label in wish.added
        return (wish.quiet or not quiet) and (r.type == "DEPLOYED" or (chosen and sourced))

    return [r for r in relationships if is_named(r)]


def _best(named: Iterable[Relationship]) -> list[Relationship]:
    """The best sourced of a large graph, as many as have a comfortable number of ends."""
    kept: list[Relationship] = []
    ends: set[Key] = set()
    for r in sorted(named, key=lambda r: (-r.properties.get("sources", 0), r.start, r.end)):
        ends |= {r.start, r.end}
        if len(ends) > COMFORTABLE - len(LEGEND):
            break
        kept.append(r)
    return kept


def _linked(named: Iterable[Relationship], relationships: list[Relationship]) -> set[Key]:
    """What these join, with the areas and years that it is linked to."""
    chosen = {key for r in named for key in (r.start, r.end)}
    return chosen | {r.end for r in relationships if r.end.label in ("BusinessArea", "Year") and r.start in chosen}


def _reasons(view: View, nodes: Mapping[Key, Node], wish: Wish, *, cut: bool) -> list[LeftOut]:
    """Why things of the legend are not drawn. On a large graph ``nodes`` are only some of them."""
    drawn = {thing.key for thing in view.things}
    quiet = sum(is_quiet(node) for key, node in nodes.items() if key not in drawn)

    def missing(label: str) -> int:
        return max(view.totals.nodes.get(label, 0) - view.drawn[label], 0)

    everything = None if wish.everything else wish.but(everything=True).link
    initiatives = max(missing("Initiative") - quiet, 0)
    return [
        LeftOut("fewer_sources" if cut or wish.everything else "one_source", initiatives, everything),
        LeftOut("quiet", quiet, wish.but(quiet=True).link),
        LeftOut("banks", missing("Bank"), everything),
        *(
            LeftOut(f"kind_{label}", missing(label), wish.but(add=label).link)
            for label in ADDABLE
            if label not in wish.added
        ),
    ]
