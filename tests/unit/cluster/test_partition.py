from __future__ import annotations

import msgspec
import pytest
from cliques import cliques
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cluster.partition import partition
from analyzer.graph.weighted import Edge, Graph, Node
from analyzer.model.options import Options, ServiceRange


def test_cliques_are_services() -> None:
    graph = cliques(4, 8)
    found = partition(graph, Options())
    services = {
        service: {n.name.split(".")[0] for n, s in zip(graph.nodes, found.of_node, strict=True) if s == service}
        for service in found.of_node
    }
    assert sorted(map(sorted, services.values())) == [["p0"], ["p1"], ["p2"], ["p3"]]
    assert min(found.stability) == 1.0


@pytest.mark.parametrize(
    ("wanted", "expected"), [(ServiceRange(3, 3), 3), (ServiceRange(1, 2), 2), (ServiceRange(5, 9), 6)]
)
def test_the_wanted_number_of_services(wanted: ServiceRange, expected: int) -> None:
    assert len(set(partition(cliques(6, 6), Options(services=wanted)).of_node)) == expected


def test_the_first_view_has_at_most_seven_groups() -> None:
    found = partition(cliques(12, 6), Options(services=ServiceRange(12, 12)))
    assert len(set(found.of_node)) == 12
    assert len(set(found.group_of.values())) == 7


@settings(max_examples=50)
@given(st.permutations(range(5)))
def test_other_names_cut_cliques_the_same(order: list[int]) -> None:
    """Cliques renamed among each other, so that their nodes stand elsewhere, are the same services."""
    graph = cliques(5, 7)
    names = {node: node.name for node in graph.nodes}
    renamed = {
        node: node.name.replace(f"p{node.name[1]}.m{node.name[1]}", f"p{order[int(node.name[1])]}.m{node.name[1]}")
        for node in names
    }
    nodes = sorted(graph.nodes, key=lambda node: (node.kind, renamed[node]))
    place = {node: n for n, node in enumerate(nodes)}
    moved = msgspec.structs.replace(
        graph,
        nodes=tuple(Node(node.kind, renamed[node]) for node in nodes),
        edges=tuple(
            sorted(
                msgspec.structs.replace(e, source=place[graph.nodes[e.source]], target=place[graph.nodes[e.target]])
                for e in graph.edges
            )
        ),
        packages=tuple(Node(node.kind, renamed[node]).name.rpartition(".")[0] for node in nodes),
        words=tuple(graph.words[graph.nodes.index(node)] for node in nodes),
    )
    found = partition(moved, Options()).of_node
    assert len(set(found)) == 5
    assert all(len({found[place[n]] for n in graph.nodes if n.name.startswith(f"p{c}.")}) == 1 for c in range(5))


PAIRS = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=30),
        st.lists(st.sampled_from(["a", "a.b", "c", ""]), min_size=n, max_size=n),
    )
)


@settings(max_examples=50)
@given(PAIRS, st.integers(1, 4), st.booleans())
def test_every_node_gets_one_service_whatever_the_graph(
    drawn: tuple[int, list[tuple[int, int]], list[str]], most: int, automatic: bool
) -> None:
    count, pairs, packages = drawn
    nodes = [Node("definition", f"m.n{n:02d}") for n in range(count)] + [Node("module", "a"), Node("module", "c")]
    edges = tuple(sorted({Edge(a, b, "call", 1, 1.0) for a, b in pairs if a != b}))
    graph = Graph(tuple(nodes), edges, (*packages, "", ""))
    options = Options() if automatic else Options(services=ServiceRange(1, most))
    found = partition(graph, options)
    services = set(found.of_node)
    assert len(found.of_node) == len(found.stability) == len(found.runner_up) == len(found.margin) == len(nodes)
    assert services == set(range(len(services))) == set(found.group_of) >= set(found.group_of.values())
    assert services >= set(found.runner_up)
    assert all(0 <= share <= 1 for share in found.stability)
    assert automatic or len(services) <= most
    assert partition(graph, options) == found
