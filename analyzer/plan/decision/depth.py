"""How many borders does one chain of calls cross in a row?

The most over all chains: definitions that call each other in a circle count as one, which crosses a border between each
two of its processes in turn (k processes: k - 1 borders); then the longest path through what is left. The shared kernel
is copied to whoever calls it and stands at no border.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from analyzer.circles import circles
from analyzer.model.code import CallEdge

Processes = Mapping[str, str]
"""Service -> the process that it runs in."""


class _Circle(msgspec.Struct, frozen=True):
    """Definitions that call each other: their services, and the circles that they call.

    ``callees`` are numbers of circles, ``borders`` the two services of a call between them, and the number.
    """

    services: frozenset[str]
    callees: tuple[int, ...]
    borders: tuple[tuple[str, str, int], ...]


class Depth:
    """The calls that can follow one across a border, as circles, callees first."""

    def __init__(self, calls: Iterable[CallEdge], service_of: Mapping[str, str], services: frozenset[str]) -> None:
        """Take the calls, and who belongs to which of the services; what belongs to none stands at no border."""
        self._service = {name: service for name, service in service_of.items() if service in services}
        self._callees: dict[str, list[str]] = defaultdict(list)
        starts = []
        for call in calls:
            self._callees[call.caller].append(call.callee)
            if self._service.get(call.caller) != self._service.get(
                call.callee
            ):  # a circle may cross through the kernel
                starts.append(call.caller)
        self._number: dict[str, int] = {}
        self._circles: list[_Circle] = []
        for names in circles(starts, lambda name: self._callees.get(name, ()), ()):
            self._number |= dict.fromkeys(names, len(self._circles))
            self._circles.append(self._circle(names))

    def of(self, process_of: Processes) -> int:
        """Return the most borders that a chain crosses when services run in these processes."""
        deepest: list[int] = []
        for circle in self._circles:
            inside = max(len({process_of[one] for one in circle.services}) - 1, 0)
            behind = [deepest[callee] for callee in circle.callees]
            crossed = [
                deepest[callee] + 1
                for source, target, callee in circle.borders
                if process_of[source] != process_of[target]
            ]
            deepest.append(inside + max((*behind, *crossed), default=0))
        return max(deepest, default=0)

    def _circle(self, names: tuple[str, ...]) -> _Circle:
        mine = len(self._circles)
        calls = {(name, callee) for name in names for callee in self._callees.get(name, ())}
        away = [(name, callee) for name, callee in calls if self._number[callee] != mine]
        borders = {
            (self._service[name], self._service[callee], self._number[callee])
            for name, callee in away
            if self._border(name, callee)
        }
        return _Circle(
            services=frozenset(self._service[name] for name in names if name in self._service),
            callees=tuple(sorted({self._number[callee] for _, callee in away})),
            borders=tuple(sorted(borders)),
        )

    def _border(self, caller: str, callee: str) -> bool:
        source, target = self._service.get(caller), self._service.get(callee)
        return source is not None and target is not None and source != target
