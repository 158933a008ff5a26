"""What does a way to cut the graph say about every node?"""

from __future__ import annotations

import msgspec

from analyzer.graph.weighted import Graph

KERNEL_CLUSTER = -1
"""Stands where a cluster stands for nodes of the shared kernel."""


class Cut(msgspec.Struct, frozen=True):
    """The cluster of every node of a graph, by its place, and how sure that is.

    ``of_node`` holds the numbers 0, 1, … of the clusters, or ``KERNEL_CLUSTER``; the steered clusters bear the first
    numbers, in the order in which they were given. ``group_of`` maps every cluster to a cluster of its group, the first
    view of at most seven. ``stability`` is the share of runs in which a node was with its cluster (0..1), ``runner_up``
    the cluster that comes next (or its own, where there is none), ``margin`` how far behind it is (0..1).
    """

    of_node: tuple[int, ...]
    group_of: dict[int, int]
    stability: tuple[float, ...]
    runner_up: tuple[int, ...]
    margin: tuple[float, ...]

    def without_kernel(self, graph: Graph) -> tuple[Graph, list[int]]:
        """Return the graph without the shared kernel, and the cluster of each node that is left."""
        kernel = {node for node, one in zip(graph.nodes, self.of_node, strict=True) if one == KERNEL_CLUSTER}
        return graph.without(kernel), [one for one in self.of_node if one != KERNEL_CLUSTER]

    @staticmethod
    def of_kernel(nodes: int) -> Cut:
        """Return the cut of a graph in which nothing is in a service."""
        return Cut((KERNEL_CLUSTER,) * nodes, {}, (1.0,) * nodes, (KERNEL_CLUSTER,) * nodes, (1.0,) * nodes)
