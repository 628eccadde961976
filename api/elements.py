"""Nodes and relationships for pictures. Bank-to-metric lines are the view's own, made of observations."""

from collections.abc import Iterator, Sequence

from api import lookups
from api.lookups import read_named
from graph.elements import Key, Node, Relationship
from graph.store import Readable

Elements = list[Node | Relationship]
BY_CLAIMS = ("Fact", "Source")
"""Labels whose relationships are those of claims: no summary joins them."""


def of_overview(store: Readable, labels: Sequence[str]) -> Elements:
    """What the overview is chosen from."""
    row = store.read(read_named("overview"), labels=list(labels))[0]
    reported = reported_lines(store) if "Metric" in labels else ()
    return [*row["nodes"], *row["relationships"], *(r for r in reported if isinstance(r, Relationship))]


def around(store: Readable, key: Key, near: int = 1000, far: int = 300) -> Elements:
    """A thing, its neighbours (at most ``near``), theirs (``far``), and all lines between them."""
    name = "around_by_claims" if key.label in BY_CLAIMS else "around"
    rows = store.read(read_named(name, label=key.label), id=key.id, near=near, far=far)
    found = [*rows[0]["nodes"], *rows[0]["relationships"]] if rows else []
    if key.label in ("Bank", "Metric"):
        found += reported_lines(store, key)
    return found


def reported_lines(store: Readable, key: Key | None = None) -> Iterator[Node | Relationship]:
    """Banks, metrics and the lines between them, of one bank or metric or of all."""
    asked = {"Bank": "banks", "Metric": "metrics"}
    given = {asked[key.label]: [key.id]} if key else {}
    rows = store.read(read_named("reported"), **given)
    pairs = [{**row, "id": f"{row['bank'].key.id} {row['metric'].key.id}", "sources": None} for row in rows]
    support = lookups.support(store.read, pairs)
    for row in pairs:
        yield row["bank"]
        yield row["metric"]
        yield Relationship("REPORTED", row["bank"].key, row["metric"].key, support[row["id"]])
