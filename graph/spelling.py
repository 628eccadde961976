"""How a thing may be spelt: folded, so that ``601169.SH`` and ``sh 601169`` are one, and so are Société and Societe."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 200
"""Letters of a spelling; what is longer is cut, in the graph and in what is looked for."""
_SIGNS = re.compile(r"[\W_]+")
_ALSO: Mapping[str, tuple[str, ...]] = {"sh": ("ss",)}
"""Other signs of the same exchange."""
_WIDTHS_IN_HONG_KONG = (1, 4, 5)
"""Its codes are written with leading noughts up to so many digits, or without."""


def fold(text: str) -> str:
    """The letters and digits of a text, small, without accents, of one width; no spaces and signs."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return _SIGNS.sub("", plain)[:LONGEST]


def spellings(properties: Mapping[str, Any]) -> list[str]:
    """Every way to spell a thing, sorted: its id, names, pinyin and ticker, each folded."""
    names = (properties.get("id"), properties.get("name"), properties.get("name_zh"))
    texts = [*names, *(properties.get("aliases") or ()), *(properties.get("pinyin") or ())]
    ways = {fold(text) for text in texts if text} | {*of_ticker(properties.get("ticker") or "")}
    return sorted(ways - {""})


def of_ticker(ticker: str) -> Iterator[str]:
    """A listing with its exchange behind it, before it, and without."""
    code, _, exchange = (fold(part) for part in ticker.rpartition("." if "." in ticker else " "))
    code, exchange = (code, exchange) if code else (exchange, "")
    codes = {code.lstrip("0").zfill(width) for width in _WIDTHS_IN_HONG_KONG} if exchange == "hk" else {code}
    for written in codes:
        yield written
        for sign in (exchange, *_ALSO.get(exchange, ())):
            yield from (f"{written}{sign}", f"{sign}{written}")
