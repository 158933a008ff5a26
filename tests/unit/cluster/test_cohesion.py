"""What a set of units binds, by the formula of the docstring."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.cluster.cohesion import cohesions
from analyzer.cluster.sets import FOLDER, MODULE, WORD, Sets, sets_of
from analyzer.cluster.structure import Bonds
from analyzer.graph.weighted import Graph, Node


def sets(*members: tuple[tuple[int, int], ...]) -> Sets:
    """Sets of (member, branch)."""
    rows = [(number, member, branch) for number, some in enumerate(members) for member, branch in some]
    of_set, member, branch = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    size = np.bincount(of_set)
    return Sets(np.full(len(members), WORD), size, tuple("abcdef"[: len(members)]), of_set, member, branch)


BONDS = Bonds(4, np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([3.0, 1.0, 2.0]))  # 0 -3- 1 -1- 2 -2- 3


def test_cohesion_by_hand() -> None:
    # all volume 12, prior k = 2 * 12 / 4 = 6. {0, 1}: volume 7, 2 X = 6, O = 1, v = 7 / 12
    v = 7 / 12
    f = (6 + 6 * v) / (6 + 1 + 6)
    assert cohesions(sets(((0, 1), (1, 2))), BONDS).tolist() == pytest.approx([(f - v) / (1 - v)])


def test_bonds_inside_a_branch_say_nothing_of_the_set() -> None:
    # {0, 1, 2} with 0 and 1 in one branch: X counts only 1-2, what is inside the branch counts on no side
    v = 10 / 12
    f = (2 + 6 * v) / (2 + (10 - 8) + 6)
    assert cohesions(sets(((0, 1), (1, 1), (2, 2))), BONDS).tolist() == pytest.approx([max(0.0, (f - v) / (1 - v))])


def test_what_holds_all_or_is_never_bound_says_nothing() -> None:
    everything = tuple((n, n) for n in range(4))
    assert cohesions(sets(everything, ((0, 0), (3, 3))), BONDS).tolist() == [0.0, 0.0]
    nothing = Bonds(4, np.array([], dtype=np.int64), np.array([], dtype=np.int64), np.array([]))
    assert cohesions(sets(everything), nothing).tolist() == [0.0]


def test_sets_are_modules_folders_and_words_of_two_or_more() -> None:
    nodes = (Node("definition", "shop.tax.rate"), Node("definition", "shop.tax.rates"), Node("module", "shop.tax"))
    found = sets_of(
        Graph(nodes, (), ("shop.tax", "shop.tax", "shop"), (("shop", "tax", "rate"),) * 2 + (("shop", "tax"),))
    )
    assert list(zip(found.family.tolist(), found.names, found.size.tolist(), strict=True)) == [
        (MODULE, "shop.tax", 3),
        (FOLDER, "shop", 3),
        (WORD, "rate", 2),
        (WORD, "shop", 3),
        (WORD, "tax", 3),
    ]
    folder = found.branch[found.of_set == 1].tolist()
    assert folder[0] == folder[1] != folder[2]  # the two stand in one module, the module itself is its own branch


def test_contracted_sets_count_units() -> None:
    found = sets(((0, 1), (1, 1), (2, 2))).contracted(np.array([0, 0, 1, 1]), 2)
    assert (found.member.tolist(), found.size.tolist(), found.branch.tolist()) == ([0, 1], [2], [1, 2])
