"""The shapes of all answers as JSON schemas, made from the graph's schema, for /openapi.json."""

from collections.abc import Mapping
from typing import Any

from api.things import THINGS
from graph.declare import EntityKind, FactKind, Property
from graph.schema import FACT_BY_KIND, FACTS, FOR_SEARCH
from graph.search import MATCHES

Schema = dict[str, Any]
_TYPES: Mapping[str, Schema] = {
    "text": {"type": "string"}, "number": {"type": "number"}, "integer": {"type": "integer"},
    "boolean": {"type": "boolean"}, "texts": {"type": "array", "items": {"type": "string"}},
    "reference": {"type": "string"}, "references": {"type": "array", "items": {"type": "string"}},
}  # fmt: skip
_COUNTED = ("facts", "initiatives", "models", "metrics", "partners", "sources")
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
YEAR: Schema = {"type": ["integer", "null"]}


def reference(name: str) -> Schema:
    """A pointer to one of the schemas of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def an_object(properties: Mapping[str, Schema]) -> Schema:
    """An object with these properties, all of them there."""
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def a_list(items: Schema) -> Schema:
    """An array."""
    return {"type": "array", "items": items}


def list_of(items: Schema) -> Schema:
    """A part of a list."""
    return an_object({"items": a_list(items), "total": NUMBER, "next": {"type": ["string", "null"]}})


def supported(name: str) -> Schema:
    """A thing as it stands in a list that facts make: with those facts."""
    return reference(f"Supported{name}")


def components() -> dict[str, Schema]:
    """All schemas by name."""
    return {
        **{thing.label: _thing(thing) for thing in THINGS},
        **{f"Supported{thing.label}": _supported(thing.label) for thing in THINGS},
        "Hit": _hit(),
        "Neighbourhood": _neighbourhood(),
        "Name": an_object({"id": TEXT, "name": TEXT, "name_zh": {"type": ["string", "null"]}}),
        "Support": _support(),
        "FactSource": _source(),
        **{_fact_name(kind): _fact(kind) for kind in FACTS},
        "Fact": {"oneOf": [reference(_fact_name(kind)) for kind in FACTS], "discriminator": _by_kind()},
        "Problem": _problem(),
        "Table": _table(),
        "CypherAnswer": _cypher_answer(),
        "Plan": _plan(),
        "Answer": {"allOf": [reference("Table"), an_object({"total": YEAR, "next": {"type": "null"}})]},
        "Query": _query(),
        "Load": _load(),
        "LoadUndone": _undone(),
    }


def _property(declared: Property) -> Schema:
    schema = {**_TYPES[declared.type], "description": declared.about}
    if declared.type == "text" and declared.choices:
        schema["enum"] = [*declared.choices, *([None] if declared.null else [])]
    if declared.null:
        schema["type"] = [schema["type"], "null"]
    return schema


def _thing(kind: EntityKind) -> Schema:
    own = {p.name: _property(p) for p in kind.properties if p not in FOR_SEARCH}
    more: dict[str, Schema] = {"page": TEXT, ("api_url" if "url" in own else "url"): TEXT}
    if kind.label == "Initiative":
        own["bank"] = reference("Name")
        more |= {key: a_list(reference("Name")) for key in ("areas", "models", "vendors")}
        more |= {"sources": NUMBER, "first_year": YEAR, "last_year": YEAR}
        schema = an_object({**own, **more})
        schema["properties"]["facts"] = _facts()
        return schema
    more["counts"] = an_object(dict.fromkeys(_COUNTED if kind.label == "Bank" else ("facts",), NUMBER))
    return an_object({**own, **more}) | {"description": kind.about}


def _supported(label: str) -> Schema:
    return {"allOf": [reference(label), reference("Support")]}


def _hit() -> Schema:
    texts = dict.fromkeys(("label", "id", "name", "url", "page"), TEXT)
    match = {"enum": list(MATCHES), "description": "What of it fits; near: but for an error, or some of the words."}
    score = {"type": "number", "description": "1 for its name, and less the less it fits."}
    return an_object({**texts, "name_zh": {"type": ["string", "null"]}, "match": match, "score": score})


def _neighbourhood() -> Schema:
    key = an_object({"label": TEXT, "id": TEXT})
    node = an_object({
        "label": TEXT, "id": TEXT, "name": TEXT, "name_zh": {"type": ["string", "null"]}, "url": TEXT, "page": TEXT,
    })  # fmt: skip
    line = an_object({"type": TEXT, "start": key, "end": key})
    line["properties"] |= {"sources": NUMBER, "first_year": YEAR, "last_year": YEAR, "facts": a_list(TEXT)}
    line["properties"]["basis"] = {"enum": ["claim", "summary", "record"]}
    schema = an_object({"nodes": a_list(node), "relationships": a_list(line), "truncated": {"type": "boolean"}})
    schema["properties"]["facts"] = a_list(reference("Fact"))
    return schema


def _support() -> Schema:
    schema = an_object({"sources": NUMBER, "first_year": YEAR, "last_year": YEAR})
    schema["properties"]["facts"] = _facts()
    return schema | {"description": "What a relationship rests on; `sources` counts independent ones, as far as known."}


def _facts() -> Schema:
    return a_list({"oneOf": [reference("Fact"), TEXT]}) | {"description": "Whole, by id, or absent: see `facts`."}


def _source() -> Schema:
    may = {"type": ["string", "null"]}
    return an_object({
        "id": TEXT, "name": TEXT, "name_zh": may, "publisher": TEXT, "url": may, "published": may, "language": TEXT,
        "reliability": may, "copy_of": may, "page": TEXT,
    })  # fmt: skip


def _fact_name(kind: FactKind) -> str:
    return f"{kind.kind.capitalize()}Fact"


def _fact(kind: FactKind) -> Schema:
    shared = {"id": TEXT, "kind": {"const": kind.kind}, "name": TEXT, "url": TEXT, "page": TEXT}
    return an_object({**shared, **{p.name: _said(p) for p in kind.properties}}) | {"description": kind.about}


def _said(declared: Property) -> Schema:
    if declared.name == "source":
        return reference("FactSource")
    if not declared.refers:
        return _property(declared)
    if declared.type == "references":
        return a_list(reference("Name"))
    return {"oneOf": [reference("Name"), {"type": "null"}]} if declared.null else reference("Name")


def _by_kind() -> Schema:
    mapping = {kind: reference(_fact_name(declared))["$ref"] for kind, declared in FACT_BY_KIND.items()}
    return {"propertyName": "kind", "mapping": mapping}


def _problem() -> Schema:
    schema = an_object({"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT, "instance": TEXT})
    texts = a_list(TEXT)
    schema["properties"] |= {
        "errors": texts | {"description": "Each mistake, where there are several to name."},
        "near": texts | {"description": "What may have been meant, the nearest first."},
        "line": NUMBER | {"description": "Where the mistake is in a query, from 1."},
        "column": NUMBER | {"description": "Where in that line, from 1."},
        "id": TEXT | {"description": "The number to quote when reporting a mistake of bankgraph's own."},
    }
    detail = "there is no bank 'bank-of-bejing'; did you mean bank-of-beijing?"
    example = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": detail}
    instance = "/api/banks/bank-of-bejing"
    return schema | {"example": {**example, "instance": instance, "near": ["bank-of-beijing"]}}


def _table() -> Schema:
    budget = {"enum": ["seconds", "rows", "bytes", "memory", None]}
    return an_object({"columns": a_list(TEXT), "items": a_list({"type": "array"}), "truncated": budget})


def _cypher_answer() -> Schema:
    schema = _table()
    warned = "A sentence for each label, relationship type and property that the query names and the graph has not."
    schema["properties"] |= {"warnings": a_list(TEXT) | {"description": warned}, "plan": reference("Plan")}
    return schema


def _plan() -> Schema:
    schema = an_object({"operator": TEXT, "details": TEXT, "estimated_rows": {"type": ["number", "null"]}})
    schema["properties"] |= {"rows": NUMBER, "db_hits": NUMBER, "children": a_list(reference("Plan"))}
    schema["required"].append("children")
    return schema | {"description": "An operator and those that feed it; `rows` and `db_hits` for PROFILE alone."}


def _query() -> Schema:
    parameter = an_object({
        "name": TEXT, "type": TEXT, "required": {"type": "boolean"}, "optional": {"type": "boolean"}, "default": {},
    })  # fmt: skip
    texts = ("name", "title", "title_zh", "about", "about_zh", "cypher", "url", "page")
    return an_object({**dict.fromkeys(texts, TEXT), "parameters": a_list(parameter), "columns": a_list(TEXT)})


def _load() -> Schema:
    counts = ("read", "new", "known", "rejected")
    things = ("entities_read", "entities_new", "entities_changed", "entities_rejected")
    file = an_object({"name": TEXT, "sha256": TEXT, "records": NUMBER})
    schema = an_object({
        "load": TEXT, "time": TEXT, "files": a_list(file), **{name: _counted(name) for name in (*counts, *things)},
        "evidence_differing": _counted("new"), "kinds": _by_kind_counted(counts),
        "entities": _by_kind_counted(("read", "new", "changed", "rejected")),
        "mistakes": a_list(TEXT) | {"description": "Why records were left out, up to a number."},
        "digest": {"type": ["string", "null"], "description": "The data's version afterwards."},
        "dry_run": {"const": False}, "state": {"enum": ["done", "unfinished", "undoing", "undone"]},
        "undone": {"type": ["string", "null"], "description": "When it was undone."},
        "undo": {"oneOf": [reference("LoadUndone"), {"type": "null"}]}, "url": TEXT, "page": TEXT,
    })  # fmt: skip
    return schema | {
        "description": "What a load did; read = new + known + rejected, in facts. Null: it did not get to its end."
    }


def _counted(name: str) -> Schema:
    return NUMBER if name.endswith(("read", "rejected")) else {"type": ["integer", "null"]}


def _by_kind_counted(names: tuple[str, ...]) -> Schema:
    return {"type": "object", "additionalProperties": an_object(dict.fromkeys(names, NUMBER))}


def _undone() -> Schema:
    counts = ("withdrawn", "entities_withdrawn", "entities_changed", "entities_kept")
    held = {"type": "object", "additionalProperties": NUMBER}
    held["description"] = "By the loads that then held them, how many of its facts stayed."
    schema = an_object({"load": TEXT, "undone": TEXT, **dict.fromkeys(counts, NUMBER), "held": held, "digest": TEXT})
    return schema | {"description": "What an undo took back; entities that only others' facts name stay, and are kept."}
