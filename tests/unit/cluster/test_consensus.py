"""What most runs agree on, by average linkage worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.cluster.consensus import consensus

RUNS = np.array([[0, 0, 0, 0], [0, 0, 0, 1], [1, 0, 0, 1], [1, 1, 1, 1]])
"""Together: 01 3/4, 02 1/2, 03 0, 12 3/4, 13 1/4, 23 1/2."""


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        (1.0, [0, 1, 2, 3]),
        (0.75, [0, 0, 1, 2]),
        (0.6, [0, 0, 0, 1]),  # 0 and 1 join first; 2 is with them in (1/2 + 3/4) / 2
        (0.2, [0, 0, 0, 0]),  # 3 is with the three in (0 + 1/4 + 1/2) / 3 = .25
    ],
)
def test_average_linkage_by_hand(agreement: float, expected: list[int]) -> None:
    assert consensus(RUNS, np.ones(4), agreement).tolist() == expected


def test_what_counts_nothing_has_no_say_in_the_mean() -> None:
    # 2 is with 0 in 1/2, with 1 in 3/4; where 1 counts nothing the mean is 1/2
    assert consensus(RUNS, np.array([1.0, 0.0, 1.0, 1.0]), 0.6).tolist() == [0, 0, 1, 2]


def test_all_together_in_every_run_are_one_and_alone_in_every_run_stay_alone() -> None:
    assert consensus(np.zeros((5, 3), dtype=np.int64), np.ones(5), 1.0).tolist() == [0] * 5
    assert consensus(np.stack([np.arange(5)] * 3, axis=1), np.ones(5), 0.1).tolist() == [0, 1, 2, 3, 4]


@given(st.data())
def test_the_order_of_the_runs_says_nothing(data: st.DataObject) -> None:
    nodes, count = data.draw(st.integers(1, 7)), data.draw(st.integers(1, 5))
    column = st.lists(st.integers(0, 3), min_size=nodes, max_size=nodes)
    runs = np.array(data.draw(st.lists(column, min_size=count, max_size=count)), dtype=np.int64).T
    order = data.draw(st.permutations(range(count)))
    sizes = np.ones(nodes)
    assert consensus(runs, sizes, 0.5).tolist() == consensus(runs[:, order], sizes, 0.5).tolist()
