"""What a load did, in numbers and names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph.check import near
from graph.errors import UnknownName
from graph.loads.intake import Intake
from graph.records import FileRead

Counts = Mapping[str, Mapping[str, int]]
LATEST = "latest"
"""Names the newest load, where one is looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a load did. ``read`` = ``new`` + ``known`` + ``rejected``, in facts.

    ``kinds`` says the same for each kind of fact, ``entities`` for each kind of entity (of which some may
    be ``changed``), counted as records read and entities new or changed. ``mistakes`` names rejected
    records, up to a number. ``digest`` is the data's version afterwards.
    """

    load: str
    time: str
    files: tuple[FileRead, ...]
    read: int
    new: int
    known: int
    rejected: int
    entities_read: int
    entities_new: int
    entities_changed: int
    entities_rejected: int
    evidence_differing: int
    kinds: Counts
    entities: Counts
    mistakes: tuple[str, ...]
    digest: str
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the fields."""
        return asdict(self)


def receipt(
    load: str,
    time: str,
    intake: Intake,
    counts: Mapping[str, int],
    rejected: Mapping[str, int],
    *,
    evidence_differing: int,
    mistakes: Sequence[str],
    digest: str,
    dry_run: bool,
) -> Receipt:
    """The receipt of a load that is done. ``counts`` are those of its portions, ``rejected`` by kind."""
    kinds = {kind: _fact_counts(kind, read, counts, rejected) for kind, read in sorted(intake.facts.items())}
    entities = {kind: _entity_counts(kind, read, counts, rejected) for kind, read in sorted(intake.entities.items())}
    all_facts, all_entities = _sum(kinds), _sum(entities)
    return Receipt(
        load=load,
        time=time,
        files=intake.files,
        read=all_facts["read"],
        new=all_facts["new"],
        known=all_facts["known"],
        rejected=all_facts["rejected"],
        entities_read=all_entities["read"],
        entities_new=all_entities["new"],
        entities_changed=all_entities["changed"],
        entities_rejected=all_entities["rejected"],
        evidence_differing=evidence_differing,
        kinds=kinds,
        entities=entities,
        mistakes=tuple(mistakes),
        digest=digest,
        dry_run=dry_run,
    )


def receipt_of(load: str, receipts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The receipt of a load among those of all, the newest first. Raises ``UnknownName``."""
    if load == LATEST and receipts:
        return receipts[0]
    for one in receipts:
        if one["load"] == load:
            return one
    raise unknown_load(load, [one["load"] for one in receipts])


def unknown_load(load: str, known: Sequence[str]) -> UnknownName:
    """That there is no such load, and which one may have been meant."""
    like = near(load, known)
    hint = f"did you mean {', '.join(like)}?" if like else "bankgraph loads lists them"
    return UnknownName(f"there is no load {load[:80]!r}: {hint}", like)


def _fact_counts(kind: str, read: int, counts: Mapping[str, int], rejected: Mapping[str, int]) -> dict[str, int]:
    new, bad = counts.get(f"new:{kind}", 0), rejected.get(f"fact:{kind}", 0)
    return {"read": read, "new": new, "known": read - new - bad, "rejected": bad}


def _entity_counts(kind: str, read: int, counts: Mapping[str, int], rejected: Mapping[str, int]) -> dict[str, int]:
    return {
        "read": read,
        "new": counts.get(f"entities_new:{kind}", 0),
        "changed": counts.get(f"entities_changed:{kind}", 0),
        "rejected": rejected.get(f"{kind}:{kind}", 0),
    }


def _sum(kinds: Counts) -> Counter[str]:
    total: Counter[str] = Counter()
    for counts in kinds.values():
        total.update(counts)
    return total
