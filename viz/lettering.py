"""What stands beside a node in a picture, and how wide it is.

The rule for long names, in pictures only: above 22 Latin letters (9 em of Chinese) a bank gives
way to its shortest alias in the same script, of three letters (two characters) or more; anything
else only to an alias that is part of its name; "Rural Commercial Bank" is written RCB. What is
still long breaks into two lines, and what is still too long ends in "…".
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

from viz.view import Thing
from viz.words import Words

SIZE: Final = 11
"""Height of the letters in screen pixels; the browser draws them so at every zoom."""
LEADING: Final = 13
LONG: Final = 22
BREAK: Final = 15
WIDEST: Final = 24
_UNKNOWN: Final = 560
_FULL: Final = 1000


@cache
def _advances(bold: bool) -> dict[str, int]:
    """Thousandths of an em that Inter gives each character, taken from the font's own table."""
    table = json.loads((Path(__file__).parent / "inter-widths.json").read_text("utf-8"))
    advances: dict[str, int] = table["600" if bold else "400"]
    return advances


def width(text: str, *, bold: bool = False) -> float:
    """How wide the browser writes ``text``, in screen pixels."""
    advances = _advances(bold)
    return sum(advances.get(c, _FULL if ord(c) > 0x2E7F else _UNKNOWN) for c in text) * SIZE / 1000


def lettering(thing: Thing, words: Words, owner: str = "") -> tuple[str, ...]:
    """The lines of text beside a node; ``owner`` stands below where the name alone is not unique."""
    if thing.key.label == "Year":
        return (thing.key.id,)  # its shape is made for four digits, in every language
    name = _short(_plain(words.name(thing.properties)), thing)
    return (_cut(name), _cut(owner)) if owner else _broken(name)


def _plain(name: str) -> str:
    """Without what cannot be drawn or would turn the direction of writing, and not endless."""
    return " ".join("".join(c if c.isprintable() else " " for c in name[:200]).split())


def _short(name: str, thing: Thing) -> str:
    name = name.replace("Rural Commercial Bank", "RCB")
    if _ems(name) <= LONG:
        return name
    latin = name.isascii()
    aliases = [_plain(str(alias)) for alias in thing.properties.get("aliases") or ()]
    fit = [a for a in aliases if a.isascii() == latin and (3 if latin else 2) <= len(a) < len(name)]
    if thing.key.label != "Bank":
        fit = [alias for alias in fit if alias.lower() in name.lower()]
    return min(fit, key=lambda alias: (len(alias), alias), default=name)


def _ems(text: str) -> float:
    """Length in Latin letters; a Chinese character counts as two and a half."""
    return sum(2.5 if ord(c) > 0x2E7F else 1 for c in text)


def _broken(name: str) -> tuple[str, ...]:
    if _ems(name) <= BREAK + (LONG - BREAK) * (not name.isascii()):
        return (name,)
    cuts = [i for i in range(1, len(name)) if name[i - 1] == " " or ord(name[i]) > 0x2E7F]
    halves = [(name[:i].strip(), name[i:].strip()) for i in cuts]
    best = min(halves, key=lambda pair: max(map(_ems, pair)), default=(name,))
    return tuple(_cut(part) for part in best if part)


def _cut(line: str) -> str:
    if _ems(line) <= WIDEST:
        return line
    kept = line
    while _ems(kept) >= WIDEST:
        kept = kept[:-1]
    return kept.rstrip() + "…"
