"""One view is cut into what hangs together."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from analyzer.cluster.leiden import leiden, numbered, symmetric

PAIRS = [(c * 5 + a, c * 5 + b) for c in range(3) for a in range(5) for b in range(a + 1, 5)] + [(0, 5), (5, 10)]
A, B = (np.array(column) for column in zip(*PAIRS, strict=True))
CLIQUES = [0] * 5 + [1] * 5 + [2] * 5


def test_symmetric_rows_hold_each_pair_twice_and_nothing_of_no_weight() -> None:
    found = symmetric(np.array([0, 1]), np.array([2, 2]), np.array([0.5, 0.0]), 3)
    assert (found.starts.tolist(), found.columns.tolist(), found.data.tolist()) == ([0, 1, 1, 2], [2, 0], [0.5, 0.5])


@pytest.mark.parametrize("native", [True, False])
def test_cliques_are_found_whole_also_without_the_native_library(native: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not native:
        monkeypatch.setitem(sys.modules, "graspologic_native", None)
    matrix = symmetric(A, B, np.ones(len(A)), 16)
    assert leiden(matrix, 1.0, 0).tolist() == [*CLIQUES, 3]  # the last is alone
    assert leiden(matrix, 0.001, 0).tolist() == [0] * 15 + [1]


def test_a_graph_without_edges_falls_into_its_nodes() -> None:
    nothing = np.array([], dtype=np.int64)
    assert leiden(symmetric(nothing, nothing, np.array([]), 3), 1.0, 0).tolist() == [0, 1, 2]


def test_numbers_follow_the_first_occurrence() -> None:
    assert numbered(np.array([7, 3, 7, -1, 3])).tolist() == [0, 1, 0, 2, 1]
