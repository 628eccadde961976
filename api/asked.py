"""What an address takes: its parameters, read with their types; an unknown or wrong one is refused, never ignored."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.datastructures import QueryParams

from api.fields import Fields, fields_of
from api.paging import MOST
from graph.check import near, show
from graph.errors import InputError

Type = Literal["text", "integer", "flag", "year", "pair"]
_SCHEMAS: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string", "minLength": 1}, "integer": {"type": "integer"},
    "flag": {"type": "string", "enum": ["0", "1"]}, "year": {"type": "string", "pattern": "^[0-9]{4}$"},
    "pair": {"type": "string", "pattern": "^[A-Za-z]+:.+$"},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of an address.

    ``label``: it takes the id of such a thing; ``many``: it may be repeated; ``such_as``: a value to name in
    words; ``example``: one that whoever tries the address begins with, so that few parameters have it;
    ``required``: the address asks nothing without it.
    """

    name: str
    about: str
    type: Type = "text"
    choices: tuple[str, ...] = ()
    label: str = ""
    many: bool = False
    least: int | None = None
    most: int | None = None
    such_as: str = ""
    example: Any = None
    required: bool = False

    def as_openapi(self) -> dict[str, Any]:
        """The parameter as OpenAPI describes it."""
        schema = dict(_SCHEMAS[self.type])
        if self.choices:
            schema = {"type": "string", "enum": list(self.choices)}
        bounds = {"minimum": self.least, "maximum": self.most}
        schema |= {key: bound for key, bound in bounds.items() if bound is not None}
        if self.many:
            schema = {"type": "array", "items": schema}
        about = f"{self.about.removesuffix('.')}, such as {self.such_as}." if self.such_as else self.about
        described = {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": about,
            "schema": schema,
        }
        return described | ({"example": self.example} if self.example is not None else {})


FORMATS = ("json", "csv", "ndjson")
FORMAT = Parameter(name="format", about="json, csv or ndjson; else the Accept header decides.", choices=FORMATS)
BOM = Parameter(name="bom", type="flag", about="1: begin CSV with a byte-order mark, for Excel.")
LIMIT = Parameter(
    name="limit", type="integer", least=1, most=MOST, example=10,
    about="Most items; 100 where it is not given. CSV and NDJSON give all unless it is given, and take any number.",
)  # fmt: skip
CURSOR = Parameter(name="cursor", about="Where to go on: the `next` of the part before, unchanged.")
FACTS = Parameter(
    name="facts", choices=("full", "ids", "none"), example="ids", about="The supporting facts: whole, by id, or none."
)
FIELDS = Parameter(
    name="fields",
    about="Only these fields of each item, parted by commas, in this order; `bank.id`: of what stands inside.",
)
LIST = (LIMIT, CURSOR, FIELDS, FORMAT, BOM)
ONE = (FIELDS,)


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of one request, read: those of the address itself, and those of every list."""

    filters: Mapping[str, Any]
    limit: int | None = None
    cursor: str | None = None
    format: str | None = None
    bom: bool = False
    facts: str = "full"
    fields: Fields | None = None


@dataclass(frozen=True, slots=True)
class Takes:
    """All parameters that an address takes; ``item``: the schema of what ``fields`` are of."""

    filters: tuple[Parameter, ...] = ()
    common: tuple[Parameter, ...] = field(default=LIST)
    item: str = ""

    def as_openapi(self) -> list[dict[str, Any]]:
        """The parameters as OpenAPI describes them."""
        return [parameter.as_openapi() for parameter in (*self.filters, *self.common)]

    def read(self, given: QueryParams) -> Asked:
        """The values. Raises ``InputError`` with every mistake."""
        known = {parameter.name: parameter for parameter in (*self.filters, *self.common)}
        mistakes = [_unknown(name, tuple(known)) for name in given if name not in known]
        mistakes += [
            f"{p.name}: is missing, and without it nothing is asked"
            for p in known.values()
            if p.required and p.name not in given
        ]
        values: dict[str, Any] = {}
        for name in given.keys() & known.keys():
            try:
                values[name] = _value(known[name], given.getlist(name))
                if known[name] is FIELDS:
                    values[name] = fields_of(values[name], self.item)
            except InputError as error:
                mistakes.append(f"{name}: {error}")
        if mistakes:
            raise InputError(mistakes[0] if len(mistakes) == 1 else "the address has mistakes", sorted(mistakes))
        own = {parameter.name for parameter in self.filters}
        common = {name: value for name, value in values.items() if name not in own}
        if "fields" in common and not common["fields"].begin("facts"):
            common["facts"] = "none"  # nobody will see them
        return Asked({name: value for name, value in values.items() if name in own}, **common)


def _unknown(name: str, known: tuple[str, ...]) -> str:
    like = near(name, known, 1)
    return f"{name[:80]}: " + (
        f"there is no such parameter; did you mean {like[0]}?" if like
        else f"there is no such parameter; there is {', '.join(known) or 'none'}"
    )  # fmt: skip


def _value(parameter: Parameter, texts: Sequence[str]) -> Any:
    if parameter.many:
        return tuple(dict.fromkeys(_one(parameter, text) for text in texts))
    if len(texts) > 1:
        raise InputError(f"is taken once, found it {len(texts)} times")
    return _one(parameter, texts[0])


def _one(parameter: Parameter, text: str) -> Any:
    if parameter.choices and text not in parameter.choices:
        like = near(text, parameter.choices, 1)
        hint = f"; did you mean {like[0]}?" if like else ""
        raise InputError(f"must be one of {', '.join(parameter.choices)}, not {show(text)}{hint}")
    if not text:
        raise InputError("is empty: give it a value, or leave it out")
    match parameter.type:
        case "integer":
            return _integer(parameter, text)
        case "year":
            if not re.fullmatch(r"\d{4}", text, re.ASCII):
                raise InputError(f"must be a year in four digits, not {show(text)}")
        case "flag":
            if text not in ("0", "1"):
                raise InputError(f"must be 0 or 1, not {show(text)}")
            return text == "1"
        case "pair":
            label, _, id_ = text.partition(":")
            if not label or not id_:
                raise InputError(f"must be Label:id, such as Bank:bank-of-beijing, not {show(text)}")
    return text


def _integer(parameter: Parameter, text: str) -> int:
    fits = re.fullmatch(r"-?\d{1,15}", text, re.ASCII)
    if not fits or (parameter.least is not None and int(text) < parameter.least):
        raise InputError(f"must be a whole number from {parameter.least}, not {show(text)}")
    return int(text)
