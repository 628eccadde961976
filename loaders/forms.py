"""Empty forms to fill in: CSV files or a workbook with the columns of every kind, and what each means."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from graph.check import FACT
from graph.declare import Property
from graph.errors import InputError
from graph.schema import ENTITY_BY_KIND, FACT_BY_KIND, FACTS
from loaders.files import KIND_BY_FILE, NAMES
from loaders.tables import columns_of, needed

Format = Literal["csv", "xlsx"]
WHATS = {name: KIND_BY_FILE.get(name, FACT) for name in NAMES}
README = "README.md"
WORKBOOK = "facts.xlsx"
_TEXT = "@"


def write_forms(format_: Format, folder: Path) -> list[Path]:
    """Write empty forms into ``folder`` and give their paths.

    Raises ``InputError`` where one is there already or cannot be written; then none is left behind.
    """
    made = _csv_forms() if format_ == "csv" else {WORKBOOK: _workbook()}
    paths = [folder / name for name in made]
    if there := [path for path in paths if path.exists()]:
        raise InputError(f"{there[0]}: is there already: name another folder, or move it away")
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in zip(paths, made.values(), strict=True):
            with path.open("xb") as file:
                written.append(path)
                file.write(data)
    except OSError as error:
        for path in written:
            path.unlink()
        raise InputError(f"{folder}: cannot be written to: {error.strerror}") from error
    return paths


def _csv_forms() -> dict[str, bytes]:
    forms = {f"{name}.csv": _header(what) for name, what in WHATS.items()}
    return {**forms, README: _readme().encode()}


def _header(what: str) -> bytes:
    """With the mark by which Excel knows that a file is UTF-8."""
    line = io.StringIO()
    csv.writer(line).writerow(columns_of(what))
    return line.getvalue().encode("utf-8-sig")


def _readme() -> str:
    parts = [_TOP]
    for name, what in WHATS.items():
        about = "One claim by one source." if what == FACT else ENTITY_BY_KIND[what].about
        rows = (f"| `{column}` | {meaning(what, p)} |" for column, p in columns_of(what).items())
        parts.append("\n".join([f"## {name}\n\n{about}\n", "| column | meaning |", "|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def _workbook() -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, what in WHATS.items():
        sheet = book.create_sheet(name)
        for at, (column, declared) in enumerate(columns_of(what).items(), 1):
            cell = sheet.cell(1, at, column)
            cell.font = Font(bold=needed(declared))
            cell.comment = Comment(meaning(what, declared), "bankgraph", height=160, width=320)
            dimension = sheet.column_dimensions[get_column_letter(at)]
            dimension.width = max(12, len(column) + 2)
            if declared.type not in ("number", "integer", "boolean"):
                dimension.number_format = _TEXT  # or Excel makes dates of texts such as 2025-05
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def meaning(what: str, declared: Property) -> str:
    """What a column means and what may stand in it, in a few sentences."""
    return " ".join(_sentences(what, declared))


def _sentences(what: str, declared: Property) -> Iterator[str]:
    having = _kinds_with(declared) if what == FACT else ()
    yield f"For {', '.join(having)}. {declared.about}" if 0 < len(having) < len(FACTS) else declared.about
    if declared.refers:
        several = "Ids, parted by ;," if declared.type == "references" else "An id"
        yield f"{several} of {' or '.join(_files(declared))}."
    elif declared.type == "texts":
        yield "Several are parted by ;."
    if declared.choices:
        yield f"One of {', '.join(declared.choices)}."
    elif declared.shape and not declared.shape.startswith("a sentence"):
        yield f"Written as {declared.shape}."
    elif declared.type == "integer":
        yield f"{declared.minimum} to {declared.maximum}."
    elif declared.type == "boolean":
        yield "true or false."
    needing = [name for name in having if needed(FACT_BY_KIND[name].by_column[declared.key])]
    if len(needing) == len(having):
        yield "Needed." if needing or needed(declared) else "May be empty."
    else:
        yield f"Needed for {', '.join(needing)}." if needing else "May be empty."


def _files(declared: Property) -> Iterator[str]:
    return (kind.file for kind in ENTITY_BY_KIND.values() if kind.label in declared.refers)


def _kinds_with(declared: Property) -> tuple[str, ...]:
    """The kinds of facts that have the column in their own table; ``id`` and ``kind`` stand beside it."""
    return tuple(name for name, kind in FACT_BY_KIND.items() if declared.key in kind.by_column)


_TOP = """# Forms for bankgraph

One file a kind; delete those that you do not need, fill in the others, and load the folder: `bankgraph load FOLDER`.
Save them as CSV in UTF-8. Lists are parted by `;`. An empty cell means that it is unknown, or that there is none.
In facts, the column `kind` says which columns count; leave the others of the row empty."""
