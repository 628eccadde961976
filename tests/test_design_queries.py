"""The eight queries of the design, as they stand, answered by their rows; and the graph to the letter."""

from collections import defaultdict
from typing import Any

import pytest
from afresh import (
    AREAS,
    BANKS,
    FACTS,
    GROUPS,
    INITIATIVES,
    METRICS,
    MODELS,
    OBSERVATIONS,
    SOURCES,
    SUMMARY,
    VENDORS,
    ends,
    independent,
    name_of,
    starts,
    years,
)

from graph.store import Store

ENTITIES = {
    "Bank": BANKS, "BankGroup": GROUPS, "AIModel": MODELS, "Vendor": VENDORS, "Initiative": INITIATIVES,
    "BusinessArea": AREAS, "Metric": METRICS, "Source": SOURCES,
}  # fmt: skip
NAMES = {"title": "name", "title_zh": "name_zh"}
"""Columns that a node has under another name."""


def rows(store: Store, text: str) -> list[tuple[Any, ...]]:
    """The rows of a query, lists sorted."""
    found = store.connection.read(text)
    return [tuple(tuple(sorted(v)) if isinstance(v, list) else v for v in row.values()) for row in found]


def alone(found: list[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """The rows as a set, none of them twice."""
    assert len(set(found)) == len(found)
    return set(found)


def test_what_a_bank_launched_and_which_areas_it_serves(example: Store) -> None:
    found = rows(
        example,
        """MATCH (b:Bank {id: 'bank-of-beijing'})-[:LAUNCHED]->(i:Initiative)-[:SERVES]->(a:BusinessArea)
        RETURN i.name, collect(a.name)""",
    )
    expected = defaultdict(list)
    for initiative in ends("LAUNCHED", "bank-of-beijing"):
        for area in ends("SERVES", initiative):
            expected[INITIATIVES[initiative]["name"]].append(AREAS[area]["name"])
    assert alone(found) == {(name, tuple(sorted(areas))) for name, areas in expected.items()}


def test_which_banks_share_a_model(example: Store) -> None:
    found = rows(
        example,
        """MATCH (b:Bank)-[:DEPLOYED]->(m:AIModel)<-[:DEPLOYED]-(other:Bank)
        RETURN m.name, collect(DISTINCT b.name)""",
    )
    users = {MODELS[model]["name"]: starts("DEPLOYED", model) for model in MODELS}
    expected = {(m, tuple(sorted(BANKS[b]["name"] for b in banks))) for m, banks in users.items() if len(banks) > 1}
    assert alone(found) == expected


def test_what_uses_a_family_of_models(example: Store) -> None:
    found = rows(example, "MATCH (i:Initiative)-[:USES]->(m:AIModel {family: 'DeepSeek'}) RETURN i.name")
    expected = [INITIATIVES[i]["name"] for i, m in SUMMARY["USES"] if MODELS[m]["family"] == "DeepSeek"]
    assert sorted(found) == sorted((name,) for name in expected)
    assert len(found) > 10


def test_the_values_of_a_metric_by_bank_and_year(example: Store) -> None:
    found = rows(
        example,
        """MATCH (b:Bank)-[:REPORTED]->(o:Observation)-[:MEASURES]->(m:Metric {id: 'technology_investment'}),
        (o)-[:IN_YEAR]->(y:Year) RETURN b.name, y.value, o.value, o.unit""",
    )
    expected = [
        (BANKS[o["bank"]]["name"], o["year"], o["value"], o["unit"])
        for o in OBSERVATIONS
        if o["metric"] == "technology_investment" and o["year"] is not None
    ]
    assert sorted(found) == sorted(expected)


def test_what_was_measured_of_initiatives(example: Store) -> None:
    found = rows(example, "MATCH (o:Observation)-[:ABOUT]->(i:Initiative) RETURN i.name, o.name, o.value")
    expected = [(INITIATIVES[o["initiative"]]["name"], name_of(o), o["value"]) for o in OBSERVATIONS if o["initiative"]]
    assert sorted(found) == sorted(expected)
    assert ("Business-process automation", "efficiency gain, 2025", 30) in found


def test_the_trends_of_groups(example: Store) -> None:
    found = rows(example, "MATCH (t:Trend)-[:ABOUT]->(g:BankGroup) RETURN g.name, t.statement")
    expected = [
        (GROUPS[group]["name"], fact["statement"]) for fact in FACTS.values() for group in fact.get("groups", [])
    ]
    assert sorted(found) == sorted(expected)


def test_every_fact_with_its_source(example: Store) -> None:
    found = rows(example, "MATCH (f:Fact)-[:STATED_IN]->(s:Source) RETURN f.id, f.evidence, s.publisher, s.url")
    expected = {
        (f["id"], f["evidence"], SOURCES[f["source"]]["publisher"], SOURCES[f["source"]]["url"]) for f in FACTS.values()
    }
    assert alone(found) == expected
    assert len(found) == 1357


def test_how_many_banks_work_with_a_vendor(example: Store) -> None:
    found = rows(example, "MATCH (b:Bank)-[:PARTNERED_WITH]->(v:Vendor) RETURN v.name, count(b)")
    counts = {VENDORS[vendor]["name"]: len(starts("PARTNERED_WITH", vendor)) for vendor in VENDORS}
    assert alone(found) == {(name, count) for name, count in counts.items() if count}


def without_null(properties: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if value is not None}


@pytest.mark.parametrize("label", ENTITIES)
def test_entities_have_the_properties_of_their_records(example: Store, label: str) -> None:
    found = {n["id"]: n for (n,) in rows_of_maps(example, f"MATCH (n:{label}) RETURN properties(n) AS n")}
    expected = {}
    for id_, record in ENTITIES[label].items():
        named = {NAMES.get(key, key): sorted(v) if isinstance(v, list) else v for key, v in record.items()}
        expected[id_] = without_null({"aliases": [], **named})
    for node in found.values():
        del node["pinyin"], node["spellings"]
    assert found == expected
    labels = rows(example, f"MATCH (n:{label}) RETURN DISTINCT labels(n)")
    assert labels == [((label,),)]


def test_chinese_names_can_be_found_by_pinyin(example: Store) -> None:
    (found,) = rows(example, "MATCH (b:Bank {id: 'bank-of-beijing'}) RETURN b.pinyin")
    assert {"bei jing yin hang", "beijingyinhang", "bjyh"} <= set(found[0])


def test_years_are_those_that_facts_state(example: Store) -> None:
    found = rows(example, "MATCH (y:Year) RETURN y.id, y.name, y.name_zh, y.value, y.aliases")
    stated = {fact["year"] for fact in FACTS.values()} - {None}
    assert alone(found) == {(str(year), str(year), f"{year}年", year, ()) for year in stated}


def test_facts_have_the_properties_of_their_lines(example: Store) -> None:
    found = {n["id"]: n for (n,) in rows_of_maps(example, "MATCH (n:Fact) RETURN properties(n) AS n")}
    assert found.keys() == FACTS.keys()
    for id_, fact in FACTS.items():
        node = {key: value for key, value in found[id_].items() if key not in ("name", "load")}
        expected = without_null(fact)
        assert {k: sorted(v) if isinstance(v, list) else v for k, v in node.items()} == {
            k: sorted(v) if isinstance(v, list) else v for k, v in expected.items()
        }
        assert type(node.get("value", 0.0)) is float


def test_facts_are_named_to_be_read(example: Store) -> None:
    found = dict(rows(example, "MATCH (f:Fact) RETURN f.id, f.name"))
    assert found == {id_: name_of(fact) for id_, fact in FACTS.items()}
    assert found["f1aed3035ad869583"] == "technology investment, 2024"


def test_facts_bear_the_labels_of_their_kind(example: Store) -> None:
    own = {"observation": ("Fact", "Observation"), "trend": ("Fact", "Trend")}
    found = rows(example, "MATCH (f:Fact) RETURN f.id, labels(f)")
    assert alone(found) == {(id_, own.get(fact["kind"], ("Fact",))) for id_, fact in FACTS.items()}


def test_facts_are_about_whatever_they_name(example: Store) -> None:
    singles = {"bank": "Bank", "initiative": "Initiative", "model": "AIModel", "vendor": "Vendor", "metric": "Metric"}
    lists = {"groups": "BankGroup", "models": "AIModel", "areas": "BusinessArea", "vendors": "Vendor"}
    expected = set()
    for id_, fact in FACTS.items():
        expected |= {(id_, label, fact[key]) for key, label in singles.items() if fact.get(key)}
        expected |= {(id_, label, one) for key, label in lists.items() for one in fact.get(key, [])}
    assert alone(rows(example, "MATCH (f:Fact)-[:ABOUT]->(x) RETURN f.id, labels(x)[0], x.id")) == expected


def test_facts_lead_to_source_and_year(example: Store) -> None:
    stated = rows(example, "MATCH (f:Fact)-[r:STATED_IN]->(s) RETURN f.id, labels(s)[0], s.id, keys(r)")
    assert alone(stated) == {(id_, "Source", fact["source"], ()) for id_, fact in FACTS.items()}
    dated = rows(example, "MATCH (f:Fact)-[r:IN_YEAR]->(y) RETURN f.id, labels(y)[0], y.id, keys(r)")
    expected = {(id_, "Year", str(fact["year"]), ()) for id_, fact in FACTS.items() if fact["year"] is not None}
    assert alone(dated) == expected


def test_observations_lead_from_bank_to_metric(example: Store) -> None:
    found = rows(example, "MATCH (b)-[:REPORTED]->(o)-[:MEASURES]->(m) RETURN labels(b), b.id, o.id, labels(m), m.id")
    expected = {(("Bank",), o["bank"], o["id"], ("Metric",), o["metric"]) for o in OBSERVATIONS}
    assert alone(found) == expected


SUMMARY_ENDS = {
    "LAUNCHED": ("Bank", "Initiative"), "DEPLOYED": ("Bank", "AIModel"), "USES": ("Initiative", "AIModel"),
    "SERVES": ("Initiative", "BusinessArea"), "BUILT_WITH": ("Initiative", "Vendor"),
    "PARTNERED_WITH": ("Bank", "Vendor"), "IN_YEAR": ("Initiative", "Year"),
}  # fmt: skip


@pytest.mark.parametrize("type_", SUMMARY_ENDS)
def test_one_summary_relationship_says_what_all_facts_say(example: Store, type_: str) -> None:
    start, end = SUMMARY_ENDS[type_]
    text = f"MATCH (a:{start})-[r:{type_}]->(b:{end}) RETURN a.id AS a, b.id AS b, properties(r) AS r"
    found = example.connection.read(text)
    expected = {}
    for pair, facts in SUMMARY[type_].items():
        stated = years(facts)
        expected[pair] = {"facts": sorted(fact["id"] for fact in facts), "sources": independent(facts)}
        expected[pair] |= {"first_year": stated[0], "last_year": stated[-1]} if stated else {}
    assert {(row["a"], row["b"]): row["r"] for row in found} == expected
    assert len(found) == len(expected)


def test_relationships_join_no_other_labels(example: Store) -> None:
    found = rows(example, "MATCH (a)-[r]->(b) RETURN DISTINCT type(r), labels(a)[0], labels(b)[0]")
    about = {("ABOUT", "Fact", label) for label in ENTITIES if label != "Source"}
    assert alone(found) == {(type_, *ends_) for type_, ends_ in SUMMARY_ENDS.items()} | about | {
        ("STATED_IN", "Fact", "Source"), ("IN_YEAR", "Fact", "Year"), ("REPORTED", "Bank", "Fact"),
        ("MEASURES", "Fact", "Metric"), ("MADE_BY", "AIModel", "Vendor"), ("MADE_BY", "AIModel", "Bank"),
        ("COPY_OF", "Source", "Source"), ("MEMBER_OF", "Bank", "BankGroup"),
    }  # fmt: skip


def test_records_alone_say_who_makes_a_model_and_what_a_source_copies(example: Store) -> None:
    made = rows(
        example, "MATCH (m)-[r:MADE_BY]->(x) RETURN m.id, labels(x)[0], x.id, properties(r).basis, size(keys(r))"
    )
    expected = {
        (id_, "Vendor" if model["vendor"] in VENDORS else "Bank", model["vendor"], "record", 1)
        for id_, model in MODELS.items()
        if model["vendor"]
    }
    assert alone(made) == expected
    copies = rows(example, "MATCH (s)-[r:COPY_OF]->(o) RETURN s.id, o.id, r.basis, size(keys(r))")
    assert alone(copies) == {(id_, s["copy_of"], "record", 1) for id_, s in SOURCES.items() if s["copy_of"]}


def test_banks_are_members_by_the_rule_of_the_group(example: Store) -> None:
    found = rows(example, "MATCH (b)-[r:MEMBER_OF]->(g) RETURN b.id, g.id, r.basis, size(keys(r))")
    expected = set()
    for group in GROUPS.values():
        for bank in BANKS.values():
            country = group["country"] is None or group["country"] == bank["country"]
            if (bank["type"] in group["bank_types"] and country) or bank["id"] in group["banks"]:
                expected.add((bank["id"], group["id"], "record", 1))
    assert alone(found) == expected
    assert {g for _, g, *_ in found} >= {"six-state-owned-banks", "small-and-medium-banks"}


def rows_of_maps(store: Store, text: str) -> list[tuple[dict[str, Any], ...]]:
    return [tuple(row.values()) for row in store.connection.read(text)]
