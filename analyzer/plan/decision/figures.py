"""What crosses a process border when some services have left and all others are one process?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from analyzer.model.decision import CutFigures
from analyzer.plan.decision.crossings import Crossings
from analyzer.plan.decision.depth import Depth, Processes

MONOLITH = ""
"""The process of all that have not left."""


class Figures:
    """The figures of any cut into the same services."""

    def __init__(self, crossings: Crossings) -> None:
        """Take what crosses between services."""
        self._crossings = crossings
        self._known = {frozenset[str](): CutFigures()}

    def when_left(self, services: Iterable[str]) -> CutFigures:
        """Return the figures when these services have left, each a process of its own."""
        left = frozenset(services)
        if left not in self._known:
            self._known[left] = self._when_left(left)
        return self._known[left]

    def _when_left(self, left: frozenset[str]) -> CutFigures:
        crossings = self._crossings
        process = {name: name if name in left else MONOLITH for name in crossings.services}
        cut = [calls for pair, calls in crossings.calls.items() if _several(pair, process)]
        return CutFigures(
            calls_cut=sum(map(len, cut)),
            shared_tables=sum(_is_shared(owner, users, process) for owner, users in crossings.tables.values()),
            crossing_transactions=sum(_several(one.services, process) for one in crossings.transactions),
            synchronous_depth=self._depth.of(process),
            calls_in_loops=sum(call.in_loop for calls in cut for call in calls),
            modules_to_split=sum(_several(holders, process) for _, holders in crossings.modules),
            operations=sum(_several({one.service, *callers}, process) for one, callers in crossings.operations),
        )

    def modular(self) -> CutFigures:
        """Return the figures of one process in which the services keep their borders."""
        return CutFigures(modules_to_split=len(self._crossings.modules), operations=len(self._crossings.operations))

    @cached_property
    def _depth(self) -> Depth:
        calls = [one for one in self._crossings.grounds.facts.calls if not one.through]
        return Depth(calls, self._crossings.grounds.evidence.service_of, frozenset(self._crossings.services))


def _several(services: Iterable[str], process: Processes) -> bool:
    """True where services run in more than one process."""
    return len({process[one] for one in services}) > 1


def _is_shared(owner: str, users: frozenset[str], process: Processes) -> bool:
    """True where a process uses the table of another, or where several use one of nobody."""
    using = {process[one] for one in users}
    return bool(using - {process[owner]}) if owner else len(using) > 1
