"""The figures of a cut: values worked out by hand, and what holds for every cut."""

from __future__ import annotations

import math
from collections.abc import Callable

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.cluster.figures.arrays import Arrays, Integers, arrays_of, labels_of
from analyzer.cluster.figures.data import exclusive_code, exclusive_data, table_entropy, with_owners
from analyzer.cluster.figures.sizes import PAPERS, extreme_share, largest_share, services_of
from analyzer.cluster.figures.structure import (
    crossing_calls,
    interfaces,
    modularity,
    structural_modularity,
    turbo_mq,
)
from analyzer.graph.weighted import Edge, Graph, Node, networkx_graph
from unit.cluster.figures.graphs import cut_graphs, five_and_two

Figure = Callable[[Arrays, Integers], float | None]
CUT = [0, 0, 0, 1, 1, 0, 1]
KERNEL_IN_IT = [0, 0, -1, 1, 1, 0, 1]
FIGURES: tuple[Figure, ...] = (
    structural_modularity, crossing_calls, interfaces, turbo_mq, modularity, extreme_share, largest_share,
    table_entropy, exclusive_code, exclusive_data, services_of,
)  # fmt: skip
SHARES: tuple[Figure, ...] = (crossing_calls, turbo_mq, extreme_share, largest_share, exclusive_code, exclusive_data)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        # inside: 2 pairs of 3 units, 1 pair of 2; between: 1 of 3 * 2
        (structural_modularity, (2 / 9 + 1 / 4) / 2 - 1 / 6),
        (crossing_calls, 1 / (5 + math.log(3) + math.log(2))),  # five links, of 3, 1, 1, 1 (crossing) and 2
        (interfaces, 1 / 2),  # d
        (turbo_mq, (10 / 11 + 4 / 5) / 2),  # 5 inside and 1 crossing; 2 and 1
        (modularity, 6 / 8 - (10 / 16) ** 2 - (6 / 16) ** 2),  # with the edges of tables
        (table_entropy, math.log(2) / 2),  # t has a user in each, u one user
        (exclusive_code, (1 + 2 / 3) / 2),
        (exclusive_data, (1 / 2 + 1) / 2),  # t is the first's, which writes it
        (largest_share, 3 / 5),
        (extreme_share, 0.0),  # 3 and 2 are near 2.5
        (services_of, 2),
    ],
)
def test_the_figures_by_hand(figure: Figure, expected: float) -> None:
    assert figure(arrays_of(five_and_two()), labels_of(CUT)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (structural_modularity, 1 / 4),
        (crossing_calls, 0.0),
        (interfaces, 0.0),
        (turbo_mq, 1.0),
        (exclusive_code, 1.0),
        (largest_share, 1 / 2),
        (modularity, 5 / 6 - (7 / 12) ** 2 - (5 / 12) ** 2),  # six edges are left, d reads t across
    ],
)
def test_the_kernel_is_left_out(figure: Figure, expected: float) -> None:
    assert figure(arrays_of(five_and_two()), labels_of(KERNEL_IN_IT)) == pytest.approx(expected)


def test_the_papers_bounds_of_extreme_sizes() -> None:
    graph = Graph(tuple(Node("definition", f"d{n:02d}") for n in range(30)), ())
    labels = labels_of([0] * 5 + [1] * 4 + [2] * 21)
    assert extreme_share(arrays_of(graph), labels, PAPERS) == pytest.approx(25 / 30)
    assert extreme_share(arrays_of(graph), labels) == pytest.approx(25 / 30)  # the mean is 10: 5 to 20 too
    assert extreme_share(arrays_of(graph), labels_of([0] * 30), PAPERS) == 1.0


def test_membership_in_a_module_is_no_link() -> None:
    nodes = (Node("definition", "p.m.a"), Node("definition", "p.m.b"), Node("module", "p.m"))
    arrays = arrays_of(Graph(nodes, (Edge(0, 1, "call", 1, 1.0), Edge(0, 2, "within", 1, 1.0))))
    assert crossing_calls(arrays, labels_of([0, 0, 1])) == 0.0
    assert modularity(arrays, labels_of([0, 0, 1])) < 0.0


def test_a_mapped_class_keeps_its_table_before_a_reader() -> None:
    nodes = (Node("definition", "p.Model"), Node("definition", "p.use"), Node("table", "t"))
    arrays = arrays_of(Graph(nodes, (Edge(0, 2, "model", 1, 4.0), Edge(1, 2, "read", 1, 2.0))))
    assert with_owners(arrays, labels_of([0, 1, 1])).tolist() == [0, 1, 0]
    assert exclusive_data(arrays, labels_of([0, 1, 1])) == 0.0
    assert with_owners(arrays, labels_of([-1, -1, 1])).tolist() == [-1, -1, -1]


def test_nothing_speaks_for_figures_of_data_without_data() -> None:
    arrays = arrays_of(Graph((Node("definition", "a"), Node("table", "t")), ()))
    labels = labels_of([0, 0])
    assert table_entropy(arrays, labels) is exclusive_data(arrays, labels) is exclusive_code(arrays, labels) is None
    assert modularity(arrays, labels) == structural_modularity(arrays, labels) == crossing_calls(arrays, labels) == 0.0


@pytest.mark.parametrize("figure", FIGURES)
def test_a_graph_without_nodes(figure: Figure) -> None:
    assert not figure(arrays_of(Graph((), ())), labels_of([]))


@given(cut_graphs())
def test_shares_and_bounds(case: tuple[Graph, list[int]]) -> None:
    arrays, labels = arrays_of(case[0]), labels_of(case[1])
    for figure in SHARES:
        found = figure(arrays, labels)
        assert found is None or -1e-9 <= found <= 1 + 1e-9, figure
    assert -1 <= structural_modularity(arrays, labels) <= 1
    assert -0.5 - 1e-9 <= modularity(arrays, labels) <= 1
    assert 0 <= (table_entropy(arrays, labels) or 0) <= math.log(4) + 1e-9
    assert 0 <= interfaces(arrays, labels) * services_of(arrays, labels) <= len(case[0].nodes)


@given(cut_graphs(), st.permutations(range(4)))
def test_the_names_of_clusters_do_not_count(case: tuple[Graph, list[int]], other: list[int]) -> None:
    graph, cut = case
    arrays = arrays_of(graph)
    renamed = [3 * other[one] + 1 if one >= 0 else -7 for one in cut]
    for figure in FIGURES:
        if figure is not exclusive_data:  # of two services that use a table alike the first owns it
            assert figure(arrays, labels_of(cut)) == pytest.approx(figure(arrays, labels_of(renamed))), figure


@given(cut_graphs(least=0))
def test_one_service_for_all_pleases_the_figures(case: tuple[Graph, list[int]]) -> None:
    arrays, labels = arrays_of(case[0]), labels_of([0] * len(case[0].nodes))
    assert crossing_calls(arrays, labels) == interfaces(arrays, labels) == extreme_share(arrays, labels) == 0.0
    assert (table_entropy(arrays, labels) or 0.0) == 0.0
    assert (exclusive_data(arrays, labels) or 1.0) == (exclusive_code(arrays, labels) or 1.0) == 1.0
    assert modularity(arrays, labels) == pytest.approx(0.0)


@given(cut_graphs(least=0))
def test_modularity_is_that_of_networkx(case: tuple[Graph, list[int]]) -> None:
    graph, cut = case
    members = [{n for n, cluster in enumerate(cut) if cluster == one} for one in set(cut)]
    found = networkx_graph(graph)
    expected = nx.community.modularity(found, members) if found.number_of_edges() else 0.0
    assert modularity(arrays_of(graph), labels_of(cut)) == pytest.approx(expected)
