"""What a claim is called: by its own name in English, in Chinese after what it is about."""

from collections.abc import Mapping
from typing import Any

from viz.words import Words, mark

_DATED = mark("{what}, {year}")
_USED = mark("{model} at {bank}")
_PARTNERS = mark("{bank} with {vendor}")


def claim_title(fact: Mapping[str, Any], words: Words) -> str:
    """The title of a fact as the API answers it; where what it is about is not stated, its name."""
    if words.language == "en":
        return words.name(fact)
    say, name = words.messages.gettext, words.name
    match fact:
        case {"kind": "observation", "metric": {} as metric, "year": int() as year}:
            return say(_DATED).format(what=name(metric), year=year)
        case {"kind": "observation", "metric": {} as metric}:
            return name(metric)
        case {"kind": "deployment", "model": {} as model, "bank": {} as bank}:
            return say(_USED).format(model=name(model), bank=name(bank))
        case {"kind": "partnership", "vendor": {} as vendor, "bank": {} as bank}:
            return say(_PARTNERS).format(bank=name(bank), vendor=name(vendor))
        case {"kind": "initiative", "initiative": {} as initiative}:
            return name(initiative)
        case {"kind": "trend", "topic": str()}:
            return str(words.text(fact, "topic"))
    return name(fact)
