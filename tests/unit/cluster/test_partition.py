from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.cluster.leiden import leiden, modularity
from analyzer.cluster.partition import partition
from analyzer.graph.weighted import Edge, Graph, Node
from analyzer.model.options import Options, ServiceRange


def cliques(count: int, size: int, bridge: float = 0.1) -> Graph:
    """``count`` cliques of ``size`` definitions, each joined to the next by one weak edge."""
    nodes = tuple(Node("definition", f"p{c}.m.n{n:02d}") for c in range(count) for n in range(size))
    edges = [
        Edge(c * size + a, c * size + b, "call", 1, 1.0)
        for c in range(count)
        for a in range(size)
        for b in range(a + 1, size)
    ]
    edges += [Edge(c * size, (c + 1) * size, "call", 1, bridge) for c in range(count - 1)]
    return Graph(nodes, tuple(sorted(edges)))


def test_cliques_are_found_whole() -> None:
    graph = cliques(4, 6)
    assert leiden(graph.pair_weights(), len(graph.nodes), 1.0, 0) == [c for c in range(4) for _ in range(6)]


def test_modularity_of_two_cliques_by_hand() -> None:
    graph = cliques(2, 3, bridge=1.0)
    # 7 edges, 3 inside each half, degrees 7 and 7: 2 * (3/7 - (7/14)**2)
    assert modularity(graph, dict(enumerate([0, 0, 0, 1, 1, 1]))) == pytest.approx(2 * (3 / 7 - 0.25))
    assert modularity(graph, dict.fromkeys(range(6), 0)) == pytest.approx(0.0)


def test_a_fragment_joins_what_it_leans_on_or_its_package() -> None:
    graph = cliques(2, 6)
    nodes = (*graph.nodes, Node("definition", "p1.extra.lone"), Node("definition", "p9.alone"))
    found = partition(Graph(nodes, (*graph.edges, Edge(0, 13, "call", 1, 0.01))), Options())
    assert found.of_node[12] == found.of_node[6]
    assert found.of_node[13] == found.of_node[0]


@pytest.mark.parametrize(
    ("wanted", "expected"), [(ServiceRange(3, 3), 3), (ServiceRange(1, 2), 2), (ServiceRange(5, 9), 6)]
)
def test_the_wanted_number_of_services(wanted: ServiceRange, expected: int) -> None:
    assert len(set(partition(cliques(6, 6), Options(services=wanted)).of_node)) == expected


def test_the_first_view_has_at_most_seven_groups() -> None:
    found = partition(cliques(12, 6), Options())
    assert len(set(found.of_node)) == 12
    assert len(set(found.group_of.values())) == 7


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.floats(0.1, 5)), max_size=30),
        )
    )
)
def test_every_node_gets_one_cluster_whatever_the_graph(drawn: tuple[int, list[tuple[int, int, float]]]) -> None:
    count, pairs = drawn
    nodes = tuple(Node("definition", f"m.n{n:02d}") for n in range(count))
    edges = tuple(sorted({Edge(a, b, "call", 1, w) for a, b, w in pairs if a != b}))
    found = partition(Graph(nodes, edges), Options())
    assert len(found.of_node) == count
    assert set(found.of_node) == set(found.group_of)
    assert partition(Graph(nodes, edges), Options()) == found
