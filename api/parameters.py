"""The parameters of a query, from text to the types that its header declares."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cypher import NamedQuery, Parameter
from graph.check import near
from graph.errors import InputError

_TRUE = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def typed(query: NamedQuery, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The values for all parameters of ``query``; ``given`` may name one several times if it takes a list.

    Raises ``InputError`` for a name that the query has not, a value of another type, or one that lacks.
    """
    names = [parameter.name for parameter in query.parameters]
    for name in given:
        if name not in names:
            raise InputError(f"{query.name} has no parameter {name!r}{_hint(name, names)}")
    values: dict[str, Any] = {}
    for parameter in query.parameters:
        texts = given.get(parameter.name)
        if texts is None and parameter.required:
            raise InputError(f"{query.name} needs the parameter {parameter.name} ({parameter.type})")
        values[parameter.name] = parameter.default if texts is None else _value(query, parameter, texts)
    return values


def free(given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The values for people's own Cypher: what reads as JSON is that, all else is text."""
    return {name: _loose(texts[-1]) for name, texts in given.items()}


def _hint(name: str, names: Sequence[str]) -> str:
    like = near(name, list(names), 1)
    if like:
        return f"; did you mean {like[0]}?"
    return f"; it has {', '.join(names)}" if names else "; it has none"


def _value(query: NamedQuery, parameter: Parameter, texts: Sequence[str]) -> Any:
    if parameter.type == "strs":
        return [part.strip() for text in texts for part in text.split(";") if part.strip()]
    text = texts[-1]
    if len(texts) > 1:
        raise InputError(f"{query.name} takes {parameter.name} once, found it {len(texts)} times")
    if parameter.optional and text in ("", "null"):
        return None
    value = _READ[parameter.type](text) if parameter.type in _READ else text
    if value is None or value == "":
        kind = {"int": "a whole number", "float": "a number", "bool": "true or false"}.get(parameter.type, "a text")
        raise InputError(f"{query.name}: {parameter.name} must be {kind}, not {text!r}")
    return value


def _int(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


_READ: Mapping[str, Callable[[str], Any]] = {"int": _int, "float": _float, "bool": _TRUE.get}


def _loose(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
