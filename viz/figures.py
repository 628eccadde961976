"""Values as each language writes them: 2519000000 CNY is "CNY 2.52 bn" and "25.19亿元".

The rules are data (:func:`rules`): this module and ``static/js/figures.js`` both follow them,
so that a value reads the same in a table of the server and in a panel of the browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Final

from babel.numbers import format_decimal, get_currency_name

from viz.words import Words, mark
from viz.words import words as words_of

SCALES: Final = {
    "en": ((12, "tn"), (9, "bn"), (6, "m")),
    "zh": ((12, "万亿"), (8, "亿"), (4, "万")),
}
"""Powers of ten that a language has a word for, the largest first; smaller values stand in full."""

# Written out beside the number; a unit that is not here stands behind it as it is.
UNITS: Final = {
    "percent": (mark("{n}%"), mark("{n}%")),
    "percentage_point": (mark("{n} percentage point"), mark("{n} percentage points")),
    "people": (mark("{n} person"), mark("{n} people")),
    "count": (mark("{n}"), mark("{n}")),
    "times": (mark("{n} times"), mark("{n} times")),
    "hours": (mark("{n} hour"), mark("{n} hours")),
    "minutes": (mark("{n} minute"), mark("{n} minutes")),
    "days": (mark("{n} day"), mark("{n} days")),
    "weeks": (mark("{n} week"), mark("{n} weeks")),
    "months": (mark("{n} month"), mark("{n} months")),
    "years": (mark("{n} year"), mark("{n} years")),
    "points": (mark("{n} point"), mark("{n} points")),
    "rank": (mark("rank {n}"), mark("rank {n}")),
    "metres": (mark("{n} metre"), mark("{n} metres")),
}
# Babel's names say what the currency is, not how an amount of it is written.
_AMOUNTS_ZH: Final = {"CNY": "元", "SGD": "新加坡元", "AUD": "澳元", "CAD": "加元", "TWD": "新台币元"}
_CURRENCIES: Final = (
    "CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD", "AUD", "CAD", "CHF", "INR", "KRW", "TWD", "BRL", "MOP",
    "THB", "MYR", "IDR", "VND", "PHP", "NZD", "SEK", "NOK", "DKK", "ZAR", "MXN", "AED", "SAR", "RUB", "TRY",
)  # fmt: skip
PERIODS: Final = {
    "FY": mark("FY {year}"),
    "H1": mark("H1 {year}"),
    "H2": mark("H2 {year}"),
    "Q1": mark("Q1 {year}"),
    "Q2": mark("Q2 {year}"),
    "Q3": mark("Q3 {year}"),
    "Q4": mark("Q4 {year}"),
    "as of": mark("as of {date}"),
    "none": mark("no year stated"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in words, and in full digits where the words have shortened it."""

    text: str
    raw: str = ""


@cache
def rules(language: str) -> dict[str, Any]:
    """How ``language`` writes figures: scales, units, currencies, periods."""
    say = words_of(language).messages.gettext
    chinese = language == "zh"
    return {
        "scales": [list(scale) for scale in SCALES[language]],
        "gap": "" if chinese else " ",
        "units": {unit: [say(one), say(many)] for unit, (one, many) in UNITS.items()},
        "currencies": {code: _amount_zh(code) for code in _CURRENCIES} if chinese else {},
        "currency": "{n}{unit}" if chinese else "{unit} {n}",
        "periods": {period: say(text) for period, text in PERIODS.items()},
    }


def _amount_zh(code: str) -> str:
    return _AMOUNTS_ZH.get(code) or get_currency_name(code, locale="zh")


def is_currency(unit: str) -> bool:
    """Whether a unit is an ISO 4217 code."""
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


def figure(words: Words, value: float, unit: str) -> Figure:
    """A value with its unit in the reader's language."""
    how = rules(words.language)
    number, shortened = _number(words.language, value)
    raw = f"{_digits(words.language, Decimal(str(value)), 6)} {unit if is_currency(unit) else ''}".strip()
    return Figure(_with_unit(how, number, unit, value), raw if shortened else "")


def _number(language: str, value: float) -> tuple[str, bool]:
    exact = Decimal(str(value))
    for power, word in SCALES[language]:
        if abs(exact) >= Decimal(10) ** power:
            return f"{_digits(language, exact.scaleb(-power), 2)}{rules(language)['gap']}{word}", True
    return _digits(language, exact, 6), False


def _digits(language: str, value: Decimal, decimals: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return format_decimal(rounded, format="#,##0." + "#" * decimals, locale=language)


def _with_unit(how: Mapping[str, Any], number: str, unit: str, value: float) -> str:
    if is_currency(unit):
        return str(how["currency"]).replace("{n}", number).replace("{unit}", how["currencies"].get(unit, unit))
    if unit not in how["units"]:
        return f"{number} {unit}"
    one, many = how["units"][unit]
    return str(one if value == 1 else many).replace("{n}", number)


def moment(time: str) -> str:
    """A time as receipts have it, to read: "2026-01-31 12:00:05 UTC"."""
    return time.replace("T", " ").replace("+00:00", " UTC")


def when(words: Words, year: int | None, period: str | None) -> str:
    """What a value is for: "FY 2024", "as of 2025-05", "2024", "no year stated"."""
    periods = rules(words.language)["periods"]
    if period and period.startswith("as of "):
        return str(periods["as of"]).replace("{date}", period.removeprefix("as of "))
    if year is None:
        return str(periods["none"])
    return str(periods.get(period or "", "{year}")).replace("{year}", str(year))
