"""Records to play with: each is well formed as it comes, and any column can be given otherwise."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from graph.check import FACT
from graph.records import Batch, FileRead, Place, Record
from graph.schema import ENTITY_BY_KIND

Make = Callable[..., Record]
NOWHERE = Place("?", 0)


def _entity(what: str, **well: Any) -> Make:
    def make(id_: str, **columns: Any) -> Record:
        named = {"id": id_, ("title" if what == "source" else "name"): id_}
        return Record(what, named | well | columns, NOWHERE)

    return make


def _fact(kind: str, **well: Any) -> Make:
    def make(**columns: Any) -> Record:
        claim = {"kind": kind, "year": 2024, "source": "report", "evidence": "The report says so."}
        return Record(FACT, claim | well | columns, NOWHERE)

    return make


bank = _entity("bank", name_zh=None, aliases=[], type="city", hq=None, country="CN", ticker=None)
group = _entity("group", name_zh=None, bank_types=[], country=None, banks=[])
vendor = _entity("vendor", name_zh=None, aliases=[], kind="technology")
model = _entity("model", name_zh=None, aliases=[], vendor=None, family=None, kind="llm", open_source=None)
area = _entity("area", name_zh=None)
metric = _entity("metric", name_zh=None, unit="count", direction="neutral", definition="What it counts.")
initiative = _entity("initiative", bank="bob", name_zh=None, aliases=[], category="platform")
source = _entity(
    "source", title_zh=None, publisher="A paper", url=None, published=None, language="en", reliability="press",
    note=None, copy_of=None,
)  # fmt: skip

observation = _fact(
    "observation", bank="bob", metric="staff", value=100, unit="count", bound=None, status="stated", period=None,
    scope=None, note=None, initiative=None,
)  # fmt: skip
launch = _fact(
    "initiative", bank="bob", initiative="jingzhi", category="platform", summary="It answers questions.", models=[],
    areas=[], vendors=[],
)  # fmt: skip
deployment = _fact("deployment", bank="bob", model="r1", mode=None, initiative=None)
partnership = _fact("partnership", bank="bob", vendor="huawei", purpose="to build it")
trend = _fact("trend", groups=["city-banks"], topic="models", statement="They all use models.", models=[])

THINGS = (
    bank("bob", name="Bank of Beijing", name_zh="北京银行"),
    bank("icbc", name="ICBC", type="state-owned"),
    group("city-banks", bank_types=["city"]),
    vendor("huawei"),
    model("r1", vendor="huawei"),
    area("risk"),
    metric("staff"),
    metric("investment", unit="currency"),
    initiative("jingzhi"),
    source("report"),
    source("repost", reliability="repost", copy_of="report"),
)
"""One or two things of each label, that name each other."""


def batch(*records: Record, file: str = "{kind}s.jsonl") -> Batch:
    """A batch of these records, with lines counted from 1 in a file for each kind."""
    lines: Counter[str] = Counter()
    placed = []
    for record in records:
        kind = ENTITY_BY_KIND.get(record.what)
        name = file.format(kind=kind.file.removesuffix("s") if kind else FACT)
        lines[name] += 1
        placed.append(replace(record, place=Place(name, lines[name])))
    return Batch(placed, [FileRead(name, "0" * 64, count) for name, count in lines.items()])


def mistakes(error: Any) -> list[str]:
    """The mistakes that an ``InputError`` names."""
    return list(error.value.mistakes)


def shuffled(records: Iterable[Record], order: list[int]) -> list[Record]:
    """The records in the given order."""
    given = list(records)
    return [given[at] for at in order]
