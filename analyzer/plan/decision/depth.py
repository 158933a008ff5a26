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
    """Definitions that call each other: their services, and what they call.

    ``callees`` are numbers of circles, ``borders`` the two services of a call between them, and the number.
    """

    services: frozenset[str]
    callees: frozenset[int]
    borders: frozenset[tuple[str, str, int]]


_END = 0
"""The number of the circle behind which there is no border."""


class Depth:
    """The calls that can follow one across a border, as circles, callees first.

    What crosses no border itself and has one way on is left out: it is as deep as what it calls.
    """

    def __init__(self, calls: Iterable[CallEdge], service_of: Mapping[str, str], services: frozenset[str]) -> None:
        """Take the calls, and who belongs to which of the services; what belongs to none stands at no border."""
        self._service = {name: service for name, service in service_of.items() if service in services}
        self._callees: dict[str, list[str]] = defaultdict(list)
        starts = []
        known = self._service.get
        for call in calls:
            self._callees[call.caller].append(call.callee)
            if known(call.caller) != known(call.callee):  # a circle may cross through the kernel
                starts.append(call.caller)
        self._number: dict[str, int] = {}
        self._circles = [_Circle(frozenset(), frozenset(), frozenset())]
        for names in circles(starts, lambda name: self._callees.get(name, ()), ()):
            number = self._numbered(self._circle(names))
            self._number |= dict.fromkeys(names, number)

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
        return max(deepest)

    def _circle(self, names: tuple[str, ...]) -> _Circle:
        mine, callees, borders = frozenset(names), set(), set()
        for name in names:
            source = self._service.get(name, "")
            for callee in self._callees.get(name, ()):
                if callee in mine:
                    continue
                target = self._service.get(callee, "")
                callees.add(self._number[callee])
                if source and target and source != target:
                    borders.add((source, target, self._number[callee]))
        services = {self._service[name] for name in names if name in self._service}
        return _Circle(frozenset(services), frozenset(callees - {_END}), frozenset(borders))

    def _numbered(self, circle: _Circle) -> int:
        """Return the number of a circle, or that of the one it is as deep as."""
        if circle.borders or len(circle.services) > 1 or len(circle.callees) > 1:
            self._circles.append(circle)
            return len(self._circles) - 1
        return next(iter(circle.callees), _END)
