"""A view: the things and lines of one picture, what is known of them, and what is left out.

A view is made of nodes and relationships of the graph, whichever query brought them. It holds
no positions and no words: ``viz.layout`` places it, ``viz.picture`` writes it for the browser.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from graph.elements import Key, Node, Relationship
from viz.kinds import KINDS, Kind, kind_of

State = Literal["contested", "corroborated", "single", "record"]
STATES: Final[tuple[State, ...]] = ("contested", "corroborated", "single", "record")
"""How certain a line is, the most telling first; ``record``: it rests on no claim."""
QUIET: Final = ("leadership", "recruitment")
"""Categories of initiatives that no picture shows until it is asked to."""
READABLE: Final = 1500
"""Above this number of things nobody reads a picture: it is refused, and says so."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of the picture; ``lines`` is how many of its lines are drawn."""

    key: Key
    properties: Mapping[str, Any] = field(hash=False)
    lines: int = 0

    @property
    def kind(self) -> Kind:
        """How its label looks."""
        return kind_of(self.key.label)


@dataclass(frozen=True, slots=True)
class Line:
    """An edge of the picture, with what stands behind it.

    ``facts`` counts the claims, ``sources`` the independent sources among theirs.
    """

    type: str
    start: Key
    end: Key
    facts: int
    sources: int
    first_year: int | None
    last_year: int | None
    state: State

    @property
    def order(self) -> tuple[Any, ...]:
        """The order of trust in tables: contested, then the best sourced, then by name."""
        return (STATES.index(self.state), -self.sources, -self.facts, self.type, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Totals:
    """How much of each label and relationship type the whole graph holds.

    ``relationships`` counts ``REPORTED`` as the pairs of bank and metric that have a line.
    """

    nodes: Mapping[str, int] = field(hash=False)
    relationships: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One reason why things are not drawn: a word for it, how many, and how to see them.

    ``templates/picture.html`` has the sentence of each ``reason``; ``link`` is the address that
    draws them, if there is one.
    """

    reason: str
    count: int
    link: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What one picture shows, in a stable order, beside what the graph holds.

    ``labels`` are the legend's rows, ``between`` the relationship types that are counted.
    """

    things: tuple[Thing, ...]
    lines: tuple[Line, ...]
    totals: Totals
    labels: tuple[str, ...]
    between: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    focus: Key | None = None
    _by_key: Mapping[Key, Thing] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {thing.key: thing for thing in self.things})

    def thing(self, key: Key) -> Thing:
        """The drawn thing of this address."""
        return self._by_key[key]

    @property
    def drawn(self) -> Mapping[str, int]:
        """Things drawn, by label."""
        return Counter(thing.key.label for thing in self.things)

    @property
    def states(self) -> Mapping[str, int]:
        """Lines drawn, by state."""
        return Counter(line.state for line in self.lines)

    @property
    def types(self) -> Mapping[str, int]:
        """Lines drawn, by relationship type."""
        return Counter(line.type for line in self.lines)

    @property
    def all_things(self) -> int:
        """How many things of the legend's labels the graph holds."""
        drawn = self.drawn
        return sum(max(self.totals.nodes.get(label, 0), drawn.get(label, 0)) for label in self.labels)

    @property
    def all_lines(self) -> int:
        """How many lines of the types ``between`` the graph holds."""
        types = self.types
        return sum(max(self.totals.relationships.get(type_, 0), types.get(type_, 0)) for type_ in self.between)

    def leaving_out(self, *left_out: LeftOut) -> "View":
        """The same view with the reasons that count something."""
        return replace(self, left_out=tuple(reason for reason in left_out if reason.count))


def view_of(
    elements: Iterable[Node | Relationship],
    totals: Totals,
    labels: Iterable[str] = (),
    between: Iterable[str] = (),
    focus: Key | None = None,
) -> View:
    """A view of just these elements; relationships whose ends are missing are left away.

    ``labels`` are the legend's rows in their order and ``between`` the relationship types that
    are counted; what is drawn is added to both. The lines of ``focus`` come first.
    """
    things: dict[Key, Node] = {}
    relationships: dict[tuple[str, Key, Key], Relationship] = {}
    for element in elements:
        if isinstance(element, Node):
            things[element.key] = element
        else:
            relationships[element.type, element.start, element.end] = element
    lines = sorted(
        (line_of(r) for r in relationships.values() if r.start in things and r.end in things),
        key=lambda line: (focus is not None and focus not in (line.start, line.end), line.order),
    )
    ends = Counter(key for line in lines for key in {line.start, line.end})
    nodes = sorted(things.values(), key=lambda node: (kind_of(node.key.label).rank, node.key))
    drawn = {node.key.label for node in nodes}
    known = [label for label in KINDS if label in drawn]
    rows = dict.fromkeys((*labels, *known, *sorted(drawn)))
    return View(
        things=tuple(Thing(node.key, node.properties, ends[node.key]) for node in nodes),
        lines=tuple(lines),
        totals=totals,
        labels=tuple(rows),
        between=tuple(sorted({*between, *(line.type for line in lines)})),
        focus=focus if focus in things else None,
    )


def line_of(relationship: Relationship) -> Line:
    """The line that a relationship is drawn as."""
    known = relationship.properties
    facts, sources = len(known.get("facts") or ()), int(known.get("sources") or 0)
    return Line(
        type=relationship.type,
        start=relationship.start,
        end=relationship.end,
        facts=facts,
        sources=sources,
        first_year=known.get("first_year"),
        last_year=known.get("last_year"),
        state=_state(facts, sources, bool(known.get("contested"))),
    )


def _state(facts: int, sources: int, contested: bool) -> State:
    if contested:
        return "contested"
    if sources > 1:
        return "corroborated"
    return "single" if facts or sources else "record"


def is_quiet(node: Node) -> bool:
    """Whether pictures hide this node until asked: appointments and hiring."""
    return node.key.label == "Initiative" and node.properties.get("category") in QUIET
