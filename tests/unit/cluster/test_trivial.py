"""Cuts that cost no thought."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings

from analyzer.cluster.figures.arrays import arrays_of
from analyzer.cluster.trivial import (
    all_in_one,
    at_random,
    by_package,
    by_top_folder,
    partition_rows,
    plain_leiden,
    trivial_cuts,
)
from analyzer.graph.weighted import Edge, Graph, Node
from unit.cluster.figures.graphs import cut_graphs, five_and_two


def shop() -> Graph:
    """A shop of three folders, a script beside it and a table that ``sell`` writes and ``show`` reads."""
    names = {
        "shop.api": ("show",),
        "shop.api.v1": ("listing",),
        "shop.orders.models": ("Order", "Line"),
        "shop.orders.rules.prices": ("price", "sell"),
        "shop.users.models": ("User", "name", "mail", "zip_code", "city"),
        "shop.users.views": ("login", "logout"),
        "setup": (),
    }
    definitions = {f"{module}.{name}": module for module, own in names.items() for name in own}
    nodes = sorted(
        [
            *(Node("module", one) for one in names),
            *(Node("definition", one) for one in definitions),
            Node("table", "orders"),
        ]
    )
    place = {node.name: number for number, node in enumerate(nodes)}
    edges = [Edge(place[one], place[module], "within", 1, 0.5) for one, module in definitions.items()]
    edges += [
        Edge(place["shop.orders.rules.prices.sell"], place["orders"], "write", 1, 4.0),
        Edge(place["shop.api.show"], place["orders"], "read", 3, 2.0),
    ]
    return Graph(tuple(nodes), tuple(sorted(edges)))


def as_analysed() -> Graph:
    """The same, with what holds each node as the graph of a program says it."""
    graph = shop()
    packages = ("" if node.kind == "table" else node.name.rpartition(".")[0] for node in graph.nodes)
    return msgspec.structs.replace(graph, packages=tuple(packages))


def grouped(graph: Graph, cut: list[int]) -> set[frozenset[str]]:
    together: dict[int, set[str]] = {}
    for node, cluster in zip(graph.nodes, cut, strict=True):
        if node.kind != "table":
            together.setdefault(cluster, set()).add(node.name)
    return {frozenset(one) for one in together.values()}


@pytest.mark.parametrize("made", [shop, as_analysed])
def test_a_package_is_that_around_the_module_or_that_it_is(made: Callable[[], Graph]) -> None:
    graph = made()
    found = grouped(graph, by_package(graph))
    assert frozenset({"shop.api", "shop.api.show", "shop.api.v1", "shop.api.v1.listing"}) in found
    assert frozenset({"shop.orders.models", "shop.orders.models.Order", "shop.orders.models.Line"}) in found
    assert len(found) == 5  # api, orders, orders.rules, users, and nothing around setup


def test_packages_that_the_graph_says_count() -> None:
    graph = five_and_two()
    said = Graph(graph.nodes, graph.edges, ("x", "x", "y", "y", "y", "", ""))
    assert by_package(said)[:5] == [1, 1, 2, 2, 2]


@pytest.mark.parametrize("made", [shop, as_analysed])
def test_top_folders_are_the_first_that_split_the_code(made: Callable[[], Graph]) -> None:
    graph = made()
    found = grouped(graph, by_top_folder(graph))
    assert {min(one) for one in found} == {"shop.api", "shop.orders.models", "shop.users.models", "setup"}
    assert len(next(one for one in found if "shop.orders.models" in one)) == 6


def test_without_a_common_top_the_tops_split() -> None:
    graph = Graph(tuple(sorted(Node("module", f"{top}.{n}") for top in "ab" for n in "12")), ())
    assert by_top_folder(graph) == [0, 0, 1, 1]
    assert by_top_folder(Graph((), ())) == []


def test_a_random_cut_has_as_many_services_as_asked_for_and_is_the_same_again() -> None:
    graph = Graph(tuple(Node("definition", f"d{n:03d}") for n in range(200)), ())
    assert set(at_random(graph, 7)) == set(range(7))
    assert at_random(graph, 7) == at_random(graph, 7) != at_random(graph, 7, seed=1)


def test_plain_leiden_finds_cliques_by_counts_and_not_by_weights() -> None:
    nodes = tuple(Node("definition", f"d{n}") for n in range(8))
    inside = [Edge(a, b, "call", 3, 0.01) for c in (0, 4) for a in range(c, c + 4) for b in range(a + 1, c + 4)]
    graph = Graph(nodes, tuple(sorted([*inside, Edge(0, 4, "call", 1, 99.0)])))
    assert plain_leiden(arrays_of(graph)) == [0] * 4 + [1] * 4


def test_a_table_is_where_the_cut_uses_it_most() -> None:
    graph = shop()
    cut = trivial_cuts(graph, arrays_of(graph), 3)["one service a package"]
    place = {node.name: number for number, node in enumerate(graph.nodes)}
    assert cut[place["orders"]] == cut[place["shop.orders.rules.prices.sell"]] != cut[place["shop.api.show"]]


def test_ours_stands_first_and_trivial_cuts_beside_it() -> None:
    rows = partition_rows(five_and_two(), [0, 0, 0, 1, 1, 0, 1])
    assert [row.name for row in rows] == [
        "our services", "all in one", "one service a package", "one service a top folder", "at random", "plain Leiden",
    ]  # fmt: skip
    ours, one = rows[0], rows[1]
    assert (ours.services, ours.largest, ours.modularity, ours.interfaces) == (2, 0.6, 0.219, 0.5)
    assert (ours.table_entropy, ours.exclusive_code, ours.exclusive_data) == (0.347, 0.833, 0.75)
    assert (one.services, one.largest, one.crossing_calls, one.exclusive_code) == (1, 1.0, 0.0, 1.0)


@settings(max_examples=50)
@given(cut_graphs())
def test_every_row_of_every_graph_can_be_written(case: tuple[Graph, list[int]]) -> None:
    graph, cut = case
    rows = partition_rows(graph, cut)
    assert rows == partition_rows(graph, cut)
    assert len(rows) == 6
    assert rows[1].services == 1
    assert all_in_one(graph) == [0] * len(graph.nodes)
    assert not any(str(figure) == "-0.0" for row in rows for figure in (row.modularity, row.structural_modularity))
