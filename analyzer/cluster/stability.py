"""How sure is it that a node belongs to its service, and which service comes next?"""

from __future__ import annotations

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers

_MAIN = 0.5
"""A cluster is a main part of a service where it holds so much of it as the one that holds most, times this."""

_ROUNDING = 1e-9


def stability_of(labels: Integers, runs: Integers, sizes: Floats) -> tuple[Floats, Integers, Floats]:
    """Return for every node the share of runs in which it was with its service, the runner-up, and its margin.

    In a run a node is with its service where its cluster of that run consists of that service more than of any other,
    or holds at least half as much of it as the cluster that holds most. So a run that cuts finer or coarser counts
    against nobody. Else it is with the service that its cluster mostly consists of. The runner-up is the service that
    it was with next most often, its own where there was none; the margin is the difference of the two shares.
    ``labels`` are numbers from 0 on, below 0 for what is in no service.
    """
    nodes, services = len(labels), int(labels.max()) + 1
    member = np.where(labels >= 0, np.maximum(sizes, 0.01), 0.0)  # tables and modules speak where nothing else does
    inside = labels >= 0
    home = np.maximum(labels, 0)
    own = np.zeros(nodes)
    others: list[Integers] = []
    for column in runs.T:
        held = np.zeros((int(column.max()) + 1, services))
        np.add.at(held, (column[inside], labels[inside]), member[inside])
        most_of_service = held.max(axis=0)[home]
        most_in_cluster = held.max(axis=1)[column]
        mine = held[column, home]
        with_own = inside & ((mine >= _MAIN * most_of_service - _ROUNDING) | (mine >= most_in_cluster - _ROUNDING))
        own += with_own
        others.append(np.where(with_own | ~inside, -1, held.argmax(axis=1)[column]))
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
