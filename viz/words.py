"""English and Chinese: which one a reader gets, and every word on the screen in it.

The English text in the code is the source text; ``locales/zh/LC_MESSAGES/messages.po`` holds
the Chinese one and is read as it is: nothing is compiled, neither at install nor by hand.
Templates call ``_()``, ``ngettext()`` and ``pgettext()``; scripts call ``t()`` and ``tn()`` and
get the messages they use from :func:`phrasebook`.
"""

import gettext as gnu
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES: Final = ("en", "zh")
LOCALES: Final = Path(__file__).parent / "locales"
CONTEXT = "\x04"
"""Parts context and message in a key of the browser's phrasebook."""


def mark(message: str) -> str:
    """Mark a text for the catalogue where it is stored; it is translated where it is shown."""
    return message


def choose(asked: str | None, cookie: str | None, accept: str | None) -> str:
    """The reader's language: ``?lang=`` before the cookie, that before ``Accept-Language``."""
    for wish in (asked, cookie, *_by_preference(accept or "")):
        if wish and (language := wish.lower().split("-")[0]) in LANGUAGES:
            return language
    return LANGUAGES[0]


def _by_preference(accept: str) -> list[str]:
    def quality(part: str) -> float:
        try:
            return float(part.partition("q=")[2] or 1)
        except ValueError:
            return 0.0

    parts = [part.strip() for part in accept.split(",")]
    return [part.split(";")[0].strip() for part in sorted(parts, key=quality, reverse=True)]


@dataclass(frozen=True, slots=True)
class Words:
    """All that depends on the reader's language; get one from :func:`words`."""

    language: str
    messages: gnu.NullTranslations

    @property
    def tag(self) -> str:
        """The page's ``lang`` attribute."""
        return "zh-Hans" if self.language == "zh" else "en"

    def name(self, thing: Mapping[str, Any]) -> str:
        """The thing's name in the reader's language, or the one that there is."""
        return str(self.text(thing, "name") or thing.get("id") or "")

    def other(self, thing: Mapping[str, Any]) -> str:
        """Its name in the other language, or nothing where that says the same."""
        names = (thing.get("name"), thing.get("name_zh"))
        second = names[0] if self.language == "zh" else names[1]
        return str(second) if second and second != self.name(thing) else ""

    def text(self, record: Mapping[str, Any], field: str) -> Any:
        """``field`` of a record in the reader's language if that is there, else in English."""
        chinese = record.get(f"{field}_zh") if self.language == "zh" else None
        return chinese or record.get(field)

    def text_language(self, record: Mapping[str, Any], field: str) -> str:
        """The language that :meth:`text` answered in, for its ``lang`` attribute."""
        return "zh-Hans" if self.language == "zh" and record.get(f"{field}_zh") else "en"

    def number(self, value: int) -> str:
        """A whole number, grouped."""
        return format_decimal(value, locale=self.language)

    def country(self, code: str) -> str:
        """A country's name by its ISO 3166 code."""
        return str(Locale(self.language).territories.get(code, code))


@cache
def catalogue() -> Catalog:
    """The Chinese catalogue, as it stands in the repository."""
    with (LOCALES / "zh" / "LC_MESSAGES" / "messages.po").open("rb") as po:
        return read_po(po, locale="zh", abort_invalid=True)


@cache
def words(language: str) -> Words:
    """The words of ``en`` or ``zh``."""
    if language == "en":
        return Words("en", gnu.NullTranslations())
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    compiled.seek(0)
    return Words(language, gnu.GNUTranslations(compiled))


@cache
def script_messages(language: str) -> dict[str, list[str]]:
    """What the scripts say: message (after its context, if any) -> its forms in ``language``."""
    if language == "en":
        return {}
    return {
        (f"{m.context}{CONTEXT}" if m.context else "") + _singular(m.id): forms_of(m.string)
        for m in catalogue()
        if m.id and any(".js" in place for place, _ in m.locations)
    }


def _singular(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def forms_of(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """The forms of a translation: one, or one a plural form; an empty one where it is missing."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)
