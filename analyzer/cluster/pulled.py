"""Whom does the evidence pull elsewhere than where the runs are half-hearted about?

The runs decide; but where they are divided about a module, or about what a service holds of one, and calls, data and
words pull it to another service clearly more than to its own, it goes there.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from analyzer.cluster.belonging import Belonging
from analyzer.cluster.figures.arrays import Floats, Integers
from analyzer.cluster.fragments import Ground
from analyzer.cluster.leiden import numbered
from analyzer.cluster.stability import stability_of
from analyzer.cluster.structure import summed
from analyzer.cluster.ties import Ties

_DIVIDED = 0.7  # a unit is weakly placed below this stability
_CLEARLY = 1.2  # times as much as its own service must another pull
_FEWEST = 2  # definitions that a service keeps


def follow_pulls(
    told: Belonging, runs: Integers, ground: Ground, labels: Integers, kept: Collection[int] = ()
) -> Integers:
    """Return the services after weakly placed units went where the evidence clearly pulls them.

    A unit is what one service holds of a module; a table follows its owner. Nothing enters or leaves a service that was
    placed by hand, and what is ``kept`` from one stays where it is. ``labels`` are numbers from 0 on.
    """
    unit = numbered(told.edges.home * (int(labels.max()) + 1) + labels)
    units = int(unit.max()) + 1
    counted = np.maximum(ground.sizes, 1e-3)
    sure = summed(unit, stability_of(labels, runs, ground.sizes)[0] * counted, units) / summed(unit, counted, units)
    steered = int(ground.held.max(initial=-1)) + 1
    stays = ground.tables | (labels < steered)
    stays[list(kept)] = True
    barred = np.bincount(unit[stays], minlength=units) > 0
    weak = np.flatnonzero((sure < _DIVIDED) & ~barred)
    if not len(weak):
        return labels
    pulls = _pulls(told, labels, unit, weak)
    pulls[:, :steered] = -1.0
    service = np.zeros(units, dtype=np.int64)
    service[unit] = labels
    return _moved(labels, unit, ground.sizes, (weak, pulls, service[weak]))


def _pulls(told: Belonging, labels: Integers, unit: Integers, weak: Integers) -> Floats:
    """A row per weak unit: how much bonds, words, folders and modules pull it to each service."""
    services = int(labels.max()) + 1
    row = np.full(int(unit.max()) + 1, -1, dtype=np.int64)
    row[weak] = np.arange(len(weak))
    found = np.zeros(len(weak) * services)
    for here, there in ((told.bonds.a, told.bonds.b), (told.bonds.b, told.bonds.a)):
        out = (row[unit[here]] >= 0) & (unit[here] != unit[there])
        found += summed(row[unit[here[out]]] * services + labels[there[out]], told.bonds.weight[out], len(found))
    order = np.argsort(unit, kind="stable")
    first = np.searchsorted(unit[order], np.arange(len(row) + 1))
    members = [order[first[one] : first[one + 1]].tolist() for one in weak.tolist()]
    return found.reshape(-1, services) + Ties(told.sets, told.worth, labels, members).pulls()


def _moved(labels: Integers, unit: Integers, sizes: Floats, told: tuple[Integers, Floats, Integers]) -> Integers:
    """Move the units that are clearly pulled elsewhere, the most clearly first, and empty no service."""
    weak, pulls, own_service = told
    own = pulls[np.arange(len(weak)), own_service].copy()
    pulls[np.arange(len(weak)), own_service] = -1.0
    best, most = pulls.argmax(axis=1), pulls.max(axis=1)
    left = summed(labels, sizes, int(labels.max()) + 1)
    weight = summed(unit, sizes, int(unit.max()) + 1)
    found = labels.copy()
    for place in np.lexsort((weak, own / np.maximum(most, 1e-12))).tolist():
        size = weight[weak[place]]
        if most[place] > 0 and most[place] >= _CLEARLY * own[place] and left[own_service[place]] - size >= _FEWEST:
            found[unit == weak[place]] = best[place]
            left[own_service[place]] -= size
            left[best[place]] += size
    return found
