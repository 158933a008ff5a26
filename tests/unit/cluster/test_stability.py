"""How sure a place is, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.cluster.stability import stability_of

LABELS = np.array([0, 0, 0, 1, 1, 1])


def test_shares_runner_up_and_margin_by_hand() -> None:
    runs = np.array([[0, 0, 0, 0], [0, 0, 0, 0], [0, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]])
    own, runner_up, margin = stability_of(LABELS, runs, np.ones(6))
    assert own.tolist() == [1.0, 1.0, 0.5, 1.0, 1.0, 1.0]
    assert runner_up.tolist() == [0, 0, 1, 1, 1, 1]  # whoever was never with another is its own
    assert margin.tolist() == [1.0, 1.0, 0.0, 1.0, 1.0, 1.0]


def test_a_run_that_cuts_finer_or_joins_all_counts_against_nobody() -> None:
    own, _, margin = stability_of(LABELS, np.array([[0, 0], [0, 1], [0, 2], [0, 3], [0, 4], [0, 5]]), np.ones(6))
    assert own.tolist() == margin.tolist() == [1.0] * 6


def test_a_large_service_does_not_outvote_a_small_one() -> None:
    # the cluster holds half of the small service and a quarter of the large one
    labels = np.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
    own, runner_up, _ = stability_of(labels, np.array([[0, 0, 1, 1, 1, 1, 1, 1, 0, 2]]).T, np.ones(10))
    assert own.tolist() == pytest.approx([0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
    assert runner_up.tolist()[:2] == [1, 1]
