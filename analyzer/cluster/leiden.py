"""How is the weighted graph cut into clusters? By the Leiden algorithm (Traag, Waltman and van Eck 2019)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from analyzer.graph.weighted import Graph

_TRIALS = 4
_ITERATIONS = 3


def leiden(graph: Graph, resolution: float, seed: int) -> list[int]:
    """Return the cluster of every node; clusters are numbered by their first node, lone nodes get one each.

    Modularity with a resolution parameter (Reichardt and Bornholdt 2006). Same graph and seed, same answer.
    """
    import graspologic_native

    edges = [(f"{a:09d}", f"{b:09d}", weight) for (a, b), weight in sorted(graph.pair_weights().items()) if weight > 0]
    found: dict[str, int] = {}
    if edges:
        _, found = graspologic_native.leiden(
            edges, resolution=resolution, seed=seed, iterations=_ITERATIONS, trials=_TRIALS, use_modularity=True
        )
    numbers: dict[object, int] = {}
    return [numbers.setdefault(found.get(f"{n:09d}", f"lone {n}"), len(numbers)) for n in range(len(graph.nodes))]


def modularity(graph: Graph, clusters: Mapping[int, object]) -> float:
    """Return Newman's modularity Q of a partition (Newman 2004, weighted, resolution 1)."""
    inside: dict[object, float] = defaultdict(float)
    degree: dict[object, float] = defaultdict(float)
    total = 0.0
    for (a, b), weight in graph.pair_weights().items():
        total += weight
        degree[clusters[a]] += weight
        degree[clusters[b]] += weight
        if clusters[a] == clusters[b]:
            inside[clusters[a]] += weight
    if not total:
        return 0.0
    return sum(inside[c] / total - (degree[c] / (2 * total)) ** 2 for c in degree)


def describe() -> str:
    """Return how the graph is cut, in a sentence for the report."""
    return "Leiden on the weighted graph, by modularity; a fragment joins the service it leans on most"
