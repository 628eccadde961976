"""The first look at a batch: each record checked in its form, and laid into the draft."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain

from graph.check import FACT, kind_of, mistakes_in
from graph.declare import EntityKind
from graph.loads.draft import Draft, packed
from graph.records import Batch, FileRead, Mistake, Record

Step = Callable[[str, int, int], None]
"""Called with what is done now, how much of it is done, and how much there is, as far as known."""
References = dict[tuple[str, ...], set[str]]
"""By the labels that may bear them, the ids or names that records refer to."""
_OFTEN = 5_000


@dataclass(slots=True)
class Intake:
    """A batch in a draft. ``read`` and ``rejected`` count records by their kind, facts by theirs."""

    draft: Draft
    files: tuple[FileRead, ...] = ()
    facts: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    references: References = field(default_factory=dict)
    bad: int = 0
    """Mistakes in form."""


def take_in(batch: Batch, draft: Draft, step: Step) -> Intake:
    """Read the batch to its end. Raises what its loader raises."""
    intake = Intake(draft)
    for seq, one in enumerate(chain(batch.records, batch.mistakes)):
        if isinstance(one, Mistake):
            _take_mistake(intake, seq, one)
        else:
            _take_record(intake, seq, one)
        if seq % _OFTEN == 0:
            step("check", 0, seq)
    draft.settled()
    intake.files = tuple(batch.files)
    return intake


def _take_record(intake: Intake, seq: int, record: Record) -> None:
    kind = kind_of(record)
    name = kind.kind if kind else FACT
    count = intake.entities if record.what != FACT else intake.facts
    count[name] += 1
    place = record.place
    wrong = list(mistakes_in(record))
    if wrong or kind is None:
        row = _as_row(record)
        label, id_ = (kind.label, str(record.columns.get("id"))) if isinstance(kind, EntityKind) else ("", "")
        for text in wrong:
            intake.draft.new_bad.add(seq, place.file, place.line, record.what, name, row, text, label, id_, 0)
        intake.bad += len(wrong)
        return
    for declared in kind.references:
        value = record.columns.get(declared.key)
        if value:
            values = value if isinstance(value, list) else (value,)
            intake.references.setdefault(declared.refers, set()).update(values)
    columns = packed(record.columns)
    if isinstance(kind, EntityKind):
        intake.draft.new_entity.add(seq, kind.label, record.columns["id"], place.file, place.line, columns)
    else:
        intake.draft.new_fact.add(seq, place.file, place.line, columns)


def _take_mistake(intake: Intake, seq: int, mistake: Mistake) -> None:
    what = mistake.what or FACT
    (intake.facts if what == FACT else intake.entities)[what] += 1
    row = json.dumps({"record": what, "line": mistake.line}, ensure_ascii=False)
    place = mistake.place
    intake.draft.new_bad.add(seq, place.file, place.line, what, what, row, mistake.text, "", "", 0)
    intake.bad += 1


def _as_row(record: Record) -> str:
    """The record as a line of JSON, whatever stands in it."""
    return json.dumps({"record": record.what, **record.columns}, default=str)
