"""Search: what is called so comes first, then what is called nearly so, then what holds the words.

Neo4j's two full-text indexes find the candidates: ``spellings`` whole names, folded, ``search`` words. Their order
is ours, for theirs puts Beijing Rural Commercial Bank above Bank of Beijing where one looks for 北京银行.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

import cypher
from graph.connection import Row
from graph.schema import FACT_ID, LABELS, YEAR_LABEL
from graph.spelling import LONGEST, fold, of_ticker
from graph.store import Read

MOST = 1000
"""Things that one search finds at most."""
_WITHIN_A_LABEL = 20_000
"""Candidates that are looked through for those of one label."""
_MOST_WORDS = 20
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_WORD = re.compile(rf"{_HAN}+|(?:(?!{_HAN})[^\W_])+")
_CHINESE = re.compile(_HAN)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_EXACT = {"name": 1.0, "ticker": 0.99, "alias": 0.98, "id": 0.97, "pinyin": 0.96}
"""The score of what is called so, by what of it is."""
MATCHES = (*_EXACT, "part", "near")
_LEAST = 0.3
"""Where no name holds all words: the least score that is worth showing."""
_WHOLLY = 0.99
_SHORTEST_WITH_ERROR = 3
_ORDER = {label: at for at, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    ``match``: what of it fits: its name, ticker, alias, id or pinyin whole; a ``part`` of one of them; ``near``:
    but for a typing error, or some of the words. ``score`` is 1 for its name, and less the less it fits.
    ``facts``: how many name it; of two that fit as well the one that more is known of comes first.
    """

    label: str
    id: str
    name: str
    name_zh: str | None
    match: str
    score: float
    facts: int


def search(read: Read, text: str, label: str | None = None) -> list[Hit]:
    """What fits ``text``, the best first; all things that are called so are among it, up to ``MOST``."""
    key = fold(text)
    words = [word for word in _WORD.findall(text[:LONGEST].casefold()) if fold(word)][:_MOST_WORDS]
    if not key or not words:
        return []
    given = {"label": label, "within": _WITHIN_A_LABEL if label else MOST, "limit": MOST}
    spelt = (*_by_id(read, text.strip(), label), *read(cypher.reads()["spelled"], words=_spelled(key), **given))
    rows = {_key(row): row for row in spelt}
    found = [_hit(row, key, words) for row in rows.values()]
    exact = [hit for hit in found if hit.match in _EXACT]
    if exact:  # nobody who spells a name right looks for those that are like it
        found = [hit for hit in found if hit.match != "near"]
    for asked, least in ((_all(words), 0.0), (_any(words), _LEAST)):
        if not found or not least:
            new = [row for row in read(cypher.reads()["search"], words=asked, **given) if _key(row) not in rows]
            found += [hit for row in new if (hit := _hit(row, key, words)).score >= least]
    return sorted(found, key=lambda hit: (-hit.score, -hit.facts, _ORDER[hit.label], hit.id))[:MOST]


def _key(row: Row) -> tuple[str, str]:
    return row["label"], row["id"]


def _by_id(read: Read, text: str, label: str | None) -> Iterator[Row]:
    """Years and facts, which have no spellings."""
    year = _YEAR.fullmatch(text)
    asked = [(YEAR_LABEL, year[1])] if year else []
    asked += [("Fact", text.lower())] if re.fullmatch(FACT_ID, text.lower()) else []
    for one, id_ in asked:
        if label in (None, one):
            query = cypher.written_out(cypher.reads()["names"], label=one)
            yield from ({"label": one, **row} for row in read(query, label=one, ids=[id_]))


def _spelled(key: str) -> str:
    """Called so, beginning so, or so but for one letter; only small letters and digits are in it."""
    least = 1 if _CHINESE.search(key) else 2
    asked = [f"{key}^1000"]
    asked += [f"{key}*"] if len(key) >= least else []
    asked += [f"{key}~1"] if len(key) >= least + 2 else []
    return " ".join(asked)


def _all(words: Sequence[str]) -> str:
    return " ".join(f"+({_one(word, phrase=True)})" for word in words)


def _any(words: Sequence[str]) -> str:
    return " ".join(_one(word, phrase=False) for word in words)


def _one(word: str, *, phrase: bool) -> str:
    if _CHINESE.match(word):
        return f"{word}*" if len(word) == 1 else f'"{word}"' if phrase else word
    return f"{word}^2 {word}*{f' {word}~1' if len(word) > 3 else ''}" if len(word) > 1 else word


def _hit(row: Row, key: str, words: Sequence[str]) -> Hit:
    names = [(how, fold(text)) for how, text in _names(row)]
    match = next((how for how, name in names if name == key), "")
    score = _EXACT.get(match, 0.0)
    if not match:
        score, match = max(_likeness(name, key, words) for _, name in names if name)
    return Hit(row["label"], row["id"], row["name"], row["name_zh"], match, round(score, 3), row.get("facts") or 0)


def _likeness(name: str, key: str, words: Sequence[str]) -> tuple[float, str]:
    """How well a name fits that is another, 0 to 0.95, and whether it holds what is looked for or is only like it."""
    share = min(1.0, len(key) / len(name))
    if key in name:
        return (0.5 + (0.4 if name.startswith(key) else 0.35) * share), "part"
    if len(key) >= _SHORTEST_WITH_ERROR and not key.isdecimal() and OSA.distance(key, name, score_cutoff=1) == 1:
        return 0.95 * (1 - 1 / len(key)), "near"
    covered = sum(len(word) * _held(word, name) for word in words) / sum(map(len, words))
    return 0.5 * covered * (0.8 + 0.2 * share), "part" if covered > _WHOLLY else "near"


def _held(word: str, name: str) -> float:
    if word in name:
        return 1.0
    return (fuzz.partial_ratio if len(word) <= len(name) else fuzz.ratio)(word, name) / 100


def _names(row: Row) -> Iterator[tuple[str, str]]:
    yield from (("name", row[field]) for field in ("name", "name_zh") if row[field])
    yield from (("ticker", spelt) for spelt in of_ticker(row.get("ticker") or ""))
    yield from (("alias", alias) for alias in row.get("aliases") or ())
    yield "id", row["id"]
    yield from (("pinyin", spelt) for spelt in row.get("pinyin") or ())
