"""What our labels, properties and relationships are called on the web: in schema.org, PROV-O and SKOS.

Where none of them has a word, it is a term of our own: ``bg:`` and our name.
"""

from collections.abc import Mapping

THING = "urn:bankgraph:"
"""Before ``Label:id`` of a thing."""
CONTEXT: Mapping[str, str] = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "bg": "urn:bankgraph:term:",
}
"""It stands in the file itself, so that whoever reads it asks no server."""
TYPES: Mapping[str, tuple[str, ...]] = {
    "Bank": ("schema:BankOrCreditUnion",),
    "BankGroup": ("skos:Collection",),
    "Vendor": ("schema:Organization",),
    "AIModel": ("schema:SoftwareApplication",),
    "BusinessArea": ("skos:Concept",),
    "Metric": ("skos:Concept", "schema:StatisticalVariable"),
    "Initiative": ("schema:Project",),
    "Source": ("schema:CreativeWork", "prov:Entity"),
    "Year": ("skos:Concept",),
    "Fact": ("schema:Claim", "prov:Entity"),
    "Observation": ("schema:Observation",),
}
"""By label, beside ``bg:LABEL``."""
_CONCEPTS = ("BankGroup", "BusinessArea", "Metric", "Year")
PROPERTIES: Mapping[str, str] = {
    "name": "schema:name", "aliases": "schema:alternateName",
    **{f"{label}.name": "skos:prefLabel" for label in _CONCEPTS},
    **{f"{label}.aliases": "skos:altLabel" for label in _CONCEPTS},
    "hq": "schema:location", "ticker": "schema:tickerSymbol", "definition": "skos:definition",
    "url": "schema:url", "published": "schema:datePublished",
    "language": "schema:inLanguage", "value": "schema:value", "Year.value": "rdf:value", "unit": "schema:unitText",
    "evidence": "schema:text", "summary": "schema:abstract", "statement": "schema:abstract", "topic": "schema:keywords",
    "note": "skos:note", "scope": "skos:scopeNote", "year": "schema:temporalCoverage",
}  # fmt: skip
"""By name, or by label and name where that differs; a Chinese companion is called as what it stands beside."""
LINKS: Mapping[str, tuple[str, ...]] = {
    "ABOUT": ("schema:about",),
    "STATED_IN": ("prov:wasDerivedFrom",),
    "REPORTED": ("^schema:observationAbout",),
    "MEASURES": ("schema:variableMeasured",),
    "LAUNCHED": ("^schema:parentOrganization",),
    "SERVES": ("schema:about",),
    "BUILT_WITH": ("schema:contributor",),
    "MADE_BY": ("schema:creator",),
    "COPY_OF": ("prov:wasDerivedFrom",),
    "MEMBER_OF": ("^skos:member",),
}
"""By type of relationship, beside ``bg:TYPE``; ``^``: from its end to its start."""
