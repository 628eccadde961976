"""A table with a header, of whatever format, to records."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.check import FACT, near, show
from graph.declare import EntityKind, Kind, Property
from graph.errors import InputError
from graph.records import Mistake, Place, Record
from graph.schema import ENTITIES, ENTITY_BY_KIND, FACT_BY_KIND, FACT_ID_PROPERTY, FACTS
from loaders.cells import EMPTY, value
from loaders.files import NAMES

Row = tuple[int, Sequence[object]]
"""The number of a row's first line, and its cells."""
KIND = Property(name="kind", type="text", choices=tuple(FACT_BY_KIND), about="What the fact is.")
FACT_COLUMNS: Mapping[str, Property] = {
    "id": FACT_ID_PROPERTY, "kind": KIND, **{column: p for kind in FACTS for column, p in kind.by_column.items()},
}  # fmt: skip
"""The columns of facts of every kind."""
_OF_KIND = {
    name: {"id": FACT_ID_PROPERTY, "kind": KIND, **kind.by_column} for name, kind in FACT_BY_KIND.items()
}  # fmt: skip


def columns_of(what: str) -> Mapping[str, Property]:
    """The columns that a table of such records may have."""
    return FACT_COLUMNS if what == FACT else ENTITY_BY_KIND[what].by_column


def needed(declared: Property) -> bool:
    """Whether a table must have the column: it cannot be null, nor an empty list."""
    empty_list = declared.type in ("texts", "references") and not declared.minimum
    return not (declared.companion or declared.null or empty_list or declared is FACT_ID_PROPERTY)


def records(name: str, what: str, rows: Iterator[Row | Mistake]) -> Iterator[Record | Mistake]:
    """The records of a table whose first row is its header; empty rows are let be.

    Raises ``InputError`` behind the last row where the header is wrong.
    """
    header: _Header | None = None
    for row in rows:
        if isinstance(row, Mistake):
            yield row
            continue
        number, cells = row
        if not any(cell is not None and str(cell).strip() for cell in cells):
            continue
        if header is None:
            header = _Header(Place(name, number), what, cells)
        elif (columns := header.columns(cells)) is not None:
            yield Record(what, columns, Place(name, number))
    if header and header.wrong:
        place = header.place
        raise InputError("the header is wrong", [str(Mistake(place, text)) for text in header.wrong])


class _Header:
    """The names of the columns, and what is wrong with them."""

    def __init__(self, place: Place, what: str, cells: Sequence[object]) -> None:
        self.place, self.what = place, what
        self._names = ["" if cell is None else str(cell).strip() for cell in cells]
        self._missing: set[str] = set()
        self.wrong = [*self._unknown(), *self._twice()]
        if what == FACT:
            self._needs({"kind": KIND})
        else:
            self._needs(columns_of(what))

    def columns(self, cells: Sequence[object]) -> dict[str, Any] | None:
        """A row's columns; ``None`` where the header lacks what the row needs."""
        given = {name: cell for name, cell in zip(self._names, cells, strict=False) if name}
        for at, cell in enumerate(cells):
            if (at >= len(self._names) or not self._names[at]) and value(None, cell) is not EMPTY:
                given[f"column {at + 1}, which has no header,"] = cell
        known = columns_of(self.what)
        if self.what == FACT:
            kind = str(given.get("kind") or "").strip()
            known = _OF_KIND.get(kind, {"kind": KIND})
            if kind not in _OF_KIND:
                given = {"kind": kind}
            self._needs(known, kind)
        if self.wrong:
            return None
        read = {column: value(known.get(column), cell) for column, cell in given.items()}
        read |= {column: value(declared, None) for column, declared in known.items() if column not in given}
        return {column: found for column, found in read.items() if found is not EMPTY}

    def _unknown(self) -> Iterator[str]:
        known = columns_of(self.what)
        unknown = [name for name in dict.fromkeys(self._names) if name and name not in known]
        for name in unknown:
            like = near(name, known, 1)
            hint = f"did you mean {like[0]}?" if like else f"expected some of {', '.join(known)}"
            yield f"{show(name)} is no column of {_plural(self.what)}; {hint}"
        other = next((kind for kind in ENTITIES if unknown and self._fits(kind)), None)
        if other and other.kind != self.what:
            yield f"these are the columns of {other.file}: give the file or sheet the name {other.file}"

    def _fits(self, kind: Kind) -> bool:
        return set(filter(None, self._names)) <= kind.by_column.keys()

    def _twice(self) -> Iterator[str]:
        for name, times in Counter(filter(None, self._names)).items():
            if times > 1:
                yield f"the column {name} stands twice: which one is meant?"

    def _needs(self, known: Mapping[str, Property], kind: str = "") -> None:
        for column, declared in known.items():
            if needed(declared) and column not in self._names and column not in self._missing:
                self._missing.add(column)
                who = f"facts of kind {kind}" if kind else _plural(self.what)
                self.wrong.append(f"the column {column} is missing, which {who} need")


def _plural(what: str) -> str:
    kind: EntityKind | None = ENTITY_BY_KIND.get(what)
    return kind.file if kind else NAMES[-1]
