"""What becomes of the services when the shared kernel is taken out of them?"""

from __future__ import annotations

from collections import Counter

import numpy as np

from analyzer.cluster.cut import KERNEL_CLUSTER
from analyzer.cluster.figures.arrays import Floats, Integers, Truths
from analyzer.cluster.runs import definition_sizes
from analyzer.cluster.strays import by_package, nearest_package
from analyzer.cluster.structure import Bonds, summed
from analyzer.graph.weighted import Graph


def set_aside(
    graph: Graph, labels: Integers, kernel: Truths, bonds: Bonds, may_go: Truths
) -> tuple[Integers, Integers]:
    """Return the service of every node without the kernel, and the service nearest to every node, the kernel too.

    A service without a definition vanishes if it may: what it holds goes where its bonds draw it, else where most of
    its package is. One that may not keeps all it has. The numbers of the services close up.
    """
    sizes = definition_sizes(graph)
    left = summed(labels[~kernel], sizes[~kernel], len(may_go))
    gone = (left == 0) & may_go
    kernel = kernel & ~((left == 0) & ~may_go)[labels]
    nearest = np.where(gone[labels], -1, labels)
    if gone.any():
        for a, b in ((bonds.a, bonds.b), (bonds.b, bonds.a)):
            nearest = _drawn(nearest, a, b, bonds.weight, len(may_go))
        nearest = _beside(nearest, graph, (sizes > 0) & ~kernel)
    nearest = (np.cumsum(~gone) - 1)[nearest]
    return np.where(kernel, KERNEL_CLUSTER, nearest), nearest


def _drawn(nearest: Integers, a: Integers, b: Integers, weight: Floats, count: int) -> Integers:
    """Give each node that is nowhere yet the service that its bonds to those at the other end draw it to most."""
    told = (nearest[a] < 0) & (nearest[b] >= 0)
    keys, place = np.unique(a[told] * count + nearest[b[told]], return_inverse=True)
    order = np.lexsort((keys, -summed(place.ravel(), weight[told], len(keys))))
    nodes, first = np.unique(keys[order] // count, return_index=True)
    found = nearest.copy()
    found[nodes] = (keys[order] % count)[first]
    return found


def _beside(nearest: Integers, graph: Graph, counted: Truths) -> Integers:
    """Give each node that is still nowhere the service of most definitions in the nearest package that has any."""
    inside = by_package(graph, nearest, counted & (nearest >= 0))
    found = nearest.copy()
    for place in np.flatnonzero(nearest < 0).tolist():
        node = graph.nodes[place]
        package = graph.packages[place] if graph.packages and node.kind != "module" else node.name
        held = nearest_package(package, inside) or Counter(nearest[counted & (nearest >= 0)].tolist())
        found[place] = min(held, key=lambda service: (-held[service], service), default=0)
    return found
