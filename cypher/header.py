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
Later lines that begin with ``//`` are comments of the query itself.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TYPES: Mapping[str, type | tuple[type, ...]] = {
    "str": str, "int": int, "float": (int, float), "bool": bool, "strs": list,
}  # fmt: skip
FOR_PEOPLE = ("title", "title_zh", "about", "about_zh")
"""What the header of a question says in words; a read of our own pages says only ``about``."""
FOR_US = ("about",)
_LINE = re.compile(r"//\s*(title_zh|title|about_zh|about|param|returns)\b(?:\s+(\w+))?\s*:\s*(.*?)\s*$")
_PARAMETER = re.compile(r"([A-Za-z]+)(\?)?(?:\s*=\s*(.*))?$")
_NAME = re.compile(r"[a-z][a-z0-9_]*$")

Column = str


class HeaderError(Exception):
    """A ``.cypher`` file whose header is wrong; the text begins with ``file:line``."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query can be asked with; ``label`` is set where it is the id of such a thing."""

    name: str
    type: str
    optional: bool
    required: bool
    default: Any

    @property
    def label(self) -> str | None:
        """The label whose ids it takes, ``None`` for a plain value."""
        return None if self.type in TYPES else self.type


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


def parse(path: Path, needed: tuple[str, ...] = FOR_PEOPLE) -> NamedQuery:
    """Read one file. Raises ``HeaderError`` with ``file:line`` for the first thing that is wrong."""
    texts: dict[str, str] = {}
    parameters: dict[str, Parameter] = {}
    columns: tuple[Column, ...] | None = None
    lines = path.read_text(encoding="utf-8").splitlines()
    number = 0
    for number, line in enumerate(lines, 1):
        if not line.startswith("//"):
            break
        where = f"{path.name}:{number}"
        match = _LINE.match(line)
        if match is None:
            raise HeaderError(f"{where}: expected '// title: ...', about, param NAME: TYPE or returns, found {line!r}")
        field, name, value = match.groups()
        if field == "param":
            if name in parameters:
                raise HeaderError(f"{where}: the parameter {name} is declared twice")
            parameters[name or ""] = _parameter(where, name or "", value)
        elif field == "returns":
            columns = tuple(part.strip() for part in value.split(","))
        elif not value or field in texts:
            raise HeaderError(f"{where}: {field} must stand once and say something")
        else:
            texts[field] = value
    text = "\n".join(lines[number - 1 :]).strip() if lines else ""
    _complete(path, [field for field in needed if field not in texts], columns, text, parameters)
    return NamedQuery(
        name=path.stem,
        title=texts.get("title", ""),
        title_zh=texts.get("title_zh", ""),
        about=texts["about"],
        about_zh=texts.get("about_zh", ""),
        parameters=tuple(parameters.values()),
        columns=columns or (),
        text=text,
        file=str(path),
    )


def _parameter(where: str, name: str, value: str) -> Parameter:
    match = _PARAMETER.match(value)
    known = match is not None and (match[1] in TYPES or match[1][0].isupper())
    if match is None or not known or not _NAME.match(name):
        kinds = ", ".join(TYPES)
        raise HeaderError(f"{where}: expected 'param name: type = default' (type: {kinds} or a label), found {value!r}")
    optional, default = match[2] is not None, match[3]
    parsed = None if default in (None, "null") else _default(where, match[1], default)
    if default == "null" and not optional:
        raise HeaderError(f"{where}: {name} may not be null unless its type ends in '?'")
    return Parameter(name, match[1], optional, required=default is None, default=parsed)


def _default(where: str, kind: str, default: str) -> Any:
    if kind == "str" or kind not in TYPES:
        return default.strip("'\"")
    try:
        value = json.loads(default)
    except ValueError:
        value = object()
    if not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "bool"):
        raise HeaderError(f"{where}: the default {default} is no {kind}")
    return value


def _complete(path: Path, missing: list[str], columns: object, text: str, parameters: Mapping[str, Parameter]) -> None:
    if missing or columns is None:
        raise HeaderError(f"{path.name}:1: the header lacks {', '.join([*missing, *([] if columns else ['returns'])])}")
    if not text:
        raise HeaderError(f"{path.name}:1: there is no query below the header")
    used = set(re.findall(r"\$([A-Za-z_]\w*)", text))
    if lost := sorted(used ^ parameters.keys()):
        raise HeaderError(f"{path.name}:1: parameters of the header and of the query differ: {', '.join(lost)}")
