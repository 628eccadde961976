"""The header of a ``.cypher`` file, read and checked.

    // title: Banks that use a model
    // title_zh: 使用某一模型的银行
    // about: One row a bank, the earliest year first.
    // about_zh: 每家银行一行，年份早者在前。
    // param model: AIModel = deepseek
    // param year: int? = null
    // returns: bank, year, sources

A parameter's type is ``str``, ``int``, ``float``, ``bool``, ``strs`` (a list of texts) or a label,
which means the id of a thing of that label; ``?`` lets it be null; without a default it must be given.
The header ends with the first line that does not begin with ``//``; comments below it are the query's own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cypher.parameter import NAME, TYPES, Parameter, declared

__all__ = ["FOR_PEOPLE", "FOR_US", "TYPES", "Column", "HeaderError", "NamedQuery", "Parameter", "parse"]

FOR_PEOPLE = ("title", "title_zh", "about", "about_zh")
"""What the header of a question says in words; a read of our own pages says only ``about``."""
FOR_US = ("about",)
TAKEN = ("cursor", "fields", "format", "lang", "limit", "query")
"""What an address says beside the parameters of a question, which therefore may not be named so."""
_LINE = re.compile(r"//\s*(?:(title|title_zh|about|about_zh|returns)|(param)\s+(\S*?))\s*:\s*(.*?)\s*")
_NO_CODE = re.compile(r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`", re.DOTALL)
_USED = re.compile(r"\$([A-Za-z_]\w*)")

Column = str


class HeaderError(Exception):
    """A ``.cypher`` file whose header is wrong; the text begins with ``file:line``."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One question: its words in both languages, what it takes, what it answers, and its Cypher."""

    name: str
    title: str
    title_zh: str
    about: str
    about_zh: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str
    file: str


@dataclass(slots=True)
class _Header:
    """What the lines read so far have said, and in which line each stood."""

    texts: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)


def parse(path: Path, needed: tuple[str, ...] = FOR_PEOPLE) -> NamedQuery:
    """Read one file. Raises ``HeaderError`` with ``file:line`` for the first thing that is wrong."""
    if not NAME.fullmatch(path.stem):
        raise HeaderError(f"{path}:1: expected a file named in small letters, digits and _, as that names the query")
    lines = _text_of(path).splitlines()
    end = next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines))
    header = _Header()
    for number, line in enumerate(lines[:end], 1):
        try:
            _take(header, number, line, needed)
        except ValueError as error:
            raise HeaderError(f"{path}:{number}: {error}") from None
    for number, wrong in _what_lacks(header, lines, end, needed):
        raise HeaderError(f"{path}:{number}: {wrong}")
    return NamedQuery(
        name=path.stem,
        title=header.texts.get("title", ""),
        title_zh=header.texts.get("title_zh", ""),
        about=header.texts["about"],
        about_zh=header.texts.get("about_zh", ""),
        parameters=tuple(header.parameters.values()),
        columns=header.columns,
        text="\n".join(lines[end:]).strip(),
        file=str(path),
    )


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise HeaderError(f"{path}:1: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise HeaderError(f"{path}:{line}: expected text in UTF-8, found the byte 0x{data[error.start]:02x}") from error


def _take(header: _Header, number: int, line: str, needed: tuple[str, ...]) -> None:
    """Take in one line. Raises ``ValueError`` with what is wrong in it."""
    match = _LINE.fullmatch(line)
    if match is None:
        known = f"{', '.join(FOR_PEOPLE)}, param NAME, returns"
        raise ValueError(f"expected '// title: ...' or another line of a header ({known}), found {line!r}")
    said, _, name, value = match.groups()
    what = said or f"param {name}"
    if what in header.lines:
        raise ValueError(f"{what} stands in line {header.lines[what]} already: keep one")
    header.lines[what] = number
    if said is None:
        header.parameters[name] = declared(name, value)
        if name in TAKEN and "title" in needed:
            raise ValueError(f"expected another name than {name}: addresses use {', '.join(TAKEN)} for themselves")
    elif said == "returns":
        header.columns = _columns(value)
    elif value:
        header.texts[said] = value
    else:
        raise ValueError(f"expected a text behind '{said}:', found nothing")


def _columns(text: str) -> tuple[Column, ...]:
    columns = tuple(part.strip() for part in text.split(","))
    if not all(columns):
        raise ValueError(f"expected the names of the columns, parted by commas, found {text!r}")
    for column in columns:
        if columns.count(column) > 1:
            raise ValueError(f"expected each column once, found {column} {columns.count(column)} times")
    return columns


def _what_lacks(header: _Header, lines: list[str], end: int, needed: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Line and sentence for whatever is wrong with the header as a whole, or does not fit the query."""
    if missing := [what for what in (*needed, "returns") if what not in header.lines]:
        yield 1, f"expected a header that says {', '.join(missing)}: add '// {missing[0]}: ...'"
    query = "\n".join(lines[end:])
    if not query.strip():
        yield max(end, 1), "expected a query below the header, found nothing"
    used = _parameters_used(query)
    for name, number in used.items():
        if name not in header.parameters:
            known = ", ".join(header.parameters) or "none"
            yield end + number, f"expected parameters that the header declares ({known}), found ${name}"
    for name in header.parameters.keys() - used.keys():
        yield header.lines[f"param {name}"], f"expected the query to use its parameter {name}, found no ${name} in it"


def _parameters_used(query: str) -> Mapping[str, int]:
    """The parameters that the query uses outside of comments and texts, each with the line of its first use."""
    code = _NO_CODE.sub(lambda match: "\n" * match[0].count("\n"), query)
    used: dict[str, int] = {}
    for match in _USED.finditer(code):
        used.setdefault(match[1], code.count("\n", 0, match.start()) + 1)
    return used
