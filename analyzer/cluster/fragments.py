"""Which clusters are fragments of one service?

The views agree on what is pure and too fine. Fragments are joined by what they are about (the cohesive words that they
share) and by where their bonds lead, beyond what the size of the other end makes likely.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers, Truths
from analyzer.cluster.sets import Sets
from analyzer.cluster.structure import Bonds, summed

_STRUCTURE = 0.25
"""How much the bonds count beside the words, which count 1."""

_SMALL, _LARGE, _LARGE_SHARE = 0.1, 0.8, 0.1
"""What two fragments must have in common: a tiny one little, and most from this share of all definitions on."""

_HALF, _STEEP = 0.5, 5.0  # beyond half of all definitions joining gets hard
_FEWEST = 4  # definitions; fewer are no service, unless they keep data
_FEWEST_WITH_DATA = 2
_PRIOR = 0.5  # bond weight by which what little a fragment has leads nowhere


@dataclass(frozen=True, slots=True)
class Ground:
    """What fragments are compared by.

    Per node what it counts in a size, whether it is a table, and the steered service that it is held by (-1 for none);
    the bonds between the nodes; the sets that hold them and their cohesion.
    """

    sizes: Floats
    tables: Truths
    held: Integers
    bonds: Bonds
    sets: Sets
    cohesion: Floats


class Fragments:
    """Clusters that are joined step by step, each step by the row that it changes.

    Two that hold different steered services never join.
    """

    def __init__(self, labels: Integers, ground: Ground) -> None:
        self._labels = labels
        self._count = int(labels.max()) + 1
        self._size = summed(labels, ground.sizes, self._count)
        self._tables = summed(labels, ground.tables.astype(float), self._count)
        self._whole = max(float(self._size.sum()), 1.0)
        self._between = np.zeros((self._count, self._count))
        bonds = ground.bonds
        np.add.at(self._between, (labels[bonds.a], labels[bonds.b]), bonds.weight)
        self._between += self._between.T
        self._words = _vocabulary(labels, self._count, ground)
        self._alive = np.ones(self._count, dtype=bool)
        self._into = np.arange(self._count)
        self._anchor = np.full(self._count, -1, dtype=np.int64)
        placed = np.flatnonzero(ground.held >= 0)
        self._anchor[labels[placed]] = ground.held[placed]
        self._affinity = self._common(np.arange(self._count))

    @property
    def number(self) -> int:
        """Return how many clusters are left."""
        return int(self._alive.sum())

    def labels(self) -> Integers:
        """Return the cluster of every node, by the number of one of its fragments."""
        return self._into[self._labels]

    def join_related(self, least: int) -> None:
        """Join the two that have most in common beyond what they must, until none has enough or ``least`` are left."""
        while self.number > max(least, 1):
            smaller = np.minimum(self._size[:, None], self._size[None, :]) / self._whole
            both = (self._size[:, None] + self._size[None, :]) / self._whole
            must = _SMALL + (_LARGE - _SMALL) * np.minimum(1.0, smaller / _LARGE_SHARE)
            gain = np.where(self._open(), self._affinity - must - _STEEP * np.maximum(0.0, both - _HALF), -np.inf)
            one, other = divmod(int(gain.argmax()), self._count)
            if gain[one, other] < 0:
                return
            self._join(one, other)

    def join_tiny(self, least: int) -> None:
        """Give what is too small for a service, the smallest first, to the one that it has most in common with."""
        while self.number > max(least, 1):
            fewest = np.where(self._tables > 0, _FEWEST_WITH_DATA, _FEWEST)
            tiny = np.flatnonzero(self._alive & (self._size < fewest) & (self._anchor < 0))
            if not self._join_smallest(tiny[self._affinity[tiny].max(axis=1) > 0] if len(tiny) else tiny):
                return

    def join_to(self, most: int) -> None:
        """Join the smallest with the one that it has most in common with until at most so many are left."""
        while self.number > most and self._join_smallest(np.flatnonzero(self._alive)):
            pass

    def _join_smallest(self, candidates: Integers) -> bool:
        allowed = self._open()
        for cluster in candidates[np.lexsort((candidates, self._size[candidates]))]:
            if allowed[cluster].any():
                row = np.where(allowed[cluster], self._affinity[cluster], -np.inf)
                self._join(int(cluster), int(row.argmax()))
                return True
        return False

    def _open(self) -> Truths:
        """Which two may join."""
        steered = self._anchor >= 0
        apart = steered[:, None] & steered[None, :]
        found: Truths = self._alive[:, None] & self._alive[None, :] & ~apart
        np.fill_diagonal(found, val=False)
        return found

    def _join(self, one: int, other: int) -> None:
        if (self._size[one], -one) < (self._size[other], -other):
            one, other = other, one
        self._between[one] += self._between[other]
        self._between[:, one] += self._between[:, other]
        self._between[other] = 0
        self._between[:, other] = 0
        self._words[one] += self._words[other]
        self._words[other] = 0
        self._size[one] += self._size[other]
        self._size[other] = 0
        self._tables[one] += self._tables[other]
        self._alive[other] = False
        self._anchor[one] = max(self._anchor[one], self._anchor[other])
        self._into[self._into == other] = one
        row = self._common(np.array([one]))[0]
        self._affinity[one], self._affinity[:, one] = row, row
        self._affinity[other], self._affinity[:, other] = 0, 0

    def _common(self, these: Integers) -> Floats:
        """What these clusters have in common with every one: a row for each of them."""
        length = np.sqrt(np.einsum("ij,ij->i", self._words, self._words))
        alike = self._words[these] @ self._words.T / np.maximum(np.outer(length[these], length), 1e-12)
        volume = self._between.sum(axis=1)
        outside = volume - np.diagonal(self._between)
        whole = volume.sum()
        towards = self._between[these]
        rest = np.maximum(whole - volume, 1e-9)
        leads = _beyond(towards / (outside[these, None] + _PRIOR), volume[None, :] / rest[these, None])
        comes = _beyond(towards / (outside[None, :] + _PRIOR), volume[these, None] / rest[None, :])
        found: Floats = alike + _STRUCTURE * np.where(self._size[these, None] <= self._size[None, :], leads, comes)
        found[np.arange(len(these)), these] = 0
        return found


def _beyond(share: Floats, likely: Floats) -> Floats:
    """How far a share is beyond the likely one, of what it could be (0..1)."""
    found: Floats = np.maximum(0.0, (share - likely) / np.maximum(1 - likely, 0.05))
    return found


def _vocabulary(labels: Integers, count: int, ground: Ground) -> Floats:
    """One row per cluster: how much each cohesive word, folder and module says of it: ``tf * idf * cohesion``."""
    sets, cohesion = ground.sets, ground.cohesion
    told = (cohesion[sets.of_set] > 0) & (ground.sizes[sets.member] > 0)
    words, column = np.unique(sets.of_set[told], return_inverse=True)
    found = np.zeros((count, len(words)))
    np.add.at(found, (labels[sets.member[told]], column.ravel()), 1.0)
    spread = (found > 0).sum(axis=0)
    rare = np.maximum(0.0, np.log((count + 1) / (spread + 0.5)))
    weighed: Floats = found * rare * cohesion[words]
    return weighed
