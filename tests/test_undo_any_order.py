"""Any order of loads, interruptions and undos ends in the graph that loading the rest afresh gives."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import small
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from small import batch, deployment, launch, observation, partnership, trend

from graph.errors import InputError
from graph.records import Batch, Record
from graph.store import Store

FULL = (
    small.bank("bob", name_zh="北京银行", aliases=["BOB", "Beijing Bank"], hq="Beijing", ticker="601169.SH"),
    small.bank("icbc", aliases=["ICBC"], type="state-owned", hq="Beijing"),
    small.vendor("huawei", aliases=["HW", "华为"], name_zh="华为"),
    small.vendor("bob"),
    small.model("r1", aliases=["R-1", "R 1"], vendor="huawei", family="R", open_source=True),
    small.model("own", vendor="bob", kind="bank-own"),
    small.area("risk", name_zh="风险"),
    small.metric("staff", name_zh="人员"),
    small.group("city-banks", bank_types=["city"], country="CN", banks=["icbc"]),
    small.initiative("jingzhi", bank="bob", aliases=["J"]),
    small.initiative("gongxiao", bank="icbc"),
    small.source("report", reliability="primary"),
    small.source("repost", copy_of="report", reliability="repost"),
    small.source("advert", reliability="vendor"),
    small.source("brochure", copy_of="advert", reliability="vendor"),
)
TEXTS = ("A first text is this.", "Before the last it stands.", "Certainly the last is this.")
FACTS: tuple[tuple[Callable[..., Record], dict[str, Any]], ...] = (
    (launch, {"initiative": "jingzhi", "models": ["r1"], "areas": ["risk"]}),
    (launch, {"initiative": "jingzhi", "models": ["r1"], "areas": ["risk"], "source": "repost"}),
    *((launch, {"initiative": "jingzhi", "source": s, "vendors": ["huawei"]}) for s in ("advert", "brochure")),
    (launch, {"bank": "icbc", "initiative": "gongxiao", "models": ["r1", "own"], "year": None}),
    *((observation, {"value": v, "year": y}) for v, y in ((1, 2020), (2, 2021), (3, None))),
    (observation, {"bank": "icbc", "value": 5, "initiative": "gongxiao"}),
    *((deployment, {"model": m, "source": "repost", "initiative": i}) for m, i in (("r1", "jingzhi"), ("own", None))),
    (partnership, {"vendor": "huawei", "source": "brochure", "year": 2019}),
    (trend, {"groups": ["city-banks"], "models": ["r1"]}),
)  # fmt: skip
MAY_LACK = {"name_zh", "hq", "ticker", "vendor", "family", "open_source", "copy_of", "reliability", "aliases", "banks"}


@dataclass
class Done:
    """A load that is in the graph, whole or in part."""

    id: str
    batch: Batch
    whole: bool = True


@dataclass
class Stopped(Exception):
    """Stands for whatever ends a load or an undo in the middle."""

    after: int = 0
    seen: int = field(default=0)

    def __call__(self, *_: object) -> None:
        self.seen += 1
        if self.seen > self.after:
            raise self


class Loads(RuleBasedStateMachine):
    """One graph, and the loads that should be in it."""

    wiped: Callable[[], Store]

    @initialize()
    def begin(self) -> None:
        self.store = self.wiped()
        self.loads: list[Done] = []
        self.number = 0

    @rule(seed=st.integers(0, 2**32), facts=st.integers(0, 8), all_things=st.booleans(), steps=st.booleans())
    def load(self, seed: int, facts: int, *, all_things: bool, steps: bool) -> None:
        """Some facts, with all that they name or some of it."""
        brought = self.some(random.Random(seed), facts, all_things=all_things)
        try:
            receipt = self.store.load(brought, at_once=2 if steps else 1000)
        except InputError:
            assert not all_things, "who brings all that is named is not refused"
            return
        self.loads.append(Done(receipt.load, brought))

    @precondition(lambda self: all(load.whole for load in self.loads))
    @rule(seed=st.integers(0, 2**32), after=st.integers(1, 12))
    def load_interrupted(self, seed: int, after: int) -> None:
        """A load in steps that ends after some of them."""
        brought = self.some(random.Random(seed), 8, all_things=True)
        known = {load["load"] for load in self.store.loads()}
        try:
            receipt = self.store.load(brought, Stopped(after), at_once=2)
        except Stopped:
            begun = [load for load in self.store.loads() if load["load"] not in known]
            assert [load["state"] for load in begun] in ([], ["unfinished"])
            self.loads += [Done(load["load"], brought, whole=False) for load in begun]
        else:
            self.loads.append(Done(receipt.load, brought))

    @precondition(lambda self: any(not load.whole for load in self.loads))
    @rule()
    def complete(self) -> None:
        """The same load again."""
        load = next(load for load in self.loads if not load.whole)
        receipt = self.store.load(load.batch, at_once=2)
        assert receipt.load == load.id
        load.whole = True

    @precondition(lambda self: self.loads)
    @rule(which=st.integers(0, 99), stop=st.none() | st.integers(0, 4))
    def undo(self, which: int, stop: int | None) -> None:
        """Any of them; where it is stopped, it is begun again."""
        load = self.loads.pop(which % len(self.loads))
        if stop is not None:
            try:
                self.store.undo(load.id, Stopped(stop), at_once=2)
            except Stopped:
                pass
            else:
                return
        self.store.undo(load.id, at_once=2)

    def teardown(self) -> None:
        """Compare with loading the rest afresh; where an undone load brought what it names, that cannot be done."""
        while any(not load.whole for load in self.loads):
            self.complete()
        found = self.store.check()
        assert found.problems == []
        store = self.wiped()
        try:
            for load in self.loads:
                store.load(load.batch)
        except InputError:
            return
        assert found == store.check()

    def some(self, dice: random.Random, facts: int, *, all_things: bool) -> Batch:
        """A batch with some of the facts, in some of their texts, and records that say all or less."""
        self.number += 1
        chosen = [make(**columns, **self.texts(dice)) for make, columns in dice.sample(FACTS, facts)]
        things = FULL if all_things else dice.sample(FULL, dice.randrange(4))
        made = batch(*(less(record, dice) for record in things), *chosen)
        files = [small.FileRead(file.name, f"{self.number:064d}", file.records) for file in made.files]
        return Batch(made.records, files)

    def texts(self, dice: random.Random) -> dict[str, str | None]:
        return {"evidence": dice.choice(TEXTS), "evidence_zh": dice.choice((None, *TEXTS))}


def less(record: Record, dice: random.Random) -> Record:
    """The record with some of its nulls and lists still empty."""
    keep = dice.random()
    columns = {
        name: ([] if isinstance(value, list) else None) if name in MAY_LACK and dice.random() > keep else value
        for name, value in record.columns.items()
    }
    return Record(record.what, columns, record.place)


def test_any_order_of_loads_and_undos_ends_in_the_graph_of_the_rest(wiped: Callable[[], Store]) -> None:
    machine = type("Machine", (Loads,), {"wiped": staticmethod(wiped)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
