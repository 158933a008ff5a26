"""Which modules hold together."""

from __future__ import annotations

import numpy as np

from analyzer.cluster.modules import units_of
from analyzer.graph.weighing import modules_of
from analyzer.graph.weighted import Graph, Node

NODES = (
    *(Node("definition", name) for name in ("a.x", "a.y", "b.x", "b.y", "c.x")),
    Node("module", "a"),
    Node("module", "b"),
    Node("table", "t"),
)
GRAPH = Graph(NODES, (), ("a", "a", "b", "b", "c", "", "", ""))
SIZES = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0])


def test_a_definition_stands_in_its_module_and_a_table_in_none() -> None:
    assert modules_of(GRAPH).tolist() == [5, 5, 6, 6, -1, 5, 6, -1]


def test_a_module_is_one_unit_unless_its_definitions_went_apart() -> None:
    # a is whole in one of two runs, its largest part .5 of it in the other: .75 in the mean; b is never whole: .5
    runs = np.array([[0, 0], [0, 1], [0, 0], [1, 1], [0, 0], [0, 0], [0, 0], [0, 0]])
    assert units_of(GRAPH, modules_of(GRAPH), runs, SIZES).tolist() == [0, 0, 1, 2, 3, 0, 4, 5]
