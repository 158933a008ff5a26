"""What has nothing to do with the rest changes nothing, and still gets a place."""

from __future__ import annotations

import numpy as np
import pytest
from cliques import cliques, graph_of

from analyzer.cluster.loose import islands_of
from analyzer.cluster.partition import partition
from analyzer.cluster.sets import sets_of
from analyzer.cluster.structure import bonds_of, edges_of
from analyzer.graph.weighted import Graph
from analyzer.model.options import Options, ServiceRange


def loose(graph: Graph) -> list[str]:
    nothing = np.full(len(graph.nodes), -1)
    found = islands_of(graph, bonds_of(edges_of(graph, {})), sets_of(graph), nothing)
    return [node.name for node, is_loose in zip(graph.nodes, found.loose.tolist(), strict=True) if is_loose]


NOTHING = Graph((), ())
ZEBRA = {("zebra.Stripe", "zebra.Hoof", "call"): 1.0}


@pytest.mark.parametrize(
    "more", [ZEBRA, ZEBRA | {("zebra", "m1", "import"): 1.0}, {("p3.m3.n3x00", "aaa.Zebra", "type_use"): 1.0}]
)
def test_an_unrelated_module_changes_no_other_place(more: dict[tuple[str, str, str], float]) -> None:
    more = {(a.replace("zebra", "zebra.Stripe") if a == "zebra" else a, b, kind): n for (a, b, kind), n in more.items()}
    more = {(a, "p1.m1.n1x03" if b == "m1" else b, kind): n for (a, b, kind), n in more.items()}
    plain, added = cliques(20, 8), cliques(20, 8, more)
    before = dict(zip(plain.nodes, partition(plain, Options()).of_node, strict=True))
    found = partition(added, Options())
    after = dict(zip(added.nodes, found.of_node, strict=True))
    assert {node: after[node] for node in before} == before
    assert loose(added) == [node.name for node in added.nodes if node not in before]
    assert all(0 <= share <= 1 for share in (*found.stability, *found.margin))


def test_what_is_tied_to_one_module_goes_where_that_is() -> None:
    graph = cliques(20, 8, {("zebra.Stripe", "p2.m2.n2x03", "call"): 1.0})
    of_node = dict(zip((node.name for node in graph.nodes), partition(graph, Options()).of_node, strict=True))
    assert of_node["zebra.Stripe"] == of_node["zebra"] == of_node["p2.m2"]


def test_halves_of_a_small_graph_are_not_loose() -> None:
    names = {f"{half}.m.n{n}" for half in "ab" for n in range(4)}
    calls = {(f"{half}.m.n0", f"{half}.m.n{n}", "call"): 1.0 for half in "ab" for n in range(1, 4)}
    assert loose(graph_of(names, calls)) == []


def test_what_is_held_is_never_loose() -> None:
    graph = cliques(5, 8, ZEBRA)
    place = [node.name for node in graph.nodes].index("zebra.Hoof")
    held = partition(graph, Options(), {place: 0})
    assert held.of_node[place] == 0


def test_a_folder_of_its_own_is_a_service_and_a_module_beside_others_is_none() -> None:
    plain = set(partition(cliques(20, 8), Options(services=ServiceRange(20, 21))).of_node)
    graph = cliques(20, 8, {("old.attic.f", "old.attic.g", "call"): 1.0, ("p7.zoo.f", "p7.zoo.g", "call"): 1.0})
    found = partition(graph, Options(services=ServiceRange(20, 21)))
    of_node = dict(zip((node.name for node in graph.nodes), found.of_node, strict=True))
    assert len(set(found.of_node)) == len(plain) + 1
    assert [name for name, service in of_node.items() if service == of_node["old.attic"]] == [
        "old.attic.f",
        "old.attic.g",
        "old.attic",
    ]
    assert of_node["p7.zoo"] == of_node["p7.zoo.f"] == of_node["p7.m7"]
