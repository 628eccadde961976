"""Each label of the graph has a look, a page and words."""

import re
from pathlib import Path

import viz
from graph import schema
from viz.kinds import KINDS, address, kind_of
from viz.terms import TERMS

VIZ = Path(viz.__file__).parent


def test_every_label_of_the_schema_has_a_look_and_the_schemas_page() -> None:
    for kind in schema.ENTITIES:
        assert KINDS[kind.label].path == kind.path
    assert {"Year", "Fact"} <= set(KINDS)


def test_every_mark_has_a_glyph_a_hue_and_a_shape() -> None:
    glyphs = (VIZ / "templates" / "glyphs.svg").read_text("utf-8")
    tokens = (VIZ / "static" / "css" / "tokens.css").read_text("utf-8")
    shapes = (VIZ / "static" / "js" / "shapes.js").read_text("utf-8")
    for kind in KINDS.values():
        assert f'id="g-{kind.mark}"' in glyphs
        assert f"--{kind.mark}: light-dark(" in tokens
        assert re.search(rf"^  {kind.mark}: \(c, x, y, r\)", shapes, re.M)


def test_addresses_lead_to_the_things_page_or_nowhere() -> None:
    assert address("Bank", "icbc") == "/banks/icbc"
    assert address("Regulator", "pboc") is None
    assert kind_of("Regulator").many == "Things"


def test_every_closed_list_of_the_schema_has_words() -> None:
    assert set(schema.BANK_TYPES) == set(TERMS["bank type"])
    assert set(schema.CATEGORIES) == set(TERMS["category"])
    assert set(schema.RELIABILITY) == set(TERMS["reliability"]) - {"null"}
    assert set(schema.UNITS) - set(TERMS["unit"]) == {"TB", "vCPU", "PFLOPS"}
