"""The words for the closed lists of values: kinds of bank, bounds, reliability ...

One table for the server's pages and, by the page's phrasebook, for the scripts.
"""

from collections.abc import Mapping
from typing import Any, Final

from viz.words import Words, mark

TERMS: Final[Mapping[str, Mapping[str, str]]] = {
    "bank type": {
        "state-owned": mark("State-owned"),
        "joint-stock": mark("Joint-stock"),
        "city": mark("City commercial"),
        "rural": mark("Rural commercial"),
        "private": mark("Private"),
        "policy": mark("Policy bank"),
        "foreign": mark("Outside mainland China"),
    },
    "category": {
        "strategy": mark("Strategy"),
        "platform": mark("Platform"),
        "assistant": mark("Assistant"),
        "product": mark("Product"),
        "team": mark("Team"),
        "leadership": mark("Leadership"),
        "recruitment": mark("Recruitment"),
        "process-automation": mark("Process automation"),
        "infrastructure": mark("Infrastructure"),
        "partnership": mark("Partnership"),
    },
    "model kind": {
        "llm": mark("language model"),
        "multimodal": mark("multimodal model"),
        "reasoning": mark("reasoning model"),
        "bank-own": mark("a bank's own model"),
        "other": mark("other model"),
    },
    "vendor kind": {
        "technology": mark("technology company"),
        "university": mark("university"),
        "other": mark("other partner"),
    },
    "direction": {
        "higher-is-better": mark("higher is better"),
        "lower-is-better": mark("lower is better"),
        "neutral": mark("neither way is better"),
    },
    "unit": {
        "currency": mark("money"),
        "percent": mark("percent"),
        "percentage_point": mark("percentage points"),
        "people": mark("people"),
        "count": mark("number"),
        "times": mark("multiple"),
        "hours": mark("hours"),
        "minutes": mark("minutes"),
        "days": mark("days"),
        "weeks": mark("weeks"),
        "months": mark("months"),
        "years": mark("years"),
        "points": mark("points"),
        "rank": mark("rank"),
        "metres": mark("metres"),
    },
    "bound": {
        "more than": mark("↑ more than"),
        "less than": mark("↓ less than"),
        "up to": mark("↓ up to"),
        "about": mark("≈ about"),
        "nearly": mark("↗ nearly"),
    },
    "load state": {
        "done": mark("done"),
        "unfinished": mark("not finished"),
        "undoing": mark("its undo is not finished"),
        "undone": mark("undone"),
    },
    "status": {
        "planned": mark("planned, not a result"),
        "expected": mark("expected, not a result"),
        "target": mark("target, not a result"),
    },
    "mode": {
        "private": mark("on its own machines"),
        "cloud": mark("in the cloud"),
        "fine-tuned": mark("fine-tuned"),
        "self-developed": mark("self-developed"),
    },
    "reliability": {
        "primary": mark("primary"),
        "press": mark("press"),
        "repost": mark("repost"),
        "vendor": mark("vendor"),
        "weak": mark("weak"),
        "null": mark("not rated"),
    },
    "fact kind": {
        "observation": mark("measured value"),
        "initiative": mark("what an initiative is"),
        "deployment": mark("model in use"),
        "partnership": mark("partnership"),
        "trend": mark("trend"),
    },
    "match": {
        "name": mark("name"),
        "alias": mark("another name"),
        "ticker": mark("ticker"),
        "pinyin": mark("pinyin"),
        "id": mark("id"),
        "part": mark("part of the name"),
        "text": mark("part of the name"),
        "near": mark("similar name"),
    },
    "language": {"zh": mark("Chinese"), "en": mark("English")},
    "state": {
        "contested": mark("Contested"),
        "corroborated": mark("2 or more sources"),
        "single": mark("One source"),
        "record": mark("From the record"),
    },
}
STRENGTH: Final = {"primary": 4, "press": 3, "repost": 2, "vendor": 2, "weak": 1, "null": 0}
"""How many of four bars a reliability fills."""


def term(words: Words, table: str, value: Any) -> str:
    """The word for one value of a closed list; a value that the list lacks stands as it is."""
    known = TERMS[table].get("null" if value is None else str(value))
    return words.messages.gettext(known) if known else ("" if value is None else str(value))


def terms(words: Words) -> dict[str, dict[str, str]]:
    """Every table in the reader's language."""
    return {name: {value: term(words, name, value) for value in table} for name, table in TERMS.items()}
