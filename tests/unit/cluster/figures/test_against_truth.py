"""Cuts beside a truth: values worked out by hand, and what holds for every pair of cuts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.cluster.figures.against_truth import adjusted_rand, best_match, mojofm


def cut(text: str) -> dict[str, str]:
    """``"ab cd"`` is two clusters of two items."""
    return {item: f"cluster {number}" for number, items in enumerate(text.split()) for item in items}


@pytest.mark.parametrize(
    ("ours", "truth", "expected"),
    [
        ("ab cd", "ab cd", 100.0),
        ("abc d", "ab cd", 50.0),  # one move, of at most two
        ("a b c d", "ab cd", 0.0),  # two joins
        ("ac bd", "ab cd", 0.0),  # two moves
        ("abcdef", "abc de f", 0.0),  # three moves of at most 6 - 3
        ("abd ce f", "abc de f", 100 * (1 - 2 / 3)),  # c and d change places
        ("ab", "ab cd", 100.0),  # what is left out is a cluster: here the right one
        ("a b", "ab", 0.0),  # one join of at most one
        ("a", "a", 100.0),  # there is no other cut
    ],
)
def test_mojofm_by_hand(ours: str, truth: str, expected: float) -> None:
    assert mojofm(cut(ours), cut(truth)) == pytest.approx(expected)


def test_two_clusters_with_one_tag_are_joined() -> None:
    # ab and cd bear one tag and are joined; the cut that is farthest takes four steps
    assert mojofm(cut("ab cd ef"), cut("abcd ef")) == pytest.approx(100 * (1 - 1 / 4))


@pytest.mark.parametrize(
    ("ours", "truth", "expected"),
    [
        ("ab cd", "ab cd", 1.0),
        ("abc d", "ab cd", 0.0),  # one pair together in both, one expected
        ("ab cd ef", "abc def", (2 - 1.2) / (4.5 - 1.2)),
        ("ac bd", "ab cd", -0.5),  # none together in both, 2/3 expected, 2 at most
        ("abcd", "ab cd", 0.0),
        ("abcx", "abc", 1.0),  # x is in no truth
    ],
)
def test_adjusted_rand_by_hand(ours: str, truth: str, expected: float) -> None:
    assert adjusted_rand(cut(ours), cut(truth)) == pytest.approx(expected)


def test_the_best_match_of_each_service_by_hand() -> None:
    ours = {"1": "A", "2": "A", "3": "B", "4": "B", "5": "A"}
    extracted = {"s": ["1", "2", "3"], "t": ["4"]}
    assert best_match(ours, extracted) == pytest.approx((3 * 4 / 6 + 1 * 2 / 3) / 4)
    assert best_match(ours, extracted, left_out=("A",)) == pytest.approx((3 * 2 / 5 + 1 * 2 / 3) / 4)
    assert best_match({}, extracted) == 0.0
    assert best_match({}, {}) == 0.0


cuts = st.lists(st.sampled_from("wxyz"), min_size=12, max_size=12).map(
    lambda names: dict(zip("abcdefghijkl", names, strict=True))
)


@given(cuts, cuts)
def test_bounds(ours: dict[str, str], truth: dict[str, str]) -> None:
    assert 0 <= mojofm(ours, truth) <= 100
    assert -1 <= adjusted_rand(ours, truth) <= 1
    assert adjusted_rand(ours, truth) == pytest.approx(adjusted_rand(truth, ours))


@given(cuts, st.permutations("wxyz"))
def test_equal_cuts_under_other_names(ours: dict[str, str], names: list[str]) -> None:
    renamed = {item: dict(zip("wxyz", names, strict=True))[cluster] for item, cluster in ours.items()}
    services = {name: [item for item in ours if ours[item] == name] for name in set(ours.values())}
    assert mojofm(renamed, ours) == 100
    assert adjusted_rand(renamed, ours) == 1
    assert best_match(renamed, services) == 1
