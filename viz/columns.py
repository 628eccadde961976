"""The columns of a named query's answer as a page shows them: which ones, and what they are called.

The rules are those of docs/queries.md: ``X_id`` holds ids of the things named in ``X``, ``X_ids`` those of
``Xs``, and ``X_zh`` is the Chinese of ``X``. A page shows neither ids nor two languages: it links names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from viz.kinds import KINDS
from viz.words import Words, mark

HEADINGS: Final = {
    "area": mark("Business area"), "areas": mark("Business areas"),
    "bank": mark("Bank"), "banks": mark("Banks"), "bank_count": mark("Number of banks"),
    "bound": mark("Bound"), "category": mark("Category"), "country": mark("Country"),
    "evidence": mark("Evidence"), "fact": mark("Claim"), "fact_count": mark("Number of claims"),
    "fact_id": mark("Claim"), "fact_ids": mark("Claims"), "family": mark("Family of models"),
    "first_banks": mark("First banks"), "first_year": mark("First year"), "from_node": mark("From"),
    "group": mark("Bank group"), "initiative": mark("Initiative"), "initiatives": mark("Initiatives"),
    "initiative_count": mark("Number of initiatives"), "kind": mark("Kind"), "label": mark("Type"),
    "last_year": mark("Last year"), "maker": mark("Maker"), "maker_bank": mark("Bank that made it"),
    "metric": mark("Metric"), "mode": mark("How it is run"), "modes": mark("How it is run"),
    "model": mark("AI model"), "models": mark("AI models"), "model_count": mark("Number of models"),
    "most": mark("At most"), "original_published": mark("Original published"),
    "original_publisher": mark("Original publisher"), "original_source": mark("Original source"),
    "other": mark("Other bank"), "other_bank": mark("Other bank"), "other_first_year": mark("First year, other bank"),
    "other_sources": mark("Independent sources, other bank"), "own": mark("Made by the bank itself"),
    "path": mark("Path"), "period": mark("Period"), "published": mark("Published"), "publisher": mark("Publisher"),
    "publishers": mark("Publishers"), "purposes": mark("What for"), "relationship": mark("Relationship"),
    "relationship_type": mark("Relationship"), "reliability": mark("Reliability"),
    "reliabilities": mark("Reliability"), "results": mark("Measured results"), "scope": mark("Scope"),
    "source": mark("Source"), "sources": mark("Independent sources"), "statement": mark("Statement"),
    "status": mark("Status"), "steps": mark("Steps"), "thing": mark("Thing"), "to_node": mark("To"),
    "topic": mark("Topic"), "type": mark("Type"), "undated_count": mark("Banks without a year"),
    "unit": mark("Unit"), "value": mark("Value"), "vendor": mark("Vendor"), "vendors": mark("Vendors"),
    "weakest": mark("Fewest sources on it"), "year": mark("Year"),
}  # fmt: skip
"""What the columns and parameters of our own queries are called; people's own stand by their names."""
_LABELS: Final = {kind.mark: kind.label for kind in KINDS.values()}
_MERGED: Final = {"unit": "value", "period": "year"}
"""Columns that are shown within another one, where that is there."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a page: what the answer calls it, and whose ids (of which label) stand in which column.

    ``label`` is empty where the rows say it themselves, in their column ``label``.
    """

    name: str
    ids: str = ""
    label: str = ""


def heading(name: str, words: Words) -> str:
    """A column or parameter in words."""
    return words.messages.gettext(HEADINGS[name]) if name in HEADINGS else name


def shown(columns: Sequence[str]) -> list[Column]:
    """The columns that a page shows of these, in their order."""
    ids = {_names_beside(name, columns) or name: name for name in columns if _label(name, columns) is not None}
    companions = {f"{name}_zh" for name in columns}
    hidden = {*ids.values()} - {*ids} | companions | {name for name, into in _MERGED.items() if into in columns}
    made = []
    for name in columns:
        if name not in hidden:
            beside = ids.get(name, "")
            made.append(Column(name, beside, (beside and _label(beside, columns)) or ""))
    return made


def _label(name: str, columns: Sequence[str]) -> str | None:
    """The label of the things whose ids the column holds, ``None`` where it holds none."""
    stem, _, ending = name.rpartition("_")
    if ending not in ("id", "ids"):
        return None
    kind = stem.rpartition("_")[2]
    return "" if kind == "thing" and "label" in columns else _LABELS.get(kind)


def _names_beside(name: str, columns: Sequence[str]) -> str | None:
    stem, _, ending = name.rpartition("_")
    many = "s" if ending == "ids" else ""
    # beside source_ids, "sources" is their number, and the publishers say who they are
    named = {"source_id": ("source", "publisher"), "source_ids": ("publishers",)}.get(name, (stem + many,))
    return next((one for one in named if one in columns), None)
