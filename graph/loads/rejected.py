"""What is wrong with the records of a load, said or left out."""

import json
from collections.abc import Iterator
from pathlib import Path

from graph.errors import InputError
from graph.loads.draft import Draft
from graph.loads.names import Hints
from graph.records import Mistake, Place

MOST_MISTAKES = 100
"""So many are named; of the others it is said that they are."""
_MISTAKES = "SELECT file, line, reason, labels, look, late FROM bad ORDER BY file, line, reason LIMIT ?"
_ROWS = "SELECT row, json_group_array(file || ':' || line || ': ' || reason) FROM bad GROUP BY seq ORDER BY seq"
_KINDS = "SELECT what || ':' || kind, count(DISTINCT seq) FROM bad GROUP BY 1"


def refuse(draft: Draft, hints: Hints) -> None:
    """Raise ``InputError`` with the mistakes, if there are any."""
    if count := draft.count("bad"):
        more = f", of which the first {MOST_MISTAKES} are named" if count > MOST_MISTAKES else ""
        mistakes = list(map(str, _first(draft, hints)))
        raise InputError(f"nothing was loaded: {count} mistake{'s' if count > 1 else ''}{more}", mistakes)


def named_mistakes(draft: Draft, hints: Hints) -> list[str]:
    """The first mistakes in the order of the files, each with what may have been meant.

    Of a file its name alone: receipts are published, and where files lie is nobody else's to know.
    """
    return [f"{Path(one.place.file).name}:{one.place.line}: {one.text}" for one in _first(draft, hints)]


def _first(draft: Draft, hints: Hints) -> Iterator[Mistake]:
    for file, line, reason, labels, look, late in draft.spool.rows(_MISTAKES, (MOST_MISTAKES,)):
        behind = hints.behind(tuple(labels.split("|")), look) if late and look else ""
        yield Mistake(Place(file, line), reason + behind)


def rejected_by_kind(draft: Draft) -> dict[str, int]:
    """How many records have mistakes, by what they are and their kind, such as ``fact:trend``."""
    return dict(draft.spool.rows(_KINDS))


def rejected_lines(draft: Draft) -> Iterator[str]:
    """The records with mistakes as lines of JSON that load once they are mended; ``rejected`` holds the reasons."""
    for row, reasons in draft.spool.rows(_ROWS):
        columns = json.loads(row)
        record = {"record": columns.pop("record"), "rejected": json.loads(reasons), **columns}
        yield json.dumps(record, ensure_ascii=False)
