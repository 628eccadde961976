"""Whom a reference means: an id, else the one thing that bears the name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.check import near, show
from graph.loads.draft import Draft
from graph.loads.intake import References
from graph.loads.known import Known
from graph.schema import ENTITY_BY_LABEL

Labels = tuple[str, ...]
Bearers = dict[tuple[str, str], dict[str, str | None]]
"""By label and folded name the ids of those that bear it; of an initiative with its bank."""
_SPACE = re.compile(r"\s+")
_INITIATIVE = "Initiative"
_NAMED = ("name", "name_zh", "aliases", "ticker")


@dataclass(slots=True)
class Resolved:
    """References that are no ids, and who bears such a name."""

    unknown: dict[Labels, set[str]] = field(default_factory=dict)
    bearers: Bearers = field(default_factory=dict)

    def find(self, labels: Labels, value: str, bank: str | None = None) -> list[str]:
        """The ids that ``value`` may mean: one, none, or several; an initiative's name within ``bank``."""
        if value not in self.unknown.get(labels, ()):
            return [value]
        folded = fold(value)
        return sorted(
            {
                id_
                for label in labels
                for id_, owner in self.bearers.get((label, folded), {}).items()
                if label != _INITIATIVE or bank in (None, owner)
            }
        )


def resolve(known: Known, draft: Draft, references: References) -> Resolved:
    """Look up which references are ids, here or in the graph, and of the others who bears such a name."""
    found = Resolved()
    for labels, values in references.items():
        unknown = set(values)
        for label in labels:
            unknown -= draft.brings(label, unknown)
            unknown -= known.ids(label, unknown)
        if unknown:
            found.unknown[labels] = unknown
    wanted: dict[str, set[str]] = defaultdict(set)
    for labels, unknown in found.unknown.items():
        for label in labels:
            wanted[label].update(map(fold, unknown))
    for label in sorted(wanted, key=lambda label: label == _INITIATIVE):  # whose banks may be names themselves
        for id_, names, bank in _named(known, draft, label):
            for folded in {fold(name) for name in names} & wanted[label]:
                owner = found.find(("Bank",), bank) if bank else []
                found.bearers.setdefault((label, folded), {})[id_] = owner[0] if len(owner) == 1 else None
    return found


def fold(name: str) -> str:
    """A name without regard to case, width of letters, and spaces."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()


def _named(known: Known, draft: Draft, label: str) -> Iterator[tuple[str, list[str], str | None]]:
    columns = {p.name: p.key for p in ENTITY_BY_LABEL[label].properties}
    for row in known.names(label):
        yield row["id"], _names(row, {name: name for name in _NAMED}), row.get("bank")
    for read in draft.entities(label):
        yield read.columns["id"], _names(read.columns, columns), read.columns.get("bank")


def _names(record: Mapping[str, Any], columns: Mapping[str, str]) -> list[str]:
    values = [record.get(columns[name]) for name in _NAMED if name in columns]
    return [name for value in values for name in (value if isinstance(value, list) else [value]) if name]


@dataclass(slots=True)
class Hints:
    """What may have been meant where a reference is unknown; asked once a label."""

    known: Known
    draft: Draft
    _names: dict[str, dict[str, str]] = field(default_factory=dict)

    def behind(self, labels: Labels, value: str) -> str:
        """What to say behind a reference that nobody bears."""
        names = {name: id_ for label in labels for name, id_ in self._of(label).items()}
        like = dict.fromkeys(names[name] for name in near(value, names))
        kinds = " or ".join(ENTITY_BY_LABEL[label].kind for label in labels)
        return f"; did you mean {', '.join(like)}?" if like else f": bring the {kinds} in this load or an earlier one"

    def _of(self, label: str) -> dict[str, str]:
        if label not in self._names:
            names: dict[str, str] = {}
            for count, (id_, said, _) in enumerate(_named(self.known, self.draft, label)):
                names |= dict.fromkeys(said, id_)
                names[id_] = id_
                if count == MOST_LOOKED_AT:
                    break
            self._names[label] = names
        return self._names[label]


MOST_LOOKED_AT = 20_000
"""Among so many things of a label near names are looked for."""


def nobody(column: str, value: str, labels: Labels) -> str:
    """The mistake of a reference that nobody bears."""
    kinds = " or ".join(ENTITY_BY_LABEL[label].kind for label in labels)
    return f"{column} names {show(value)}, which is the id or name of no {kinds} known"


def several(column: str, value: str, labels: Labels, ids: list[str]) -> str:
    """The mistake of a name that several bear."""
    kinds = " or ".join(ENTITY_BY_LABEL[label].kind for label in labels)
    shown = ", ".join(ids[:10]) + (" and others" if len(ids) > 10 else "")
    return f"{column} names {show(value)}, which is the name of more than one {kinds}: give the id, one of {shown}"
