"""What do most runs agree on?

Nodes that were together in every run are an atom. Atoms are joined by average linkage of how often they were together
(evidence accumulation, Fred and Jain 2005), as long as two joined ones share more than the wanted part of the runs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analyzer.cluster.figures.arrays import Floats, Integers
from analyzer.cluster.leiden import numbered
from analyzer.cluster.structure import summed

MOST_ATOMS = 3000
"""So many can be compared each with each; beyond, fewer runs tell atoms apart."""


def consensus(runs: Integers, sizes: Floats, agreement: float) -> Integers:
    """Return the cluster of every node; ``runs`` holds a row per node and a column per run.

    ``sizes`` is what a node counts in the mean over a cluster, ``agreement`` the share of runs (0..1) that joins.
    """
    atom = _atoms(runs)
    atoms = int(atom.max()) + 1
    first = np.zeros(atoms, dtype=np.int64)
    first[atom[::-1]] = np.arange(len(atom))[::-1]
    labels = runs[first]
    together = np.zeros((atoms, atoms), dtype=np.float32)
    for column in labels.T:
        together += column[:, None] == column[None, :]
    together /= runs.shape[1]
    weight = summed(atom, sizes, atoms)
    return numbered(_linked(together, weight, agreement)[atom])


def _atoms(runs: Integers) -> Integers:
    """The atom of every node, told apart by as many runs as the limit allows, the first runs first."""
    atom = numbered(runs[:, 0])
    for column in runs.T[1:]:
        finer = numbered(atom * (int(column.max()) + 1) + column)
        if int(finer.max()) >= MOST_ATOMS:
            break
        atom = finer
    return atom


def _linked(together: NDArray[np.float32], weight: Floats, agreement: float) -> Integers:
    """Join the two closest as long as they agree enough; every row knows its closest, so that a step is linear."""
    atoms = len(together)
    cluster = np.arange(atoms)
    alive = np.ones(atoms, dtype=bool)
    size = weight + 1e-9
    np.fill_diagonal(together, -1.0)
    closest = together.argmax(axis=1)
    near = together[np.arange(atoms), closest].copy()
    while atoms > 1:
        first = int(near.argmax())
        if near[first] < agreement:
            break
        one, other = sorted((first, int(closest[first])))
        row = (together[one] * size[one] + together[other] * size[other]) / (size[one] + size[other])
        alive[other] = False
        row[~alive] = -1.0
        row[one] = -1.0
        together[one], together[:, one] = row, row
        together[other], together[:, other] = -1.0, -1.0
        size[one] += size[other]
        cluster[cluster == other] = one
        near[other] = -2.0
        stale = alive & ((closest == one) | (closest == other))
        stale[one] = True
        for place in np.flatnonzero(stale):
            closest[place] = together[place].argmax()
            near[place] = together[place, closest[place]]
        nearer = alive & (row > near)
        closest[nearer], near[nearer] = one, row[nearer]
    return cluster
