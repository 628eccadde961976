"""What made-up facts name beside the fixed things.

Each copy of the example has banks (up to a number), initiatives and sources of its own.
"""

from collections.abc import Collection, Iterator

from benchmarks.made_facts import BANK_COPIES, bank_of, own
from benchmarks.prose import chinese, english
from benchmarks.shape import Columns, shape


def banks(copy: int, named: Collection[str]) -> Iterator[Columns]:
    """The copy's banks of those ``named`` by their patterns' ids; of the first copy all, as models name them."""
    for bank in shape().records["banks"] if copy < BANK_COPIES else []:
        if copy == 0:
            yield bank
        elif bank["id"] in named:
            ticker = bank["ticker"] and f"{bank['ticker']}-{copy}"
            yield _renamed(bank, copy) | {"id": bank_of(bank["id"], copy), "ticker": ticker}


def initiatives(copy: int, named: Collection[str]) -> Iterator[Columns]:
    for initiative in shape().records["initiatives"]:
        if initiative["id"] in named:
            ids = {"id": own(initiative["id"], copy), "bank": bank_of(initiative["bank"], copy)}
            yield _renamed(initiative, copy) | ids


def sources(copy: int, named: Collection[str]) -> Iterator[Columns]:
    """The copy's sources of those ``named``, and what they copy."""
    patterns = shape().records["sources"]
    named = {*named, *(source["copy_of"] for source in patterns if source["id"] in named)}
    for at, source in enumerate(patterns, copy * len(patterns)):
        if source["id"] in named:
            yield _source(source, copy, at)


def _source(source: Columns, copy: int, number: int) -> Columns:
    id_ = own(source["id"], copy)
    return source | {
        "id": id_,
        "title": english(len(source["title"]), number, f"Made-up source {number}: "),
        "title_zh": source["title_zh"] and chinese(len(source["title_zh"]), number, f"虚构来源{number}："),
        "url": source["url"] and f"https://example.org/{id_}",
        "note": source["note"] and english(len(source["note"]), number),
        "copy_of": source["copy_of"] and own(source["copy_of"], copy),
    }


def _renamed(thing: Columns, copy: int) -> Columns:
    return thing | {
        "name": f"{thing['name']} {copy + 1}",
        "name_zh": thing["name_zh"] and f"{thing['name_zh']}{copy + 1}",
        "aliases": [f"{alias} {copy + 1}" for alias in thing["aliases"]],
    }
