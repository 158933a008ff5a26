"""How is the weighted graph cut into clusters? By the Leiden algorithm (Traag, Waltman and van Eck 2019)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from analyzer.graph.weighted import Graph, networkx_graph

_TRIALS = 4
_ITERATIONS = 3


def leiden(weights: Mapping[tuple[int, int], float], nodes: int, resolution: float, seed: int) -> list[int]:
    """Return the cluster of every node; clusters are numbered by their first node, lone nodes get one each.

    ``weights`` holds the weight between pairs of the nodes 0 to ``nodes`` - 1. Modularity with a resolution parameter
    (Reichardt and Bornholdt 2006). Same graph and seed, same answer.
    """
    import graspologic_native

    edges = [(f"{a:09d}", f"{b:09d}", weight) for (a, b), weight in sorted(weights.items()) if weight > 0]
    found: dict[str, int] = {}
    if edges:
        _, found = graspologic_native.leiden(
            edges, resolution=resolution, seed=seed, iterations=_ITERATIONS, trials=_TRIALS, use_modularity=True
        )
    numbers: dict[object, int] = {}
    return [numbers.setdefault(found.get(f"{n:09d}", f"lone {n}"), len(numbers)) for n in range(nodes)]


def single_run(pairs: Iterable[tuple[int, int, float]], nodes: int) -> list[int]:
    """Return the cluster of every node by one plain run: resolution 1, seed 0, no trial more."""
    import graspologic_native

    names = [f"{n:09d}" for n in range(nodes)]
    edges = [(names[a], names[b], weight) for a, b, weight in pairs if weight > 0]
    found: dict[str, int] = {}
    if edges:
        _, found = graspologic_native.leiden(edges, resolution=1.0, seed=0, iterations=1, trials=1, use_modularity=True)
    numbers: dict[object, int] = {}
    return [numbers.setdefault(found.get(name, f"lone {name}"), len(numbers)) for name in names]


def modularity(graph: Graph, clusters: Mapping[int, object]) -> float:
    """Return Newman's modularity Q of a partition (Newman 2004; weighted, resolution 1); 0 without edges."""
    import networkx as nx

    members: dict[object, set[int]] = defaultdict(set)
    for node, cluster in clusters.items():
        members[cluster].add(node)
    found = networkx_graph(graph)
    return float(nx.community.modularity(found, members.values())) if found.number_of_edges() else 0.0


def describe() -> str:
    """Return how the graph is cut, in a sentence for the report."""
    return "Leiden on the weighted graph, by modularity; a fragment joins the service it leans on most"
