"""Where the runs are divided the evidence decides."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.cluster.belonging import belonging_of
from analyzer.cluster.fragments import Ground
from analyzer.cluster.pulled import follow_pulls
from analyzer.graph.weighted import Graph, Node, weighted_graph
from analyzer.model.options import Options

NAMES = ("aaa.n", "aaa.o", "aaa.p", "aaa.q", "aaa.r", "bbb.s", "bbb.t", "bbb.u", "ccc.x", "ccc.y")
CALLS = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4), (5, 6), (6, 7), (5, 7), (8, 9), (8, 5), (8, 6), (9, 7), (9, 0)]
NODES = tuple(sorted([*(Node("definition", n) for n in NAMES), *(Node("module", m) for m in ("aaa", "bbb", "ccc"))]))


def after(labels: list[int], runs: list[list[int]], held: list[int] | None = None) -> list[int]:
    """The labels of ten definitions and three modules; ``ccc`` calls ``bbb`` three times and ``aaa`` once."""
    place = {node.name: number for number, node in enumerate(NODES)}
    packages = tuple(n.name.rpartition(".")[0] if n.kind == "definition" else "" for n in NODES)
    bare = Graph(NODES, (), packages, ((),) * len(NODES))
    graph = weighted_graph(bare, {(place[NAMES[a]], place[NAMES[b]], "call"): 1.0 for a, b in CALLS})
    told = belonging_of(graph, Options())
    sizes = np.array([float(node.kind == "definition") for node in NODES])
    nothing = np.zeros(len(NODES), dtype=bool)
    ground = Ground(sizes, nothing, np.array(held or [-1] * 13), told.bonds, told.sets, told.cohesion)
    return follow_pulls(told, np.array(runs).T, ground, np.array(labels)).tolist()


WITH_A = [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0]
WITH_B = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1, 1]


def test_a_module_about_which_the_runs_are_divided_goes_where_it_is_pulled() -> None:
    assert after(WITH_A, [WITH_A, WITH_B]) == WITH_B


def test_what_the_runs_agree_on_stays() -> None:
    assert after(WITH_A, [WITH_A, WITH_A, WITH_A, WITH_B]) == WITH_A


def test_what_is_pulled_by_its_own_service_stays() -> None:
    assert after(WITH_B, [WITH_A, WITH_B]) == WITH_B


@pytest.mark.parametrize("place", [0, 8])
def test_nothing_leaves_a_service_that_was_placed_by_hand(place: int) -> None:
    held = [-1] * 13
    held[place] = 0
    assert after(WITH_A, [WITH_A, WITH_B], held) == WITH_A


def test_no_service_is_emptied() -> None:
    alone = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 0, 1, 2]
    assert after(alone, [WITH_A, WITH_B]) == alone
