"""What another tool gets back for its graph."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cluster.cut import KERNEL_CLUSTER, Cut
from analyzer.cluster.exchange import cluster_graph, write_clustering
from analyzer.errors import NothingToAnalyseError
from analyzer.graph.exchange import read_graph
from analyzer.graph.weighted import Graph, Node
from analyzer.model.exchange import GraphEdgeKind, GraphNodeKind
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
        (
            f"{word}s",
            tuple(f"shop.{word}s.{word.title()}{what}" for what in ("", "Form", "Line", "List", "Page")),
            (table,),
        )
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


def test_the_shared_kernel_stands_apart_and_stability_is_that_of_the_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = two_halves()
    common = graph.nodes.index(Node("definition", "shop.parcels.ParcelForm"))
    kinds = [0 if "order" in node.name.lower() else 1 for node in graph.nodes]
    of_node = tuple(KERNEL_CLUSTER if n == common else kind for n, kind in enumerate(kinds))
    shaky = Cut(of_node, {0: 0, 1: 0}, (2 / 3,) * len(of_node), of_node, (1.0,) * len(of_node))
    monkeypatch.setattr("analyzer.cluster.exchange.partition", lambda *_: shaky)
    found = cluster_graph(graph, Options())
    assert found.shared_kernel == ("shop.parcels.ParcelForm",)
    assert [len(one.members) for one in found.services] == [5, 4]
    assert (found.metrics.services, found.metrics.largest) == (2, 0.556)
    assert set(found.stability.values()) == {0.667}


def test_a_graph_of_tables_has_nothing_to_cluster() -> None:
    graph = read_graph(b'{"nodes": [{"id": "t", "kind": "table"}], "edges": []}', "g.json")
    with pytest.raises(NothingToAnalyseError, match="no class, function or module"):
        cluster_graph(graph, Options())


NAMES = ("a.Order", "a.OrderLine", "b/parcel", "b/parcel#send", "c::Mail", "Owner", "orders", "parcels")
NODES = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(NAMES), "kind": st.sampled_from([kind.value for kind in GraphNodeKind])}
    ),
    min_size=1,
    unique_by=lambda node: node["id"],
)


@settings(deadline=None, max_examples=40)
@given(st.data(), NODES)
def test_every_id_has_one_place_whatever_the_graph_and_its_order(
    data: st.DataObject, nodes: list[dict[str, str]]
) -> None:
    end = st.sampled_from([node["id"] for node in nodes])
    kind = st.sampled_from([kind.value for kind in GraphEdgeKind])
    edge = st.fixed_dictionaries(
        {"source": end, "target": end, "kind": kind, "weight": st.sampled_from([0, 0.1, 0.2, 0.7, 1, 1e15])}
    )
    edges = data.draw(st.lists(edge, max_size=12))
    shuffled = data.draw(st.permutations(nodes)), data.draw(st.permutations(edges))
    graph, same = (
        read_graph(json.dumps({"nodes": given_nodes, "edges": given_edges}).encode(), "g.json")
        for given_nodes, given_edges in ((nodes, edges), shuffled)
    )
    assert graph == same
    if all(node["kind"] == "table" for node in nodes):
        return
    found = cluster_graph(graph, Options())
    placed = [name for one in found.services for name in (*one.members, *one.tables)] + list(found.shared_kernel)
    assert sorted(placed) == sorted(found.stability) == sorted(node["id"] for node in nodes)
    assert len({one.name for one in found.services}) == len(found.services) == found.metrics.services
    assert write_clustering(found) == write_clustering(cluster_graph(same, Options()))
