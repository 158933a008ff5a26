"""What becomes of the services when the shared kernel is taken out of them?"""

from __future__ import annotations

import numpy as np

from analyzer.cluster.cut import KERNEL_CLUSTER
from analyzer.cluster.figures.arrays import Floats, Integers, Truths
from analyzer.cluster.structure import Bonds, summed


def set_aside(
    labels: Integers, kernel: Truths, sizes: Floats, bonds: Bonds, may_go: Truths
) -> tuple[Integers, Integers]:
    """Return the service of every node without the kernel, and the service nearest to every node, the kernel too.

    A service that has no definition left vanishes if it may: what else it holds goes where its bonds draw it. One that
    may not keeps all it has. The numbers of the services close up.
    """
    count = len(may_go)
    left = summed(labels[~kernel], sizes[~kernel], count)
    emptied = (left == 0) & (summed(labels, sizes, count) > 0)
    gone = emptied & may_go
    kernel = kernel & ~(emptied & ~may_go)[labels]
    nearest = np.where(gone[labels], -1, labels)
    if gone.any():
        for a, b in ((bonds.a, bonds.b), (bonds.b, bonds.a)):
            nearest = _drawn(nearest, a, b, bonds.weight, count)
        nearest = np.where(nearest < 0, int(left.argmax()), nearest)
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
