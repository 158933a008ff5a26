"""Services that were placed by hand stay apart."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analyzer.cluster.anchors import apart
from analyzer.cluster.structure import Bonds

CHAIN = Bonds(5, np.array([0, 1, 2, 3]), np.array([1, 2, 3, 4]), np.array([3.0, 1.0, 3.0, 2.0]))


def test_a_cluster_of_two_services_parts_at_its_weakest_bond() -> None:
    assert apart(np.zeros(5, dtype=np.int64), np.array([0, -1, -1, 1, -1]), CHAIN).tolist() == [0, 0, 1, 1, 1]


def test_what_shares_a_cluster_with_one_service_goes_to_it_and_the_rest_is_numbered_after() -> None:
    held = np.array([-1, 1, -1, 0, -1])
    assert apart(np.array([4, 4, 7, 2, 9]), held, CHAIN).tolist() == [1, 1, 2, 0, 3]


def test_what_is_bound_to_none_goes_to_the_first() -> None:
    nothing = np.array([], dtype=np.int64)
    held = np.array([-1, 1, 0])
    assert apart(np.zeros(3, dtype=np.int64), held, Bonds(3, nothing, nothing, np.array([]))).tolist() == [0, 1, 0]


def test_without_steering_clusters_are_only_numbered() -> None:
    assert apart(np.array([4, 4, 2]), np.full(3, -1), CHAIN).tolist() == [0, 0, 1]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 2)), min_size=5, max_size=5))
def test_whatever_the_clusters_each_placed_node_is_in_its_service(drawn: list[tuple[int, int]]) -> None:
    labels, wish = (np.array(column) for column in zip(*drawn, strict=True))
    numbers = sorted({int(one) for one in wish if one >= 0})
    held = np.array([numbers.index(int(one)) if one >= 0 else -1 for one in wish])
    found = apart(labels, held, CHAIN)
    assert (found[held >= 0] == held[held >= 0]).all()
    assert sorted(set(found.tolist()) | set(range(len(numbers)))) == list(range(int(found.max()) + 1))
