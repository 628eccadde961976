"""One line that says what a thing is: "State-owned · Beijing · 601398.SH"."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from viz.terms import term
from viz.words import Words

Properties = Mapping[str, Any]


def about(label: str, properties: Properties, words: Words) -> str:
    """What is worth knowing of a thing beside its name; empty where nothing is."""
    parts = _PARTS.get(label, _nothing)(properties, words)
    return " · ".join(part for part in parts if part)


def _nothing(_: Properties, __: Words) -> list[str]:
    return []


def _bank(bank: Properties, words: Words) -> list[str]:
    return [term(words, "bank type", bank.get("type")), seat(bank, words), bank.get("ticker") or ""]


def seat(bank: Properties, words: Words) -> str:
    """The bank's city and country; in Chinese the country alone, which has a Chinese name."""
    country = words.country(str(bank.get("country") or ""))
    hq = str(bank.get("hq") or "")
    if words.language == "zh" or not hq:
        return country
    return hq if country in hq or bank.get("country") == "CN" else f"{hq}, {country}"


def _model(model: Properties, words: Words) -> list[str]:
    family = model.get("family")
    known = words.messages.gettext("family {family}").replace("{family}", str(family)) if family else ""
    return [term(words, "model kind", model.get("kind")), known]


def _initiative(initiative: Properties, words: Words) -> list[str]:
    return [term(words, "category", initiative.get("category"))]


def _vendor(vendor: Properties, words: Words) -> list[str]:
    return [term(words, "vendor kind", vendor.get("kind"))]


def _metric(metric: Properties, words: Words) -> list[str]:
    return [term(words, "unit", metric.get("unit")), term(words, "direction", metric.get("direction"))]


def _group(group: Properties, words: Words) -> list[str]:
    types = ", ".join(term(words, "bank type", type_) for type_ in group.get("bank_types") or ())
    return [types, words.country(str(group.get("country") or ""))]


def _source(source: Properties, _: Words) -> list[str]:
    return [str(source.get("publisher") or ""), str(source.get("published") or "")]


_PARTS: Final[Mapping[str, Callable[[Properties, Words], list[str]]]] = {
    "Bank": _bank,
    "AIModel": _model,
    "Initiative": _initiative,
    "Vendor": _vendor,
    "Metric": _metric,
    "Source": _source,
    "BankGroup": _group,
}
