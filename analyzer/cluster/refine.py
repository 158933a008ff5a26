"""Which definitions would better stand in another service, for the sake of the data and of whoever moves the code?

A definition, or what a service holds of one module, moves when that leaves fewer services that write what another owns,
fewer pairs of tables that a transaction writes across services, or fewer parts of split modules, and when the runs put
it with the service that it goes to nearly as often as with the one that it leaves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers
from analyzer.cluster.holdings import Holdings
from analyzer.cluster.runs import Evidence, definition_sizes
from analyzer.cluster.stability import together
from analyzer.graph.weighing import modules_of

NEARLY = 0.5
"""What of the other service the runs must put with the unit, in the mean, as a share of what they do of its own."""

_FEWEST = 2  # definitions that a service keeps; fewer are no service

_Parts = dict[int, dict[int, list[int]]]


def refined(evidence: Evidence, runs: Integers, labels: Integers) -> Integers:
    """Return the labels with each table at the service that works with it most, and some units moved.

    What is held by hand and what is in no service (a label below 0) stays. No service loses its last definitions.
    Refining what was refined changes nothing.
    """
    sizes = definition_sizes(evidence.graph)
    refinement = _Refinement(evidence, labels)
    while refinement.improve(together(refinement.labels, runs, sizes)):
        pass
    return refinement.labels


class _Refinement:
    """Labels that change move by move; every move lowers the cost, so that they come to rest."""

    def __init__(self, evidence: Evidence, labels: Integers) -> None:
        graph, held = evidence.graph, evidence.held
        self.labels = labels.copy()
        self._holdings = Holdings(graph, evidence.edges, labels, held)
        self._free = (held < 0) & (labels >= 0)
        self._unit = np.array([node.kind == "definition" for node in graph.nodes], dtype=bool) & (labels >= 0)
        self._size = np.bincount(labels[self._unit], minlength=int(labels.max(initial=-1)) + 1).tolist()
        self._module: list[int] = np.where(self._unit, modules_of(graph), -1).tolist()
        self._parts: _Parts = defaultdict(lambda: defaultdict(list))
        for place in np.flatnonzero(self._unit).tolist():
            if self._module[place] >= 0:
                self._parts[self._module[place]][int(labels[place])].append(place)
        self._follow(range(len(self._holdings.places)))

    def improve(self, beside: Floats) -> bool:
        """Try every unit that could lower the cost once; true where one moved.

        ``beside`` holds for every node the share of each service that was with it.
        """
        moved = False
        for module, service in self._split():
            part = list(self._parts[module].get(service, ()))
            others = {other for other, there in self._parts[module].items() if len(there) >= len(part)}
            moved |= self._move(part, others, beside)
        costly = self._holdings.costly()
        for place in sorted(self._holdings.binding):
            if self._unit[place]:
                near = (costly.get(row, set()) for row in self._holdings.touched((place,)))
                moved |= self._move([place], set().union(*near), beside)
        return moved

    def _split(self) -> list[tuple[int, int]]:
        """The parts of split modules, the smallest first."""
        return sorted(
            ((module, service) for module, parts in self._parts.items() if len(parts) > 1 for service in parts),
            key=lambda one: (len(self._parts[one[0]][one[1]]), one),
        )

    def _move(self, unit: list[int], targets: set[int], beside: Floats) -> bool:
        """Move a unit to the service most often beside it of those that it should rather be in, if there is one."""
        if not unit or not self._free[unit].all():
            return False
        source = int(self.labels[unit[0]])
        if self._size[source] - len(unit) < _FEWEST:
            return False
        often = beside[unit].sum(axis=0)
        near = [target for target in targets - {source} if often[target] >= NEARLY * often[source]]
        return any(
            self._try(unit, source, target) for target in sorted(near, key=lambda service: (-often[service], service))
        )

    def _try(self, unit: list[int], source: int, target: int) -> bool:
        """Move a unit if that lowers the cost."""
        if self._holdings.shift(unit, source, target) + self._more_parts(unit, source, target) >= 0:
            self._holdings.shift(unit, target, source)
            return False
        self.labels[unit] = target
        self._size[source] -= len(unit)
        self._size[target] += len(unit)
        self._change_parts(unit, source, target)
        self._follow(self._holdings.touched(unit))
        return True

    def _more_parts(self, unit: list[int], source: int, target: int) -> int:
        """In how many more parts the module of a unit is when it moves."""
        module = self._module[unit[0]]
        if module < 0:
            return 0
        parts = self._parts[module]
        return (target not in parts) - (len(parts[source]) == len(unit))

    def _change_parts(self, unit: list[int], source: int, target: int) -> None:
        module = self._module[unit[0]]
        if module < 0:
            return
        parts = self._parts[module]
        parts[target] = sorted({*parts[target], *unit})
        parts[source] = sorted({*parts[source]} - {*unit})
        if not parts[source]:
            del parts[source]

    def _follow(self, rows: Iterable[int]) -> None:
        """Tables go where their owners are."""
        for row in rows:
            self.labels[self._holdings.places[row]] = self._holdings.owner[row]
