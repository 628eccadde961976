from collections import Counter

from graph.records import Batch
from graph.store import Store


def test_the_example_gives_the_graph_of_the_design(example: Store) -> None:
    found = example.check()
    assert found.problems == []
    assert found.nodes["Fact"] == 1357
    assert found.nodes["Bank"] == 132
    assert {t: n for t, n in found.relationships.items() if t in ("LAUNCHED", "SERVES", "USES", "DEPLOYED")} == {
        "LAUNCHED": 342,
        "SERVES": 422,
        "USES": 75,
        "DEPLOYED": 72,
    }


def test_loading_the_same_again_changes_nothing(empty: Store, example_batch: Batch) -> None:
    first = empty.load(example_batch)
    before = empty.check()
    again = empty.load(Batch(list(reversed(example_batch.records)), example_batch.files))
    assert (again.new, again.known, again.entities_new, again.entities_changed) == (0, 1357, 0, 0)
    assert again.digest == first.digest
    assert empty.check() == before


def test_the_receipt_counts_facts_by_kind(empty: Store, example_batch: Batch) -> None:
    receipt = empty.load(example_batch)
    kinds = Counter({kind: counts["new"] for kind, counts in receipt.kinds.items()})
    assert kinds == {"observation": 766, "initiative": 395, "deployment": 86, "trend": 66, "partnership": 44}
    assert receipt.read == receipt.new == 1357
    assert [loaded["load"] for loaded in empty.loads()] == [receipt.load]
