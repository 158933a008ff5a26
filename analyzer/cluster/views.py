"""Through which weights is the graph looked at?

No single weight of words and folders, and no single resolution, suits every project. So the graph is cut through many
views, and what most of them agree on holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.cluster.figures.arrays import Floats
from analyzer.cluster.leiden import Matrix, symmetric
from analyzer.cluster.sets import FOLDER, MODULE, WORD, Sets
from analyzer.cluster.structure import Bonds, summed

SHARED_WORDS = 1.0
"""How much the cohesive words that two units share add to the bond between them."""

_LEAST_COHESION = {MODULE: 0.2, FOLDER: 0.0, WORD: 0.0}  # whoever wrote a module meant something by it
_FAINT = 0.02  # a membership that weighs less is not worth an edge


@dataclass(frozen=True, slots=True)
class View:
    """What a membership in a module, folder or word weighs at full cohesion; how much rare sets are preferred."""

    module: float
    folder: float
    word: float
    rarity: float
    resolution: float


_MIXES = (
    (0.5, 0.5, 0.5, 1.0),
    (0.5, 1.0, 0.2, 0.5),
    (0.5, 1.0, 1.0, 0.5),
    (0.5, 2.0, 2.0, 1.0),
    (0.5, 0.5, 2.0, 1.0),
    (0.5, 0.2, 0.5, 1.0),
)
_RESOLUTIONS = (0.7, 1.0, 1.4, 2.0)
VIEWS = tuple(View(*mix, resolution) for resolution in _RESOLUTIONS for mix in _MIXES)
"""Every mix of module, folder, word and rarity at every resolution."""


class Scene:
    """The bonds and sets of a graph, laid out once, so that every view only fills in the weights."""

    def __init__(self, bonds: Bonds, sets: Sets, cohesion: Floats) -> None:
        self._units = bonds.units
        self._sets = sets
        floor = np.array([_LEAST_COHESION[family] for family in (MODULE, FOLDER, WORD)])
        self._cohesion = np.maximum(cohesion, floor[sets.family])
        self._rarity = np.log(bonds.units / np.maximum(sets.size, 1)) / np.log(max(bonds.units, 2))
        self._bond_weight = bonds.weight * (1 + SHARED_WORDS * _shared_words(bonds, sets, cohesion * self._rarity))
        told = (self._cohesion > 0)[sets.of_set] & (sets.size > 1)[sets.of_set]
        self._of_set, self._member = sets.of_set[told], sets.member[told]
        self._a = np.concatenate((bonds.a, self._member))
        self._b = np.concatenate((bonds.b, self._of_set + bonds.units))

    @property
    def nodes(self) -> int:
        """Return the number of units and sets."""
        return self._units + len(self._sets)

    def through(self, view: View) -> Matrix:
        """Return the weights under a view: units first, then the sets that hold them."""
        by_family = np.array([view.module, view.folder, view.word])
        worth = by_family[self._sets.family] * self._cohesion * self._rarity**view.rarity
        member = worth[self._of_set]
        weight = np.concatenate((self._bond_weight, np.where(member > _FAINT, member, 0.0)))
        return symmetric(self._a, self._b, weight, self.nodes)


def _shared_words(bonds: Bonds, sets: Sets, worth: Floats) -> Floats:
    """Per bond the summed worth of the words that both its ends carry."""
    words = np.flatnonzero((sets.family == WORD) & (worth > 0))
    new = np.full(len(sets), -1, dtype=np.int64)
    new[words] = np.arange(len(words))
    told = new[sets.of_set] >= 0
    keys = np.sort(sets.member[told] * max(len(words), 1) + new[sets.of_set[told]])
    found = np.zeros(len(bonds.a))
    if not len(keys):
        return found
    first = np.searchsorted(keys, np.arange(bonds.units + 1) * len(words))
    many = first[bonds.a + 1] - first[bonds.a]
    bond = np.repeat(np.arange(len(bonds.a)), many)
    start = np.repeat(first[bonds.a] - np.concatenate(([0], np.cumsum(many)[:-1])), many)
    word = keys[start + np.arange(len(bond))] % len(words)
    wanted = bonds.b[bond] * len(words) + word
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    both = keys[place] == wanted
    return summed(bond[both], worth[words][word[both]], len(bonds.a))
