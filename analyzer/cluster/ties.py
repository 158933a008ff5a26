"""How strongly do the words, folders and modules that a unit shares pull it to each service?

A membership of weight x in a set S pulls a unit to a service by ``x * (members of S in the service) / (|S| - 1)``, the
unit's own nodes left out: by x, if all others are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.cluster.cohesion import expanded
from analyzer.cluster.figures.arrays import Floats, Integers
from analyzer.cluster.sets import Sets
from analyzer.cluster.structure import summed

_SLICE = 2_000_000  # entries looked at in one go, which bounds the memory
_NOTHING = 1e-9  # what is left of a difference of equal numbers
STRONGEST = 3
"""So many sets are told of either side."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A set that pulls: its number, how many members stand in the service (the unit too), and how strongly it pulls."""

    number: int
    there: int
    weight: float


class Ties:
    """The memberships of units of one or more nodes; ``home`` is the number of each node's service, -1 for none."""

    def __init__(self, sets: Sets, worth: Floats, home: Integers, units: Sequence[Sequence[int]]) -> None:
        self._home, self._units = home, len(units)
        self._services = int(home.max(initial=-1)) + 1
        self._sets = max(len(sets), 1)
        self._each = worth / np.maximum(sets.size - 1, 1)
        self._family = sets.family
        self._memberships(sets, worth, units)
        placed = home[sets.member] >= 0
        keys = sets.of_set[placed] * max(self._services, 1) + home[sets.member[placed]]
        self._held, self._many = np.unique(keys, return_counts=True)

    def _memberships(self, sets: Sets, worth: Floats, units: Sequence[Sequence[int]]) -> None:
        """Lay out one row per unit and set, and one entry per node of a unit and set of it."""
        unit = np.repeat(np.arange(len(units)), [len(places) for places in units])
        place = np.array([place for places in units for place in places], dtype=np.int64)
        order = np.argsort(sets.member, kind="stable")
        first = np.searchsorted(sets.member[order], np.arange(len(self._home) + 1))
        membership, entry = expanded(order, first, place)
        told = worth[sets.of_set[membership]] > 0
        membership, entry = membership[told], entry[told]
        keys, row, count = np.unique(
            unit[entry] * self._sets + sets.of_set[membership], return_inverse=True, return_counts=True
        )
        self._unit, self._set = keys // self._sets, keys % self._sets
        self._entry_row, self._entry_home = row.ravel(), self._home[place[entry]]
        self._weight = self._each[self._set] * count

    def pulls(self) -> Floats:
        """Return the pull of every unit (a row) to every service (a column)."""
        width = max(self._services, 1)
        found = np.zeros(self._units * width)
        start = np.searchsorted(self._held, np.arange(self._sets + 1) * width)
        many = (start[1:] - start[:-1])[self._set]
        ends = np.searchsorted(np.cumsum(many), np.arange(0, int(many.sum()), _SLICE), side="right")
        bounds = np.unique(np.concatenate((ends, [0, len(many)])))
        for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            row = np.repeat(np.arange(begin, end), many[begin:end])
            inside = np.arange(len(row)) - np.repeat(np.cumsum(many[begin:end]) - many[begin:end], many[begin:end])
            held = start[self._set[row]] + inside
            where = self._unit[row] * width + self._held[held] % width
            found += summed(where, self._weight[row] * self._many[held], len(found))
        own = self._entry_home >= 0
        row = self._entry_row[own]
        found -= summed(self._unit[row] * width + self._entry_home[own], self._weight[row], len(found))
        found[found < _NOTHING] = 0.0
        return found.reshape(self._units, width)[:, : self._services]

    def to(self, service: Integers) -> tuple[Floats, dict[int, list[Tie]]]:
        """Return the pulls to the one service wanted for each unit: by family, and the strongest sets of each unit.

        A unit for which none is wanted has -1.
        """
        wanted = service[self._unit]
        own = summed(self._entry_row, (self._entry_home == wanted[self._entry_row]) * 1.0, len(self._unit))
        there = np.where(wanted >= 0, self._there(self._set, wanted), 0)
        pull = self._weight * np.maximum(there - own, 0)
        by_family = summed(self._unit * 3 + self._family[self._set], pull, self._units * 3).reshape(-1, 3)
        told = np.flatnonzero((pull > 0) & (wanted >= 0))
        told = told[np.lexsort((self._set[told], -pull[told], self._unit[told]))]
        unit = self._unit[told]
        rank = np.arange(len(told)) - np.searchsorted(unit, unit)
        found: dict[int, list[Tie]] = {}
        for row in told[rank < STRONGEST].tolist():
            tie = Tie(int(self._set[row]), int(there[row]), float(pull[row]))
            found.setdefault(int(self._unit[row]), []).append(tie)
        return by_family, found

    def _there(self, sets: Integers, services: Integers) -> Integers:
        """How many members of each set stand in the service beside it."""
        if not len(self._held):
            return np.zeros(len(sets), dtype=np.int64)
        keys = sets * max(self._services, 1) + services
        place = np.minimum(np.searchsorted(self._held, keys), len(self._held) - 1)
        return np.where(self._held[place] == keys, self._many[place], 0)
