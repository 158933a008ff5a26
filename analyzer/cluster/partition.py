"""Which candidate service does each node belong to?

Leiden gives clusters; those too small to stand alone join the neighbour they lean on most, and the number of services
is brought into the wanted range.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec

from analyzer.cluster.leiden import leiden
from analyzer.graph.weighted import Graph
from analyzer.model.options import Options

_SMALLEST_SHARE = 0.03  # of all definitions; a smaller cluster is a fragment, not a capability
_FEWEST_DEFINITIONS = 4
_STEPS = 12
_FINER = 1.5
_LARGEST_VIEW = 7


class Clusters(msgspec.Struct, frozen=True):
    """The cluster of every node of a graph, and the group (first view, at most seven) of every cluster."""

    of_node: tuple[int, ...]
    group_of: dict[int, int]
    resolution: float


def partition(graph: Graph, options: Options) -> Clusters:
    """Return the clusters of a graph under the options' resolution, seed and wanted number of services."""
    wanted = options.services
    resolution = options.resolution
    found = _merged(graph, leiden(graph, resolution, options.seed))
    if not wanted.automatic:
        for _ in range(_STEPS):
            if len(set(found)) >= wanted.least:
                break
            resolution = round(resolution * _FINER, 4)
            found = _merged(graph, leiden(graph, resolution, options.seed))
        found = _at_most(graph, found, wanted.most)
    grouped = _at_most(graph, found, _LARGEST_VIEW)
    return Clusters(tuple(found), dict(zip(found, grouped, strict=True)), resolution)


def _merged(graph: Graph, clusters: list[int]) -> list[int]:
    """Join every fragment to the cluster it leans on most, or to that of its nearest package."""
    sizes = _definitions_in(graph, clusters)
    least = max(_FEWEST_DEFINITIONS, int(_SMALLEST_SHARE * sum(sizes.values())))
    order = sorted(set(clusters), key=lambda cluster: (sizes[cluster], cluster))
    for cluster in order:
        sizes = _definitions_in(graph, clusters)
        if sizes[cluster] >= least or len(set(clusters)) == 1:
            continue
        into = _strongest(graph, clusters, cluster)
        if into is None:
            into = _nearest_package(graph, clusters, cluster)
        clusters = [into if one == cluster else one for one in clusters]
    return clusters


def _at_most(graph: Graph, clusters: list[int], most: int) -> list[int]:
    while len(set(clusters)) > most:
        sizes = _definitions_in(graph, clusters)
        smallest = min(set(clusters), key=lambda cluster: (sizes[cluster], cluster))
        into = _strongest(graph, clusters, smallest)
        if into is None:
            into = _nearest_package(graph, clusters, smallest)
        clusters = [into if one == smallest else one for one in clusters]
    return clusters


def _definitions_in(graph: Graph, clusters: list[int]) -> Counter[int]:
    counted: Counter[int] = Counter(dict.fromkeys(clusters, 0))
    counted.update(clusters[place] for place, node in enumerate(graph.nodes) if node.kind == "definition")
    return counted


def _strongest(graph: Graph, clusters: list[int], cluster: int) -> int | None:
    """The other cluster with the most edge weight to this one, relative to the other's own weight."""
    between: dict[int, float] = defaultdict(float)
    volume: dict[int, float] = defaultdict(float)
    for edge in graph.edges:
        a, b = clusters[edge.source], clusters[edge.target]
        volume[a] += edge.weight
        volume[b] += edge.weight
        if (a == cluster) != (b == cluster):
            between[b if a == cluster else a] += edge.weight
    if not between:
        return None
    return min(between, key=lambda other: (-between[other] / volume[other] ** 0.5, other))


def _nearest_package(graph: Graph, clusters: list[int], cluster: int) -> int:
    """The cluster that holds most definitions of the closest package around this one's nodes; else the largest."""
    mine = [node.name for place, node in enumerate(graph.nodes) if clusters[place] == cluster]
    package = min(mine).rpartition(".")[0]
    while package:
        near = Counter(
            clusters[place]
            for place, node in enumerate(graph.nodes)
            if clusters[place] != cluster and node.kind == "definition" and node.name.startswith(f"{package}.")
        )
        if near:
            return min(near, key=lambda other: (-near[other], other))
        package = package.rpartition(".")[0]
    sizes = _definitions_in(graph, clusters)
    return min((c for c in sizes if c != cluster), key=lambda other: (-sizes[other], other))
