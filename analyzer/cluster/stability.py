"""How sure is it that a node belongs to its service, and which service comes next?"""

from __future__ import annotations

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers


def stability_of(labels: Integers, runs: Integers, sizes: Floats) -> tuple[Floats, Integers, Floats]:
    """Return for every node the share of runs in which it was with its service, the runner-up, and its margin.

    In a run a node is with the service that has the largest share of itself in the node's cluster of that run; where
    its own has as large a share as any, it is with its own. So a run that cuts finer or coarser does not count against
    anybody. The runner-up is the service that it was with next most often, its own where there was none; the margin is
    the difference of the two shares. ``labels`` are numbers from 0 on, below 0 for what is in no service.
    """
    nodes, services = len(labels), int(labels.max()) + 1
    member = np.where(labels >= 0, np.maximum(sizes, 0.01), 0.0)  # tables and modules speak where nothing else does
    whole = np.maximum(np.bincount(np.maximum(labels, 0), member, services), 1e-9)
    own = np.zeros(nodes)
    others: list[Integers] = []
    for column in runs.T:
        clusters = int(column.max()) + 1
        inside = labels >= 0
        shares = np.zeros((clusters, services))
        np.add.at(shares, (column[inside], labels[inside]), member[inside])
        shares /= whole
        best = shares.argmax(axis=1)[column]
        mine = shares[column, np.maximum(labels, 0)]
        with_own = inside & (mine >= shares.max(axis=1)[column] - 1e-9)
        own += with_own
        others.append(np.where(with_own | ~inside, -1, best))
    return _runner_up(labels, own / runs.shape[1], np.stack(others, axis=1))


def _runner_up(labels: Integers, own: Floats, others: Integers) -> tuple[Floats, Integers, Floats]:
    nodes, runs = others.shape
    services = max(int(labels.max()), 0) + 1
    place = np.repeat(np.arange(nodes), runs)
    told = others.ravel() >= 0
    keys, counts = np.unique(place[told] * services + others.ravel()[told], return_counts=True)
    order = np.lexsort((keys % services, -counts, keys // services))
    first = np.unique(keys[order] // services, return_index=True)
    runner_up = labels.copy()
    behind = np.zeros(nodes)
    runner_up[first[0]] = (keys[order] % services)[first[1]]
    behind[first[0]] = counts[order][first[1]] / runs
    return own, runner_up, np.where(runner_up == labels, 1.0, own - behind)


def together(labels: Integers, runs: Integers, sizes: Floats) -> Floats:
    """Return, a row per node, the share of each service that was in the node's cluster, in the mean over the runs."""
    services = int(labels.max(initial=-1)) + 1
    inside = labels >= 0
    member = np.where(inside, np.maximum(sizes, 0.01), 0.0)
    whole = np.maximum(np.bincount(labels[inside], member[inside], services), 1e-9)
    found = np.zeros((len(labels), services))
    for column in runs.T:
        shares = np.zeros((int(column.max()) + 1, services))
        np.add.at(shares, (column[inside], labels[inside]), member[inside])
        found += (shares / whole)[column]
    found /= max(runs.shape[1], 1)
    return found
