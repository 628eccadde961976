"""Whatever stands in other people's texts, no format breaks by it."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx
import pytest
import rdflib
from gexf_check import mistakes_in_gexf
from hypothesis import given, settings
from hypothesis import strategies as st
from small import THINGS, bank, batch, deployment, launch, model, observation, partnership, source, trend
from taken_out import made_by_script, taken_out

import loaders
from api.exports.cypher_script import literal
from api.exports.xml import Xml, as_xml
from graph.check import FACT
from graph.records import Batch
from graph.store import Store

NASTY = (
    "=cmd|' /C calc'!A0 \"quoted\" 'single' <b>&amp;</b> </data></node> ]]> <!-- \x00\x01\x08\x0b\x0c\x1b\x1f\x7f\x85"
    "\u2028\ufffe\uffff \\ \\\\ \\u0041 \\n $row {x: 1} [y] `z` // /* ; , \t\r\n; next\rline\nlast; 😀 北京银行 "
    "\ud7ff\U0010ffff"
)
RECORDS = (
    bank("nasty", name=NASTY, name_zh=NASTY, aliases=[NASTY, "another"], hq=NASTY, ticker=NASTY),
    model("odd", name=NASTY, vendor="huawei", open_source=False),
    source("odd", title=NASTY, publisher=NASTY, url=f"https://{NASTY}", note=NASTY),
    observation(scope=NASTY, note=NASTY, evidence=f"{NASTY}.", evidence_zh=f"{NASTY}。", value=-1.5e-9),
    observation(value=1e22, scope="large"),
    observation(value=4.6, scope="small", year=None, source="odd"),
    launch(summary=f"{NASTY}.", models=["r1", "odd"], areas=["risk"], vendors=["huawei"]),
    deployment(model="odd", mode="private"),
    partnership(purpose=NASTY),
    trend(topic=NASTY, statement=f"{NASTY}.", models=["r1"]),
)


@pytest.fixture
def nasty(empty: Store) -> Store:
    """A store whose texts are as bad as they get."""
    empty.load(batch(*THINGS, *RECORDS))
    return empty


def test_in_xml_what_it_cannot_hold_is_replaced_and_all_else_stays(nasty: Store) -> None:
    shown = re.sub("\r\n?", "\n", as_xml(NASTY))  # as every reader of XML does
    assert shown.count("\ufffd") == len(set(NASTY) - set(as_xml(NASTY))) == 9
    graphml = networkx.read_graphml(io.BytesIO(taken_out(nasty, "graphml")))
    gexf_text = taken_out(nasty, "gexf")
    gexf = networkx.read_gexf(io.BytesIO(gexf_text), version="1.3")
    assert mistakes_in_gexf(gexf_text) == []
    for graph, text in ((graphml, shown), (gexf, as_xml(NASTY))):
        said = graph.nodes["Bank:nasty"]
        assert (said["name"], said["hq"], said["aliases"]) == (text, text, "; ".join(sorted(["another", text])))
        assert sorted(d["value"] for _, d in graph.nodes(data=True) if "value" in d)[-1] == 1e22
    assert gexf.nodes["Bank:nasty"]["label"] == as_xml(NASTY)


def test_json_keeps_every_character(nasty: Store) -> None:
    graph = networkx.node_link_graph(json.loads(taken_out(nasty, "node-link")))
    assert graph.nodes["Bank:nasty"]["aliases"] == sorted(["another", NASTY])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader
def test_json_ld_keeps_every_character(nasty: Store) -> None:
    graph = rdflib.Graph().parse(data=taken_out(nasty, "json-ld"), format="json-ld")
    names = set(graph.objects(rdflib.URIRef("urn:bankgraph:Bank:nasty"), rdflib.URIRef("https://schema.org/name")))
    assert names == {rdflib.Literal(NASTY), rdflib.Literal(NASTY, "zh")}
    graph.serialize(format="nt")


def test_the_cypher_script_keeps_every_character(nasty: Store, wiped: Callable[[], Store]) -> None:
    before = nasty.version()
    assert made_by_script(wiped, taken_out(nasty, "cypher")).digest == before


def test_jsonl_keeps_every_character(nasty: Store, wiped: Callable[[], Store], tmp_path: Path) -> None:
    before, out, file = nasty.version(), taken_out(nasty, "jsonl"), tmp_path / "all.jsonl"
    file.write_bytes(out)
    store = wiped()
    assert store.load(loaders.read([file])).digest == before
    assert taken_out(store, "jsonl") == out


def test_csv_keeps_every_character(nasty: Store, wiped: Callable[[], Store], tmp_path: Path) -> None:
    before, out, file = nasty.version(), taken_out(nasty, "csv"), tmp_path / "facts.csv"
    rows = list(csv.DictReader(io.StringIO(out.decode(), newline="")))
    assert NASTY in [row["purpose"] for row in rows]
    file.write_bytes(out)
    store = wiped()
    store.load(Batch([record for record in batch(*THINGS, *RECORDS).records if record.what != FACT]))
    assert store.load(loaders.read([file])).digest == before


NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**63 - 1)


@settings(max_examples=60, deadline=None)
@given(st.text() | NUMBERS | st.booleans() | st.lists(st.text()))
def test_a_literal_is_its_value_in_neo4j(opened: Store, value: object) -> None:
    assert opened.connection.read(f"RETURN {literal(value)} AS value")[0]["value"] == value


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_is_xml(text: str) -> None:
    xml = Xml()
    with xml.inside("root"):
        xml.element("one", text, attribute=text)
    (one,) = ET.fromstring(xml.taken().encode())
    assert one.attrib["attribute"] == as_xml(text)
    assert (one.text or "") == re.sub("\r\n?", "\n", as_xml(text))
