"""How much does it say about two units that they are in one set?

A word, folder or module speaks for a service as far as its members hang together by calls, types and data. So no list
of technical words is needed: ``util`` binds nothing, ``invoice`` does.
"""

from __future__ import annotations

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers
from analyzer.cluster.sets import Sets
from analyzer.cluster.structure import Bonds, summed

_PRIOR = 2.0  # the weight, in mean volumes of a unit, by which a small set is drawn towards chance
_NEARLY_ALL = 0.999
_SLICE = 200_000  # bonds looked at in one go, which bounds the memory


def cohesions(sets: Sets, bonds: Bonds) -> Floats:
    """Return the cohesion of each set: 0 says nothing, 1 that no bond leaves it.

    With X the bond weight between its branches, counted from both ends, O the weight that leaves it and v its share of
    all volume, ``f = (X + k v) / (X + O + k)`` and ``cohesion = max(0, (f - v) / (1 - v))``: how far it is from what
    chance would keep inside, after Newman's modularity (2004). k draws small sets towards chance.
    """
    volumes = bonds.volumes()
    whole = volumes.sum()
    if not whole or not len(sets):
        return np.zeros(len(sets))
    across, inside = _inside(sets, bonds)
    volume = summed(sets.of_set, volumes[sets.member], len(sets))
    share = volume / whole
    prior = _PRIOR * whole / bonds.units
    seen = 2 * across + np.maximum(volume - 2 * inside, 0)
    kept = (2 * across + prior * share) / (seen + prior)
    found: Floats = np.maximum(0.0, (kept - share) / np.maximum(1 - share, 1e-9))
    found[(share >= _NEARLY_ALL) | (seen <= 0)] = 0.0
    return found


def _inside(sets: Sets, bonds: Bonds) -> tuple[Floats, Floats]:
    """Per set the bond weight between its branches, and between its members."""
    across, inside = np.zeros(len(sets)), np.zeros(len(sets))
    order = np.argsort(sets.member, kind="stable")
    first = np.searchsorted(sets.member[order], np.arange(bonds.units + 1))
    keys = sets.of_set * bonds.units + sets.member  # sorted, because memberships are
    for begin in range(0, len(bonds.a), _SLICE):
        a, b = bonds.a[begin : begin + _SLICE], bonds.b[begin : begin + _SLICE]
        row, bond = expanded(order, first, a)
        wanted = sets.of_set[row] * bonds.units + b[bond]
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        both = keys[place] == wanted
        row, place, weight = row[both], place[both], bonds.weight[begin : begin + _SLICE][bond[both]]
        inside += summed(sets.of_set[row], weight, len(sets))
        apart = sets.branch[row] != sets.branch[place]
        across += summed(sets.of_set[row[apart]], weight[apart], len(sets))
    return across, inside


def expanded(order: Integers, first: Integers, units: Integers) -> tuple[Integers, Integers]:
    """One entry per unit given and membership of it: the membership, and the place of the unit among those given."""
    many = first[units + 1] - first[units]
    owner = np.repeat(np.arange(len(units)), many)
    start = np.repeat(first[units] - np.concatenate(([0], np.cumsum(many)[:-1])), many)
    return order[start + np.arange(len(owner))], owner
