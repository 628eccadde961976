"""What a load or undo will change, and by how much that moves the digest."""

from collections import defaultdict
from dataclasses import dataclass, field, fields
from typing import Any

from graph.digest import hash_node, hash_relationship
from graph.elements import Key, Node, Relationship

Ends = tuple[str, str, str]
"""Type of a relationship, label of its start, label of its end."""


@dataclass(slots=True)
class Changes:
    """Rows for the statements of ``graph/statements.py``, grouped by what they are about."""

    new_nodes: dict[tuple[str, ...], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    changed_nodes: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    new_lines: dict[Ends, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    changed_lines: dict[Ends, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    gone_lines: dict[Ends, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    gone_nodes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    digest: int = 0

    def create_node(self, key: Key, properties: dict[str, Any], *more_labels: str) -> None:
        """A node that is not there yet."""
        self.new_nodes[(key.label, *more_labels)].append(properties)
        self.digest += hash_node(Node(key, properties))

    def change_node(self, key: Key, before: dict[str, Any], after: dict[str, Any]) -> bool:
        """Set what differs; whether anything did."""
        differing = {name: value for name, value in after.items() if before.get(name) != value}
        if differing:
            self.changed_nodes[key.label].append({"id": key.id, "set": differing})
            self.digest += hash_node(Node(key, {**before, **differing})) - hash_node(Node(key, before))
        return bool(differing)

    def delete_node(self, key: Key, before: dict[str, Any]) -> None:
        """Take away a node that is there as given, and has no relationships any more."""
        self.gone_nodes[key.label].append(key.id)
        self.digest -= hash_node(Node(key, before))

    def mark_node(self, key: Key, marks: dict[str, Any]) -> None:
        """Set marks, which are no part of the data."""
        self.changed_nodes[key.label].append({"id": key.id, "set": marks})

    def create_line(self, line: Relationship) -> None:
        """A relationship that is not there yet."""
        self.new_lines[_ends(line)].append(_row(line))
        self.digest += hash_relationship(line)

    def change_line(self, before: Relationship, after: Relationship) -> None:
        """Give a relationship other properties, if they are other."""
        if before.properties != after.properties:
            self.changed_lines[_ends(after)].append(_row(after))
            self.digest += hash_relationship(after) - hash_relationship(before)

    def delete_line(self, line: Relationship) -> None:
        """Take away a relationship that is there as given."""
        self.gone_lines[_ends(line)].append(_row(line))
        self.digest -= hash_relationship(line)

    def join(self, other: "Changes") -> None:
        """Take in what is to be changed behind these."""
        for field_ in fields(self):
            if field_.name == "digest":
                continue
            mine, theirs = getattr(self, field_.name), getattr(other, field_.name)
            for about, rows in theirs.items():
                mine[about] += rows
        self.digest += other.digest


def _ends(line: Relationship) -> Ends:
    return line.type, line.start.label, line.end.label


def _row(line: Relationship) -> dict[str, Any]:
    return {"a": line.start.id, "b": line.end.id, "p": dict(line.properties)}
