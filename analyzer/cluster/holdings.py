"""Which service works with each table most, and what does that cost across services?"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeVar

from analyzer.cluster.figures.arrays import Integers
from analyzer.cluster.structure import KINDS, Edges
from analyzer.graph.weighted import Graph

_Place = TypeVar("_Place")
_USES = {"write": 4, "model": 6, "read": 1}
"""What makes a service the owner; as in ``owners``, but a graph does not tell the kinds of writes apart."""


class Holdings:
    """The tables of a graph with who uses them, kept up while units move between services.

    A table's owner is the service whose units write, read and map it most; the lowest number of several, its own label
    where nobody does. What is held keeps its label; what is in no service owns nothing.
    """

    def __init__(self, graph: Graph, edges: Edges, labels: Integers, held: Integers) -> None:
        self.places = [place for place, node in enumerate(graph.nodes) if node.kind == "table" and labels[place] >= 0]
        self.binding: set[int] = set()
        """The units that write a table or are mapped to one."""
        self._first = [int(labels[place]) for place in self.places]
        self._fixed = [bool(held[place] >= 0) for place in self.places]
        self._used: list[Counter[tuple[int, str]]] = [Counter() for _ in self.places]
        self._writers: list[Counter[int]] = [Counter() for _ in self.places]
        self._beside: list[set[int]] = [set() for _ in self.places]
        self._uses: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
        self._read(edges, labels)
        self.owner = [self._owner(row) for row in range(len(self.places))]

    def touched(self, units: Iterable[int]) -> set[int]:
        """Return the rows of the tables that some units use."""
        return {row for unit in units for row, _, _ in self._uses.get(unit, ())}

    def costly(self) -> dict[int, set[int]]:
        """Return, by table, the services that a unit of it may want to be in, where something of it crosses.

        Those are its owner, the services that write it, and the owners of what is written together with it.
        """
        found: dict[int, set[int]] = {}
        for row, owner in enumerate(self.owner):
            near = {owner, *self._writers[row], *(self.owner[other] for other in self._beside[row])}
            if len(near) > 1:
                found[row] = near
        return found

    def shift(self, units: Iterable[int], source: int, target: int) -> int:
        """Move what some units do from one service to another; return how much more that costs.

        Each service that writes a table of another counts 1, so does each pair of tables of two owners that one
        transaction writes.
        """
        moved = [use for unit in units for use in self._uses.get(unit, ())]
        rows = {row for row, _, _ in moved}
        before = self._cost(rows)
        for row, kind, count in moved:
            _move(self._used[row], (source, kind), (target, kind), count)
            if kind == "write":
                _move(self._writers[row], source, target, 1)
        for row in rows:
            self.owner[row] = self._owner(row)
        return self._cost(rows) - before

    def _cost(self, rows: set[int]) -> int:
        foreign = sum(service != self.owner[row] for row in rows for service in self._writers[row])
        pairs = {(min(row, other), max(row, other)) for row in rows for other in self._beside[row]}
        return foreign + sum(self.owner[a] != self.owner[b] for a, b in pairs)

    def _owner(self, row: int) -> int:
        if self._fixed[row] or not self._used[row]:
            return self._first[row]
        pull: dict[int, float] = defaultdict(float)
        for (service, kind), count in sorted(self._used[row].items()):
            pull[service] += _USES[kind] * math.log2(1 + count)
        return min(pull, key=lambda service: (-round(pull[service], 6), service))

    def _read(self, edges: Edges, labels: Integers) -> None:
        row_of = {place: row for row, place in enumerate(self.places)}
        every = zip(
            edges.source.tolist(), edges.target.tolist(), edges.kind.tolist(), edges.count.tolist(), strict=True
        )
        for source, target, number, count in every:
            row, kind = row_of.get(target), KINDS[number]
            if row is None:
                continue
            if kind == "transaction" and source in row_of:
                self._beside[row].add(row_of[source])
                self._beside[row_of[source]].add(row)
            elif kind in _USES and labels[source] >= 0:
                self._use(source, int(labels[source]), row, kind, int(count))

    def _use(self, unit: int, service: int, row: int, kind: str, count: int) -> None:
        self._uses[unit].append((row, kind, count))
        self._used[row][service, kind] += count
        if kind == "write":
            self._writers[row][service] += 1
        if kind != "read":
            self.binding.add(unit)


def _move(counted: Counter[_Place], source: _Place, target: _Place, number: int) -> None:
    """Count something elsewhere; what is counted zero times is gone."""
    counted[target] += number
    counted[source] -= number
    if not counted[source]:
        del counted[source]
