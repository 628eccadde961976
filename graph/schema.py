"""The schema is data: every label, property and relationship type, declared once.

Constraints, indexes, writes, validation, the API's and the pages' knowledge of types and the
page docs/graph.md all come from ``ENTITIES``, ``FACTS`` and ``RELATIONSHIPS``. To add a kind or
a relationship type, add an entry.
"""

from collections.abc import Mapping
from types import MappingProxyType

from graph.declare import EntityKind, FactKind, Property, RelationshipType, Support

LATIN_ID = r"[a-z0-9]+(?:[-_][a-z0-9]+)*"
FACT_ID = r"f[0-9a-f]{16}"


def _id(about: str) -> Property:
    return Property(
        name="id", type="text", about=about, maximum=200, pattern=LATIN_ID, shape="small Latin letters, digits, - and _"
    )


def _text(name: str, about: str, **more: object) -> Property:
    return Property(name=name, type="text", about=about, **more)  # type: ignore[arg-type]


def _zh(name: str) -> Property:
    return Property(name=f"{name}_zh", type="text", about=f"{name}, in Chinese.", null=True, companion=True)


def _sentence(name: str, about: str) -> Property:
    return Property(
        name=name,
        type="text",
        about=about,
        minimum=15,
        maximum=320,
        pattern=r"(?s).*[.。]",
        shape="a sentence that ends in . or 。",
    )


NAME = _text("name", "Its name in English, or as it is known.", indexed=True)
NAME_ZH = _text("name_zh", "Its name in Chinese.", null=True)
ALIASES = Property(name="aliases", type="texts", about="Other names, short forms, other spellings.")
PINYIN = Property(name="pinyin", type="texts", about="The Chinese names in pinyin, for search.", derived=True)
SPELLINGS = Property(
    name="spellings",
    type="texts",
    about="Id, names, pinyin and ticker in small letters without spaces and signs, for search.",
    derived=True,
)
FOR_SEARCH = (PINYIN, SPELLINGS)
"""Made when a thing is written, and never shown as its own."""
YEAR = Property(
    name="year", type="integer", null=True, minimum=2000, maximum=2030,
    about="The year that the claim speaks of, not the launch; null where the source does not say.",
)  # fmt: skip
BANK_TYPES = ("state-owned", "joint-stock", "city", "rural", "private", "policy", "foreign")
CATEGORIES = (
    "strategy", "platform", "assistant", "product", "team", "leadership", "recruitment",
    "process-automation", "infrastructure", "partnership",
)  # fmt: skip
UNITS = (
    "percent", "percentage_point", "people", "count", "times", "hours", "minutes", "days", "weeks", "months",
    "years", "TB", "vCPU", "PFLOPS", "points", "rank", "metres",
)  # fmt: skip
RELIABILITY = ("primary", "press", "repost", "vendor", "weak")
"""Strongest first; after ``weak`` comes null, not judged."""
COUNTRY = r"[A-Z]{2}"

ENTITIES: tuple[EntityKind, ...] = (
    EntityKind(
        kind="bank", label="Bank", file="banks", path="banks", plural="Banks", plural_zh="银行", about="A bank.",
        properties=(
            _id("Short and stable, such as bank-of-beijing."), NAME, NAME_ZH, ALIASES,
            _text("type", "What kind of bank it is.", choices=BANK_TYPES),
            _text("hq", "City of its head office.", null=True),
            _text("country", "ISO 3166 code of its country.", pattern=COUNTRY, shape="two capital letters"),
            _text("ticker", "Its first listing, such as 601169.SH.", null=True),
            *FOR_SEARCH,
        ),
    ),
    EntityKind(
        kind="group", label="BankGroup", file="groups", path="groups", plural="Groups", plural_zh="银行群体",
        about="A group of banks that a trend speaks of.",
        properties=(
            _id("Short and stable, such as small-and-medium-banks."), NAME, NAME_ZH,
            Property(name="aliases", type="texts", about="Other names.", derived=True),
            Property(name="bank_types", type="texts", choices=BANK_TYPES,
                     about="Its members are the banks of these types; empty where the data cannot tell."),
            _text("country", "Only banks of this country (ISO 3166), where given.", null=True, pattern=COUNTRY, shape="two capital letters"),
            Property(name="banks", type="references", refers=("Bank",), about="Members by id, beside those by type."),
            *FOR_SEARCH,
        ),
    ),
    EntityKind(
        kind="vendor", label="Vendor", file="vendors", path="vendors", plural="Vendors", plural_zh="供应商",
        about="A company or university that builds with or for a bank.",
        properties=(
            _id("Short and stable, such as huawei."), NAME, NAME_ZH, ALIASES,
            _text("kind", "What it is.", choices=("technology", "university", "other")),
            *FOR_SEARCH,
        ),
    ),
    EntityKind(
        kind="model", label="AIModel", file="models", path="models", plural="AI models", plural_zh="AI模型",
        about="An AI model, or a family of them.",
        properties=(
            _id("Short and stable, such as deepseek-r1."), NAME, NAME_ZH, ALIASES,
            Property(name="vendor", type="reference", null=True, refers=("Vendor", "Bank"),
                     about="Who makes it: a vendor's id, or a bank's for its own model."),
            _text("family", "The family it belongs to, such as DeepSeek.", null=True, indexed=True),
            _text("kind", "What it is.", choices=("llm", "multimodal", "reasoning", "bank-own", "other")),
            Property(name="open_source", type="boolean", null=True, about="Whether its weights are open."),
            *FOR_SEARCH,
        ),
    ),
    EntityKind(
        kind="area", label="BusinessArea", file="areas", path="areas", plural="Business areas", plural_zh="业务领域",
        about="A part of a bank's business.",
        properties=(
            _id("Short and stable, such as risk-control."), NAME, NAME_ZH,
            Property(name="aliases", type="texts", about="Other names.", derived=True), *FOR_SEARCH,
        ),
    ),
    EntityKind(
        kind="metric", label="Metric", file="metrics", path="metrics", plural="Metrics", plural_zh="指标",
        about="Something that banks report a value of.",
        properties=(
            _id("Short and stable, such as technology_investment."), NAME, NAME_ZH,
            Property(name="aliases", type="texts", about="Other names.", derived=True),
            _text("unit", "The unit of its values; currency: any ISO 4217 code.", choices=("currency", *UNITS)),
            _text("direction", "Which way is better.", choices=("higher-is-better", "lower-is-better", "neutral")),
            _text("definition", "What it counts."),
            *FOR_SEARCH,
        ),
    ),
    EntityKind(
        kind="initiative", label="Initiative", file="initiatives", path="initiatives", plural="Initiatives", plural_zh="举措",
        about="Something that one bank does with AI or for its digital transformation.",
        properties=(
            _id("Short and stable, begins with the bank's id as a rule."),
            Property(name="bank", type="reference", refers=("Bank",), about="Whose it is."),
            NAME, NAME_ZH, ALIASES,
            _text("category", "What kind of initiative it is.", choices=CATEGORIES),
            *FOR_SEARCH,
        ),
    ),
    EntityKind(
        kind="source", label="Source", file="sources", path="sources", plural="Sources", plural_zh="来源",
        about="An article, report or page that states facts.",
        properties=(
            _id("Short and stable, such as jrsb-2025-05-13."),
            _text("name", "Its title.", column="title", indexed=True),
            _text("name_zh", "Its title in Chinese.", column="title_zh", null=True),
            Property(name="aliases", type="texts", about="Other titles.", derived=True),
            _text("publisher", "Who published it."),
            _text("url", "Where it stands.", null=True, pattern=r"(?s)https?://.*", shape="an address that begins with http:// or https://"),
            _text("published", "When: a day, a month or a year.", null=True, pattern=r"\d{4}(-\d\d(-\d\d)?)?", shape="YYYY, YYYY-MM or YYYY-MM-DD", dated=True),
            _text("language", "Its language.", choices=("zh", "en")),
            _text("reliability", "primary > press > repost > vendor > weak > null (not judged).", null=True, choices=RELIABILITY),
            _text("note", "A remark on it.", null=True),
            Property(name="copy_of", type="reference", null=True, refers=("Source",), about="The source that it copies, as far as known."),
            *FOR_SEARCH,
        ),
    ),
)  # fmt: skip

YEAR_LABEL = "Year"
"""Years are entities without a file: made from the facts; id '2024', value 2024."""

_BANK = Property(name="bank", type="reference", refers=("Bank",), about="The bank.")
_SOURCE = Property(name="source", type="reference", refers=("Source",), about="Who says so.")
_MAYBE_INITIATIVE = Property(
    name="initiative",
    type="reference",
    null=True,
    refers=("Initiative",),
    about="The bank's initiative that it belongs to.",
)
_MODELS = Property(name="models", type="references", refers=("AIModel",), about="The AI models that it names.")
_CLAIM = (
    YEAR, _SOURCE,
    _sentence("evidence", "What the source says, in our own words."), _zh("evidence"),
)  # fmt: skip
FACT_ID_PROPERTY = Property(
    name="id", type="text", pattern=FACT_ID, shape="f and 16 hex digits",
    about="f and the first 16 hex digits of the sha256 of the claim; optional in files.",
)  # fmt: skip

FACTS: tuple[FactKind, ...] = (
    FactKind(
        kind="observation", label="Observation", about="A bank's value of a metric, as one source states it.",
        properties=(
            _BANK,
            Property(name="metric", type="reference", refers=("Metric",), about="What was measured."),
            Property(name="value", type="number", about="In `unit`: money in whole currency units, 4.6 percent as 4.6."),
            _text("unit", "An ISO 4217 code where the metric's unit is currency, else the metric's unit."),
            _text("bound", "How the source bounds the value.", null=True, choices=("more than", "less than", "about", "nearly", "up to")),
            _text("status", "stated: as fact; the others are not results.", choices=("stated", "planned", "expected", "target")),
            _text("period", "The part of the year.", null=True,
                  pattern=r"FY|H1|H2|Q[1-4]|as of \d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?",
                  shape="FY, H1, H2, Q1 to Q4 or 'as of YYYY-MM(-DD)'", dated=True),
            _text("scope", "What the value counts beyond the metric's definition; another scope is another claim.", null=True),
            _zh("scope"),
            _text("note", "A remark on the claim; never part of its scope.", null=True),
            _zh("note"),
            _MAYBE_INITIATIVE,
            *_CLAIM,
        ),
    ),
    FactKind(
        kind="initiative", label="", about="What a bank's initiative is, and whom and what it joins.",
        properties=(
            _BANK,
            Property(name="initiative", type="reference", refers=("Initiative",), about="The initiative."),
            _text("category", "What kind of initiative the source makes it.", choices=CATEGORIES),
            _sentence("summary", "What it is."), _zh("summary"),
            _MODELS,
            Property(name="areas", type="references", refers=("BusinessArea",), about="The business areas that it serves."),
            Property(name="vendors", type="references", refers=("Vendor",), about="Who built it with the bank."),
            *_CLAIM,
        ),
    ),
    FactKind(
        kind="deployment", label="", about="A bank runs an AI model.",
        properties=(
            _BANK,
            Property(name="model", type="reference", refers=("AIModel",), about="The model."),
            _text("mode", "How it is run.", null=True, choices=("private", "cloud", "fine-tuned", "self-developed")),
            _MAYBE_INITIATIVE,
            *_CLAIM,
        ),
    ),
    FactKind(
        kind="partnership", label="", about="A bank works with a vendor.",
        properties=(
            _BANK,
            Property(name="vendor", type="reference", refers=("Vendor",), about="The vendor."),
            _text("purpose", "What for."), _zh("purpose"),
            *_CLAIM,
        ),
    ),
    FactKind(
        kind="trend", label="Trend", about="What a source says of groups of banks.",
        properties=(
            Property(name="groups", type="references", refers=("BankGroup",), minimum=1, about="Of whom."),
            _text("topic", "In a few words."), _zh("topic"),
            _sentence("statement", "The claim."), _zh("statement"),
            _MODELS,
            *_CLAIM,
        ),
    ),
)  # fmt: skip

RELATIONSHIPS: tuple[RelationshipType, ...] = (
    RelationshipType(type="ABOUT", start=("Fact",), basis="claim", about="The claim names this thing.", about_zh="该说法提到此对象。",
                     end=("Bank", "BankGroup", "AIModel", "Vendor", "Initiative", "BusinessArea", "Metric")),
    RelationshipType(type="STATED_IN", start=("Fact",), end=("Source",), basis="claim", about="Who says so.", about_zh="出处。"),
    RelationshipType(type="IN_YEAR", start=("Fact",), end=("Year",), basis="claim", about="The year that the claim speaks of.", about_zh="该说法所指年份。"),
    RelationshipType(type="REPORTED", start=("Bank",), end=("Observation",), basis="claim", about="The bank's value.", about_zh="该银行的数值。"),
    RelationshipType(type="MEASURES", start=("Observation",), end=("Metric",), basis="claim", about="What was measured.", about_zh="所衡量的指标。"),
    RelationshipType(type="LAUNCHED", start=("Bank",), end=("Initiative",), basis="summary", about="The bank does it.", about_zh="银行推出。",
                     supports=(Support("bank", "initiative"),)),
    RelationshipType(type="DEPLOYED", start=("Bank",), end=("AIModel",), basis="summary", about="The bank runs the model.", about_zh="银行部署模型。",
                     supports=(Support("bank", "model", ("deployment",)), Support("bank", "models", ("initiative",)))),
    RelationshipType(type="USES", start=("Initiative",), end=("AIModel",), basis="summary", about="The initiative uses the model.", about_zh="举措使用模型。",
                     supports=(Support("initiative", "models", ("initiative",)), Support("initiative", "model", ("deployment",)))),
    RelationshipType(type="SERVES", start=("Initiative",), end=("BusinessArea",), basis="summary", about="The initiative serves the area.", about_zh="举措服务的领域。",
                     supports=(Support("initiative", "areas", ("initiative",)),)),
    RelationshipType(type="BUILT_WITH", start=("Initiative",), end=("Vendor",), basis="summary", about="The initiative was built with the vendor.", about_zh="与供应商共建。",
                     supports=(Support("initiative", "vendors", ("initiative",)),)),
    RelationshipType(type="PARTNERED_WITH", start=("Bank",), end=("Vendor",), basis="summary", about="The bank works with the vendor.", about_zh="银行与供应商合作。",
                     supports=(Support("bank", "vendor", ("partnership",)), Support("bank", "vendors", ("initiative",)))),
    RelationshipType(type="IN_YEAR", start=("Initiative",), end=("Year",), basis="summary", about="A year of the claims about it.", about_zh="相关说法的年份。",
                     supports=(Support("initiative", "year"),)),
    RelationshipType(type="MADE_BY", start=("AIModel",), end=("Vendor", "Bank"), basis="record", about="Who makes the model.", about_zh="模型的开发者。"),
    RelationshipType(type="COPY_OF", start=("Source",), end=("Source",), basis="record", about="The source that it copies.", about_zh="转抄自。"),
    RelationshipType(type="MEMBER_OF", start=("Bank",), end=("BankGroup",), basis="record", about="By the group's rule or list.", about_zh="属于该群体。"),
)  # fmt: skip

ENTITY_BY_KIND: Mapping[str, EntityKind] = MappingProxyType({e.kind: e for e in ENTITIES})
ENTITY_BY_LABEL: Mapping[str, EntityKind] = MappingProxyType({e.label: e for e in ENTITIES})
FACT_BY_KIND: Mapping[str, FactKind] = MappingProxyType({f.kind: f for f in FACTS})
SUMMARIES: tuple[RelationshipType, ...] = tuple(r for r in RELATIONSHIPS if r.basis == "summary")
LABELS: tuple[str, ...] = (*(e.label for e in ENTITIES), YEAR_LABEL, "Fact")
"""One for each kind of node; an observation and a trend bear their own besides ``Fact``."""
KEPT = "kept"
"""Marks an entity that no load present brings, but that facts or entities present name."""
MARKS = frozenset({"load", KEPT})
"""Bookkeeping on nodes: outside the digest, and never shown as the data's own."""
