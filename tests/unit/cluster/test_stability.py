"""How sure a place is, by hand."""

from __future__ import annotations

import numpy as np

from analyzer.cluster.stability import stability_of

LABELS = np.array([0, 0, 0, 1, 1, 1])


def test_shares_runner_up_and_margin_by_hand() -> None:
    # the fourth is alone among the other service in two runs, where its own holds three together
    column = [0, 0, 0, 1, 1, 1, 1]
    runs = np.array([[0, 0, 0, 0, 1, 1, 1], column, column, [0, 0, 0, 0, 1, 1, 1]]).T
    own, runner_up, margin = stability_of(np.array([0, 0, 0, 0, 1, 1, 1]), runs, np.ones(7))
    assert own.tolist() == [1.0, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0]
    assert runner_up.tolist() == [0, 0, 0, 1, 1, 1, 1]  # whoever was never with another is its own
    assert margin.tolist() == [1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0]


def test_a_run_that_cuts_finer_or_joins_all_counts_against_nobody() -> None:
    own, _, margin = stability_of(LABELS, np.array([[0, 0], [0, 1], [0, 2], [0, 3], [0, 4], [0, 5]]), np.ones(6))
    assert own.tolist() == margin.tolist() == [1.0] * 6


def test_half_as_much_as_the_main_part_is_a_main_part_too() -> None:
    assert stability_of(LABELS, np.array([[0, 0, 1, 1, 1, 1]]).T, np.ones(6))[0].tolist() == [1.0] * 6
