"""``fields=``: of each item only what was asked for, in the order in which it was asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from api.schemas import Schema, components
from graph.check import near, show
from graph.errors import InputError

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that were asked for, each with the way to it: ``bank.id`` is ``("bank", "id")``."""

    paths: tuple[Path, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """As they were written, for the columns of CSV."""
        return tuple(".".join(path) for path in self.paths)

    def begin(self, name: str) -> bool:
        """Whether anything of this field is asked for."""
        return any(path[0] == name for path in self.paths)

    def of(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """The item with these fields alone; one that it has not, as a fact of another kind may have, is absent."""
        return _trimmed(item, self.paths)


def fields_of(text: str, item: str) -> Fields:
    """The fields that ``text`` names, parted by commas, of the schema ``item``. Raises ``InputError``."""
    paths = tuple(dict.fromkeys(tuple(name.strip().split(".")) for name in text.split(",") if name.strip()))
    if not paths:
        raise InputError("names no field: part them by commas, such as id,name")
    for path in paths:
        _check(path, item)
    return Fields(paths)


def _check(path: Path, item: str) -> None:
    known = _inside(item)
    for at, name in enumerate(path):
        if name not in known:
            raise InputError(f"there is no field {show('.'.join(path[: at + 1]))}{_hint(path[:at], name, known)}")
        known = _named(known[name])


def _hint(before: Path, name: str, known: Iterable[str]) -> str:
    names = [".".join((*before, one)) for one in known]
    if not names:
        return f"; {'.'.join(before)} holds no fields"
    like = near(".".join((*before, name)), names, 1)
    return f"; did you mean {like[0]}?" if like else f"; there is {', '.join(names)}"


@cache
def _schemas() -> Mapping[str, Schema]:
    return components()


@cache
def _inside(name: str) -> dict[str, Schema]:
    return _named(_schemas()[name])


def _named(schema: Schema) -> dict[str, Schema]:
    """The fields that a value of this schema may have, or the things in it where it is a list."""
    if "$ref" in schema:
        return _inside(schema["$ref"].rpartition("/")[2])
    found: dict[str, Schema] = dict(schema.get("properties", {}))
    for part in (*schema.get("allOf", ()), *schema.get("oneOf", ())):
        found |= {name: one for name, one in _named(part).items() if name not in found}
    return found | (_named(schema["items"]) if "items" in schema else {})


def _trimmed(item: Mapping[str, Any], paths: Sequence[Path]) -> dict[str, Any]:
    below: dict[str, list[Path]] = {}
    for name, *rest in paths:
        below.setdefault(name, []).append(tuple(rest))
    return {name: _value(item[name], inner) for name, inner in below.items() if name in item}


def _value(value: Any, paths: Sequence[Path]) -> Any:
    if () in paths:
        return value
    if isinstance(value, Mapping):
        return _trimmed(value, paths)
    if isinstance(value, list):
        return [_value(part, paths) for part in value]
    return value
