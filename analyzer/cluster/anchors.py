"""How do services that were placed by hand stay apart?"""

from __future__ import annotations

import heapq
from collections import defaultdict

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers, Truths
from analyzer.cluster.leiden import numbered
from analyzer.cluster.structure import Bonds


def weighted_down(bonds: Bonds, inside: Bonds, unit: Integers, held: Integers) -> Bonds:
    """Return the bonds between units, one more unit hanging on each that is held, by what holds that together inside.

    ``inside`` are the bonds between nodes, ``unit`` and ``held`` the unit and the steered service of each. Without its
    own weight a whole service would look as light as its border, and be drawn into the first cluster beside it.
    """
    within = (held[inside.a] >= 0) & (held[inside.a] == held[inside.b])
    weight = np.bincount(held[inside.a[within]], inside.weight[within], max(int(held.max(initial=-1)) + 1, 0))
    services = np.flatnonzero(weight > 0)
    if not len(services):
        return bonds
    first = np.array([unit[np.flatnonzero(held == service)[0]] for service in services])
    a = np.concatenate((bonds.a, first))
    b = np.concatenate((bonds.b, bonds.units + np.arange(len(services))))
    order = np.lexsort((b, a))
    heavy: Floats = np.concatenate((bonds.weight, weight[services])).astype(np.float64)
    return Bonds(bonds.units + len(services), a[order], b[order], heavy[order])


def apart(labels: Integers, held: Integers, bonds: Bonds) -> Integers:
    """Return the clusters with every node that is held in that of its service, and none with two services.

    What shares a cluster with several of them goes to the one it is bound to most strongly, the strongest bond first,
    so that chains follow their start; what is bound to none goes to the first. A service's number is that of its
    cluster; the other clusters follow.
    """
    steered = int(held.max()) + 1 if len(held) else 0
    if not steered:
        return numbered(labels)
    homes: dict[int, list[int]] = defaultdict(list)
    for service in range(steered):
        for label in dict.fromkeys(labels[held == service].tolist()):
            homes[label].append(service)
    found = np.array([homes[label][0] if label in homes else steered + label for label in labels.tolist()])
    placed = held >= 0
    found[placed] = held[placed]
    crowded = {label for label, services in homes.items() if len(services) > 1}
    if crowded:
        _settle(found, labels, placed, bonds, crowded)
    free = found >= steered
    found[free] = steered + numbered(found[free])
    return found


def _settle(found: Integers, labels: Integers, placed: Truths, bonds: Bonds, crowded: set[int]) -> None:
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for a, b, weight in zip(bonds.a.tolist(), bonds.b.tolist(), bonds.weight.tolist(), strict=True):
        if labels[a] == labels[b] and int(labels[a]) in crowded:
            near[a].append((b, weight))
            near[b].append((a, weight))
    settled = {int(place) for place in np.flatnonzero(placed) if int(labels[place]) in crowded}
    waiting = [(-weight, other, place) for place in sorted(settled) for other, weight in near[place]]
    heapq.heapify(waiting)
    while waiting:
        _, place, beside = heapq.heappop(waiting)
        if place not in settled:
            settled.add(place)
            found[place] = found[beside]
            for other, weight in near[place]:
                heapq.heappush(waiting, (-weight, other, place))
