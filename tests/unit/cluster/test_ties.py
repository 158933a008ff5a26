"""What words, folders and modules pull, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyzer.cluster.belonging import belonging_of
from analyzer.cluster.sets import FOLDER, MODULE, WORD, Sets
from analyzer.cluster.ties import Tie, Ties
from analyzer.cluster.views import VIEWS
from analyzer.graph.weighted import Graph, Node
from analyzer.model.analysis import SetWeight
from analyzer.model.options import Options

# nodes 0 to 3; the word invoice holds all, the folder shop holds 0, 1 and 2, the module bill 0 and 1
SETS = Sets(
    family=np.array([MODULE, FOLDER, WORD]),
    size=np.array([2, 3, 4]),
    names=("bill", "shop", "invoice"),
    of_set=np.array([0, 0, 1, 1, 1, 2, 2, 2, 2]),
    member=np.array([0, 1, 0, 1, 2, 0, 1, 2, 3]),
    branch=np.zeros(9, dtype=np.int64),
)
WORTH = np.array([0.5, 0.2, 0.3])
HOME = np.array([0, 1, 1, -1])


def test_a_set_pulls_by_the_share_of_its_other_members() -> None:
    ties = Ties(SETS, WORTH, HOME, [(0,), (1,), (3,), ()])
    # 0 has nobody in its own service 0; in service 1 the module's other, both of the folder, two of the word's three
    # 1 shares all three sets with 0, and two of them with 2, which is in its own service
    assert ties.pulls() == pytest.approx(
        np.array([[0, 0.5 + 0.2 + 0.2], [0.5 + 0.1 + 0.1, 0.1 + 0.1], [0.1, 0.2], [0, 0]])
    )
    by_family, strongest = ties.to(np.array([1, 1, -1, 0]))
    assert by_family == pytest.approx(np.array([[0.5, 0.2, 0.2], [0, 0.1, 0.1], [0, 0, 0], [0, 0, 0]]))
    assert strongest == {
        0: [Tie(0, 1, 0.5), Tie(1, 2, pytest.approx(0.2)), Tie(2, 2, pytest.approx(0.2))],
        1: [Tie(1, 2, pytest.approx(0.1)), Tie(2, 2, pytest.approx(0.1))],  # of two in the service one is itself
    }


def test_a_unit_of_several_nodes_is_pulled_by_each_of_them_but_not_by_itself() -> None:
    ties = Ties(SETS, WORTH, HOME, [(0, 1)])
    # the module is all its own; twice in the folder with 2 (0.2 / 2 each), twice in the word with 2 (0.3 / 3 each)
    assert ties.pulls() == pytest.approx(np.array([[0, 2 * 0.1 + 2 * 0.1]]))
    by_family, strongest = ties.to(np.array([1]))
    assert by_family == pytest.approx(np.array([[0, 0.2, 0.2]]))
    assert [tie.there for tie in strongest[0]] == [2, 2]


def test_without_sets_or_services_nothing_pulls() -> None:
    nothing = belonging_of(Graph((Node("definition", "a"),), ()), Options())
    ties = Ties(nothing.sets, nothing.worth, np.array([-1]), [(0,)])
    assert ties.pulls().shape == (1, 0)
    assert ties.to(np.array([-1]))[1] == {}
    assert [(one.kind, one.sets, one.most) for one in nothing.families()] == [
        ("module", 0, 0.0),
        ("folder", 0, 0.0),
        ("word", 0, 0.0),
    ]


def test_the_weight_of_a_set_is_the_mean_over_the_views() -> None:
    nodes = (Node("definition", "m.a"), Node("definition", "m.b"), Node("module", "m"), Node("module", "n"))
    found = belonging_of(Graph(nodes, (), ("m", "m", "", "")), Options())
    assert found.sets.names == ("m",)
    # no bond, so that the module has the least cohesion, .2; 3 of 4 nodes are in it, so that its rarity is .2075
    each = [view.module * 0.2 * (math.log(4 / 3) / math.log(4)) ** view.rarity for view in VIEWS]
    expected = sum(weight for weight in each if weight > 0.02) / len(VIEWS)
    assert found.worth.tolist() == pytest.approx([expected])
    assert found.families()[0] == SetWeight(
        "module", round(expected, 3), round(expected, 3), 1, 1, "both stand in one module"
    )
