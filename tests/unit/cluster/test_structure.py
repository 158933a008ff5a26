"""How strongly units hang together, by the formulas."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest

from analyzer.cluster.structure import bonds_of, edges_of, summed
from analyzer.graph.weighted import Edge, Graph, Node

NODES = (*tuple(Node("definition", name) for name in "abcd"), Node("module", "m"), Node("table", "t"))
GRAPH = Graph(
    NODES,
    (
        Edge(0, 1, "call", 3, 0.0),
        Edge(0, 4, "within", 1, 0.0),
        Edge(1, 0, "type_use", 1, 0.0),
        Edge(1, 4, "within", 1, 0.0),
        Edge(2, 1, "call", 1, 0.0),
        Edge(3, 5, "write", 1, 0.0),
    ),
    packages=("m", "m", "n", "n", "", ""),
)


def test_a_bond_sums_damped_edges_of_both_directions() -> None:
    bonds = bonds_of(edges_of(GRAPH, {}))
    # b is used from module m and by c, which has no module here; a and t each by one; standing in a module is no bond
    assert list(zip(bonds.a.tolist(), bonds.b.tolist(), strict=True)) == [(0, 1), (1, 2), (3, 5)]
    assert bonds.weight.tolist() == pytest.approx(
        [1.0 * log2(4) / log2(4) ** 2 + 0.5 / log2(3) ** 2, 1.0 / log2(4) ** 2, 4.0 / log2(3) ** 2]
    )
    assert bonds.volumes().tolist() == pytest.approx(
        [bonds.weight[0], bonds.weight[0] + bonds.weight[1], bonds.weight[1], bonds.weight[2], 0, bonds.weight[2]]
    )


def test_weights_of_the_options_replace_ours() -> None:
    bonds = bonds_of(edges_of(GRAPH, {"write": 0.0, "call": 2.0}))
    assert list(zip(bonds.a.tolist(), bonds.b.tolist(), strict=True)) == [(0, 1), (1, 2)]
    assert bonds.weight[1] == pytest.approx(2.0 / log2(4) ** 2)


def test_contracted_edges_leave_out_what_is_inside_a_unit() -> None:
    found = edges_of(GRAPH, {}).contracted(np.array([0, 0, 1, 2, 0, 2]), 3)
    assert (found.source.tolist(), found.target.tolist(), found.count.tolist()) == ([1], [0], [1.0])
    assert found.home.tolist() == [4, 2, 5]


def test_sums_by_place() -> None:
    assert summed(np.array([2, 0, 2]), np.array([1.0, 2.0, 3.0]), 4).tolist() == [2.0, 0.0, 4.0, 0.0]
