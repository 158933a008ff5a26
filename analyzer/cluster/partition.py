"""Which candidate service does each node belong to?

Leiden gives clusters; those too small to stand alone join the neighbour they lean on most, and the number of services
is brought into the wanted range. What the architect placed stays together and apart from the other services that were
placed; the rest gathers around it.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping

import msgspec

from analyzer.cluster.leiden import leiden
from analyzer.errors import BadInputError
from analyzer.graph.weighted import Graph
from analyzer.model.options import Options

_SMALLEST_SHARE = 0.03  # of all definitions; a smaller cluster is a fragment, not a capability
_FEWEST_DEFINITIONS = 4
_STEPS = 12
_FINER = 1.5
_LARGEST_VIEW = 7


class Clusters(msgspec.Struct, frozen=True):
    """The cluster of every node, the group (first view, at most seven) of every cluster, and the name of the steered.

    The steered clusters bear the numbers from 0 on, in the order in which they were given.
    """

    of_node: tuple[int, ...]
    group_of: dict[int, int]
    resolution: float


def partition(graph: Graph, options: Options, placed: Mapping[int, int] | None = None) -> Clusters:
    """Return the clusters of a graph under the options' resolution, seed and wanted number of services.

    ``placed`` maps nodes that were placed by hand to the numbers 0, 1, … of their clusters. Raises BadInputError where
    more clusters are placed than are wanted.
    """
    held = dict(placed or {})
    wanted = options.services
    steered = len(set(held.values()))
    if not wanted.automatic and steered > wanted.most:
        raise BadInputError(f"services = {wanted.most}, but {steered} are steered: raise the number or drop some")
    resolution = options.resolution
    found = _clusters(graph, resolution, options.seed, held)
    if not wanted.automatic:
        for _ in range(_STEPS):
            if len(set(found)) >= wanted.least:
                break
            resolution = round(resolution * _FINER, 4)
            found = _clusters(graph, resolution, options.seed, held)
        found = _at_most(graph, found, wanted.most, steered)
    grouped = _at_most(graph, found, _LARGEST_VIEW, 0)
    return Clusters(tuple(found), dict(zip(found, grouped, strict=True)), resolution)


def _clusters(graph: Graph, resolution: float, seed: int, held: dict[int, int]) -> list[int]:
    """Cut the graph with every placed service drawn together into one node, and merge the fragments."""
    steered = len(set(held.values()))
    unit: list[int] = []
    free = steered
    for place in range(len(graph.nodes)):
        unit.append(held.get(place, free))
        free += place not in held
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for (a, b), weight in sorted(graph.pair_weights().items()):
        if unit[a] != unit[b]:
            weights[min(unit[a], unit[b]), max(unit[a], unit[b])] += weight
    parts = _apart(leiden(weights, free, resolution, seed), steered, weights)
    return _merged(graph, [parts[one] for one in unit], steered)


def _apart(clusters: list[int], steered: int, weights: Mapping[tuple[int, int], float]) -> list[int]:
    """Number the cluster of steered unit n as n, and share one that holds several steered units among them.

    Each of its other units goes to the steered one it is bound to most strongly, the strongest bond first, so that
    chains follow their start; what is bound to none goes to the first.
    """
    homes: dict[int, list[int]] = defaultdict(list)
    for anchor in range(steered):
        homes[clusters[anchor]].append(anchor)
    found = [homes[one][0] if one in homes else steered + one for one in clusters]
    found[:steered] = range(steered)
    crowded = {one for one, anchors in homes.items() if len(anchors) > 1}
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (a, b), weight in sorted(weights.items()):
        if clusters[a] == clusters[b] and clusters[a] in crowded:
            near[a].append((b, weight))
            near[b].append((a, weight))
    settled = {anchor for one in crowded for anchor in homes[one]}
    bonds = [(-weight, other, anchor) for anchor in sorted(settled) for other, weight in near[anchor]]
    heapq.heapify(bonds)
    while bonds:
        _, unit, beside = heapq.heappop(bonds)
        if unit not in settled:
            settled.add(unit)
            found[unit] = found[beside]
            for other, weight in near[unit]:
                heapq.heappush(bonds, (-weight, other, unit))
    return found


def _merged(graph: Graph, clusters: list[int], steered: int) -> list[int]:
    """Join every fragment to the cluster it leans on most, or to that of its nearest package."""
    sizes = _definitions_in(graph, clusters)
    least = max(_FEWEST_DEFINITIONS, int(_SMALLEST_SHARE * sum(sizes.values())))
    order = sorted((one for one in set(clusters) if one >= steered), key=lambda cluster: (sizes[cluster], cluster))
    for cluster in order:
        sizes = _definitions_in(graph, clusters)
        if sizes[cluster] >= least or len(set(clusters)) == 1:
            continue
        clusters = _join(graph, clusters, cluster)
    return clusters


def _at_most(graph: Graph, clusters: list[int], most: int, steered: int) -> list[int]:
    while len(set(clusters)) > most:
        sizes = _definitions_in(graph, clusters)
        loose = [one for one in set(clusters) if one >= steered]
        clusters = _join(graph, clusters, min(loose, key=lambda cluster: (sizes[cluster], cluster)))
    return clusters


def _join(graph: Graph, clusters: list[int], cluster: int) -> list[int]:
    into = _strongest(graph, clusters, cluster)
    if into is None:
        into = _nearest_package(graph, clusters, cluster)
    return [into if one == cluster else one for one in clusters]


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
