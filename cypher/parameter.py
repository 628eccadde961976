"""A parameter of a named query, as one line of its header declares it."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

TYPES = ("str", "int", "float", "bool", "strs")
_SHOULD_BE: Mapping[str, str] = {
    "int": "a whole number", "float": "a number", "bool": "true or false", "strs": 'a list of texts such as ["a", "b"]',
}  # fmt: skip
NAME = re.compile(r"[a-z][a-z0-9_]*")
_DECLARED = re.compile(r"(\w+)(\?)?\s*(?:=\s*(.*))?")
_LABEL = re.compile(r"[A-Z][A-Za-z]*")


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


def declared(name: str, text: str) -> Parameter:
    """The parameter that ``param NAME: TEXT`` declares. Raises ``ValueError`` with what is wrong."""
    if not NAME.fullmatch(name):
        raise ValueError(f"expected the name of a parameter in small letters, digits and _, found {name!r}")
    match = _DECLARED.fullmatch(text)
    if match is None or not (match[1] in TYPES or _LABEL.fullmatch(match[1])):
        raise ValueError(
            f"expected 'param {name}: TYPE = DEFAULT', the type one of {', '.join(TYPES)} or a label such as Bank, "
            f"found {text!r}"
        )
    kind, optional, default = match[1], match[2] is not None, match[3]
    if default == "null" and not optional:
        raise ValueError(f"{name} may be null only where its type says so: write {kind}? = null")
    value = None if default in (None, "null") else _default(name, kind, default)
    return Parameter(name, kind, optional, required=default is None, default=value)


def _default(name: str, kind: str, text: str) -> Any:
    if not text:
        raise ValueError(f"expected a default of {name} behind '='; leave '=' out if it must be given")
    if kind not in _SHOULD_BE:
        return _unquoted(text)
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not _FITS[kind](value):
        raise ValueError(f"expected {_SHOULD_BE[kind]} as default of {name}, found {text!r}")
    return float(value) if kind == "float" else value


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "int": lambda value: type(value) is int,
    "float": lambda value: type(value) in (int, float) and math.isfinite(value),
    "bool": lambda value: type(value) is bool,
    "strs": lambda value: type(value) is list and all(type(one) is str for one in value),
}


def _unquoted(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted else text
