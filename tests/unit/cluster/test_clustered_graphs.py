"""What another tool gets back for its graph."""

from __future__ import annotations

import json

import pytest

from analyzer.cluster.exchange import cluster_graph, write_clustering
from analyzer.errors import NothingToAnalyseError
from analyzer.graph.exchange import read_graph
from analyzer.graph.weighted import Graph
from analyzer.model.options import Options, ServiceRange


def two_halves(reverse: bool = False) -> Graph:
    """Five classes on orders and five on parcels, each half calling within itself, with a table each."""
    nodes, edges = [], []
    for word in ("Order", "Parcel"):
        names = [f"shop.{word.lower()}s.{word}{what}" for what in ("", "Line", "Page", "Form", "List")]
        nodes += [{"id": name, "kind": "class"} for name in names] + [{"id": f"{word.lower()}_rows", "kind": "table"}]
        edges += [{"source": a, "target": b, "kind": "call"} for a in names for b in names if a < b]
        edges += [{"source": name, "target": f"{word.lower()}_rows", "kind": "write"} for name in names]
    edges.append({"source": "shop.parcels.Parcel", "target": "shop.orders.Order", "kind": "call"})
    order = -1 if reverse else 1
    return read_graph(json.dumps({"nodes": nodes[::order], "edges": edges[::order]}).encode(), "g.json")


def test_services_hold_members_and_tables_apart() -> None:
    found = cluster_graph(two_halves(), Options())
    assert [(one.name, one.members, one.tables) for one in found.services] == [
        (word, tuple(f"shop.{word}s.{word.title()}{what}" for what in ("", "Form", "Line", "List", "Page")), (table,))
        for word, table in (("order", "order_rows"), ("parcel", "parcel_rows"))
    ]
    assert found.shared_kernel == ()
    assert (found.metrics.services, found.metrics.largest) == (2, 0.5)
    assert found.metrics.modularity > 0.4
    assert sorted(found.stability) == sorted(node.name for node in two_halves().nodes)
    assert all(0 <= share <= 1 for share in found.stability.values())


def test_bytes_are_those_of_the_design_whatever_the_order() -> None:
    once = write_clustering(cluster_graph(two_halves(), Options()))
    assert once == write_clustering(cluster_graph(two_halves(reverse=True), Options()))
    assert list(json.loads(once)) == ["services", "shared_kernel", "metrics", "stability"]
    assert once.endswith(b"}\n")


def test_the_wanted_number_holds() -> None:
    found = cluster_graph(two_halves(), Options(services=ServiceRange(1, 1)))
    assert len(found.services) == found.metrics.services == 1


def test_a_graph_of_tables_has_nothing_to_cluster() -> None:
    graph = read_graph(b'{"nodes": [{"id": "t", "kind": "table"}], "edges": []}', "g.json")
    with pytest.raises(NothingToAnalyseError, match="no class, function or module"):
        cluster_graph(graph, Options())
