"""Every format, read back by what people use."""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx
import pandas
import pytest
import rdflib
from gexf_check import mistakes_in_gexf
from rdflib import PROV, RDF, SKOS, XSD, Literal
from taken_out import made_by_script, taken_out

import loaders
from api.exports import FORMATS, Format, format_named, register
from graph.check import FACT
from graph.errors import UnknownName
from graph.records import Batch
from graph.store import Store

BEIJING, OBSERVATION = "Bank:bank-of-beijing", "Fact:f6a516c3691733730"
BG, SCHEMA = rdflib.Namespace("urn:bankgraph:term:"), rdflib.Namespace("https://schema.org/")


def networks(store: Store) -> Iterator[networkx.MultiDiGraph]:
    """The graph as networkx reads it from three formats."""
    yield networkx.read_graphml(io.BytesIO(taken_out(store, "graphml")))
    yield networkx.read_gexf(io.BytesIO(taken_out(store, "gexf")), version="1.3")
    yield networkx.node_link_graph(json.loads(taken_out(store, "node-link")))


def test_networkx_reads_the_whole_graph_from_three_formats(example: Store) -> None:
    checked = example.check()
    graphs = list(networks(example))
    for graph in graphs:
        assert isinstance(graph, networkx.MultiDiGraph)
        assert Counter(id_.partition(":")[0] for id_ in graph) == checked.nodes
        assert Counter(type_ for *_, type_ in graph.edges(data="type")) == checked.relationships
        assert graph.nodes[BEIJING]["name_zh"] == "北京银行"
        assert typed(graph.nodes[OBSERVATION], "value", "year") == [(float, 1101), (int, 2024)]
        assert typed(graph.nodes["AIModel:deepseek-r1"], "open_source") == [(bool, True)]
        deployed = next(d for *_, d in graph.out_edges(BEIJING, data=True) if d["type"] == "DEPLOYED")
        assert typed(deployed, "sources")[0][0] is int
    graphml, gexf, node_link = graphs
    assert set(graphml) == set(gexf) == set(node_link)
    assert graphml.nodes[OBSERVATION]["labels"] == "Fact; Observation"
    assert node_link.nodes[OBSERVATION]["labels"] == ["Fact", "Observation"]
    assert graphml.nodes[BEIJING]["aliases"] == "; ".join(node_link.nodes[BEIJING]["aliases"])
    assert gexf.nodes[BEIJING]["label"] == "Bank of Beijing"


def typed(attributes: Any, *names: str) -> list[tuple[type, Any]]:
    return [(type(attributes[name]), attributes[name]) for name in names]


def test_gexf_follows_its_grammar(example: Store) -> None:
    assert mistakes_in_gexf(taken_out(example, "gexf")) == []
    assert mistakes_in_gexf(taken_out(example, "gexf", "bank_network")) == []


def test_the_check_of_gexf_finds_what_is_wrong() -> None:
    graph = b'<graph><edges><edge id="1" source="a"/></edges><nodes/></graph>'
    wrong = b'<gexf xmlns="http://gexf.net/1.3" version="1.2">' + graph + b"</gexf>"
    with pytest.raises(KeyError, match="target"):
        mistakes_in_gexf(wrong)
    found = mistakes_in_gexf(wrong.replace(b'source="a"', b'source="a" target="a" odd="1"'))
    assert found == [
        "version of gexf is 1.2", "graph holds ['edges', 'nodes']", "edge has no attribute odd",
        "an edge ends at a, which is no node",
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader
def test_rdflib_reads_json_ld_with_words_of_the_web(example: Store) -> None:
    graph = rdflib.Graph().parse(data=taken_out(example, "json-ld"), format="json-ld")
    for type_, count in example.check().relationships.items():
        assert len(list(graph.triples((None, rdflib.URIRef(f"{BG}{type_}"), None)))) == count
    bank, staff = (rdflib.URIRef(f"urn:bankgraph:{id_}") for id_ in (BEIJING, "Metric:technology_staff"))
    fact = rdflib.URIRef(f"urn:bankgraph:{OBSERVATION}")
    said = {
        (RDF.type, BG.Observation), (RDF.type, SCHEMA.Observation), (RDF.type, PROV.Entity),
        (SCHEMA.observationAbout, bank), (SCHEMA.variableMeasured, staff), (SCHEMA.unitText, Literal("people")),
        (SCHEMA.temporalCoverage, Literal("2024", datatype=XSD.gYear)),
    }  # fmt: skip
    assert said <= set(graph.predicate_objects(fact))
    assert float(str(graph.value(fact, SCHEMA.value))) == 1101
    assert {(RDF.type, SCHEMA.BankOrCreditUnion), (SCHEMA.name, Literal("北京银行", "zh"))} <= set(
        graph.predicate_objects(bank)
    )
    assert {(RDF.type, SKOS.Concept), (RDF.type, SCHEMA.StatisticalVariable)} <= set(graph.predicate_objects(staff))
    source = graph.value(fact, PROV.wasDerivedFrom)
    assert (source, RDF.type, SCHEMA.CreativeWork) in graph
    assert graph.value(source, BG.publisher)
    deployed = rdflib.URIRef(f"urn:bankgraph:DEPLOYED:{BEIJING}:AIModel:deepseek")
    assert {(RDF.subject, bank), (RDF.predicate, BG.DEPLOYED), (BG.sources, Literal(3))} <= set(
        graph.predicate_objects(deployed)
    )
    behind = list(graph.objects(deployed, PROV.wasDerivedFrom))
    assert len(behind) == 3
    assert all((one, SCHEMA.about, bank) in graph for one in behind)


def test_pandas_reads_the_facts(example: Store, example_batch: Batch) -> None:
    facts = pandas.read_csv(io.BytesIO(taken_out(example, "csv")))
    records = [record.columns for record in example_batch.records if record.what == FACT]
    assert dict(facts.kind.value_counts()) == Counter(fact["kind"] for fact in records)
    assert set(facts.id) == {fact["id"] for fact in records}
    assert facts.value.sum() == pytest.approx(sum(fact.get("value", 0) for fact in records))
    assert list(facts.columns[:2]) == ["id", "kind"]
    assert facts[facts.kind == "deployment"].value.isna().all()


def test_pandas_reads_the_rows_of_a_question(example: Store) -> None:
    rows = pandas.read_csv(io.BytesIO(taken_out(example, "csv", "banks_using_model", model="deepseek")))
    assert len(rows) == 20
    assert "bank-of-beijing" in set(rows.bank_id)


def test_the_csv_of_the_facts_loads_where_the_entities_are_known(
    example: Store, example_batch: Batch, wiped: Callable[[], Store], tmp_path: Path
) -> None:
    before, file = example.version(), tmp_path / "facts.csv"
    file.write_bytes(taken_out(example, "csv"))
    store = wiped()
    store.load(Batch([record for record in example_batch.records if record.what != FACT]))
    assert store.load(loaders.read([file])).digest == before


def test_jsonl_goes_out_and_back(example: Store, wiped: Callable[[], Store], tmp_path: Path) -> None:
    before, out = example.version(), taken_out(example, "jsonl")
    kinds = [json.loads(line)["record"] for line in out.splitlines()]
    assert kinds == sorted(kinds, key=list(dict.fromkeys(kinds)).index)
    assert kinds[-1] == FACT
    assert all(line.startswith(b'{"record":') for line in out.splitlines())
    file = tmp_path / "all.jsonl"
    file.write_bytes(out)
    store = wiped()
    assert store.load(loaders.read([file])).digest == before
    assert taken_out(store, "jsonl") == out


def test_the_jsonl_of_a_question_loads_by_itself(example: Store, wiped: Callable[[], Store], tmp_path: Path) -> None:
    given = {"bank": "bank-of-beijing"}
    file, drawn = tmp_path / "bank.jsonl", taken_out(example, "node-link", "bank_network", **given)
    file.write_bytes(taken_out(example, "jsonl", "bank_network", **given))
    store = wiped()
    store.load(loaders.read([file]))
    again = json.loads(taken_out(store, "node-link", "bank_network", **given))
    assert ids(again) == ids(json.loads(drawn))


def ids(node_link: Any) -> set[str]:
    return {node["id"] for node in node_link["nodes"]}


def test_the_cypher_script_makes_the_graph_in_an_empty_neo4j(example: Store, wiped: Callable[[], Store]) -> None:
    before, script = example.check(), taken_out(example, "cypher")
    after = made_by_script(wiped, script)
    assert (after.digest, after.nodes, after.relationships) == (before.digest, before.nodes, before.relationships)
    assert script.count(b"CREATE CONSTRAINT") == len(before.nodes)


def test_the_same_graph_gives_the_same_bytes(example: Store, example_batch: Batch, wiped: Callable[[], Store]) -> None:
    before = {form: taken_out(example, form) for form in FORMATS}
    store = wiped()
    store.load(Batch([*reversed(example_batch.records)]))
    assert [form for form in FORMATS if taken_out(store, form) != before[form]] == []


def test_an_empty_graph_is_one_too(empty: Store, tmp_path: Path) -> None:
    for graph in networks(empty):
        assert (len(graph), graph.size()) == (0, 0)
    assert mistakes_in_gexf(taken_out(empty, "gexf")) == []
    assert json.loads(taken_out(empty, "json-ld"))["@graph"] == []
    assert len(taken_out(empty, "csv").splitlines()) == 1
    file = tmp_path / "nothing.jsonl"
    file.write_bytes(taken_out(empty, "jsonl"))
    assert empty.load(loaders.read([file])).read == 0


def test_ends_that_a_question_did_not_return_are_there(example: Store) -> None:
    network = json.loads(taken_out(example, "node-link", "bank_link"))
    assert BEIJING in ids(network)
    ends = {edge[end] for edge in network["edges"] for end in ("source", "target")}
    assert ends <= ids(network)


def test_a_name_is_taken_once_and_an_unknown_one_refused() -> None:
    csv = FORMATS["csv"]
    with pytest.raises(ValueError, match="there is a format 'csv' already; known are graphml, gexf, "):
        register(Format(name="csv", ending="", media_type="", about="", writes=csv.writes))
    with pytest.raises(UnknownName, match="there is no format 'graphlm': did you mean graphml"):
        format_named("graphlm")
