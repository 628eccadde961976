"""How many independent sources there are among some, as far as known."""

from hypothesis import given
from hypothesis import strategies as st

from graph.sources import SourceOrigin, cycles_in, independent_sources, root_of, strength

ORIGINS = {
    "paper": SourceOrigin(None, "press"),
    "repost": SourceOrigin("paper", "repost"),
    "repost-of-repost": SourceOrigin("repost", "repost"),
    "report": SourceOrigin(None, "primary"),
    "huawei": SourceOrigin(None, "vendor"),
    "tencent": SourceOrigin(None, "vendor"),
    "repost-of-huawei": SourceOrigin("huawei", "repost"),
    "vendor-copies-paper": SourceOrigin("paper", "vendor"),
    "unjudged": SourceOrigin(None, None),
    "another-unjudged": SourceOrigin(None, None),
}


def count(*sources: str) -> int:
    return independent_sources(sources, ORIGINS)


def test_none_is_none() -> None:
    assert count() == 0


def test_each_root_counts_once() -> None:
    assert count("paper") == 1
    assert count("paper", "paper") == 1
    assert count("paper", "report") == 2
    assert count("unjudged", "another-unjudged") == 2


def test_copies_count_as_what_they_copy_however_far() -> None:
    assert count("repost") == 1
    assert count("paper", "repost", "repost-of-repost") == 1
    assert count("repost-of-repost", "report") == 2


def test_all_vendors_count_as_one_and_only_by_their_roots() -> None:
    assert count("huawei", "tencent") == 1
    assert count("huawei", "tencent", "repost-of-huawei") == 1
    assert count("huawei", "paper") == 2
    assert count("vendor-copies-paper", "paper") == 1, "what counts is the class of the root"
    assert count("vendor-copies-paper", "huawei") == 2


def test_the_root_is_at_the_end_of_the_chain() -> None:
    assert root_of("repost-of-repost", ORIGINS) == "paper"
    assert root_of("paper", ORIGINS) == "paper"


FORESTS = st.lists(st.integers(0, 20), min_size=1, max_size=20).map(
    # Source n copies an earlier one, or none: never a circle.
    lambda parents: {
        str(n): SourceOrigin(str(parent % n) if n and parent % 3 else None, ("vendor", "press", None)[parent % 3])
        for n, parent in enumerate(parents)
    }
)


@given(origins=FORESTS, data=st.data())
def test_more_sources_never_count_less_and_a_copy_adds_nothing(
    origins: dict[str, SourceOrigin], data: st.DataObject
) -> None:
    some = data.draw(st.lists(st.sampled_from(sorted(origins))))
    one_more = data.draw(st.sampled_from(sorted(origins)))
    before, after = independent_sources(some, origins), independent_sources([*some, one_more], origins)
    assert after in (before, before + 1)
    assert independent_sources([*some, *(root_of(s, origins) for s in some)], origins) == before
    assert before <= len({root_of(source, origins) for source in some})


def test_circles_are_all_found() -> None:
    copies = {"a": "b", "b": "a", "c": "c", "d": "e", "e": None, "f": "a", "g": "nobody-knows"}
    assert list(cycles_in(copies)) == [["a", "b", "a"], ["c", "c"]]
    assert list(cycles_in({"x": "y", "y": "z", "z": "y"})) == [["y", "z", "y"]]
    assert list(cycles_in({})) == []


@given(copies=st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdefg")))
def test_a_circle_is_found_exactly_where_walking_does_not_end(copies: dict[str, str | None]) -> None:
    def ends(at: str | None) -> bool:
        for _ in range(10):
            if at is None:
                return True
            at = copies.get(at)
        return False

    rings = list(cycles_in(copies))
    assert bool(rings) == (not all(ends(start) for start in copies))
    assert len({frozenset(ring) for ring in rings}) == len(rings)


def test_reliability_ranks() -> None:
    ranked = ["primary", "press", "repost", "vendor", "weak", None]
    assert sorted(set(ranked), key=strength) == ranked
