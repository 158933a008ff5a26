"""What do definitions promise to whoever calls them? Collected while types flow, and told when they have."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.interfaces.failures import FailureReader
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.protocol import ScopeEvents
from analyzer.link.schema import Schema
from analyzer.link.settled import Settled
from analyzer.model.code import CallEdge
from analyzer.model.entry_points import EntryPoint
from analyzer.model.interfaces import Interfaces


class InterfaceCollector:
    """Asks each of the readers in this package, and the frameworks."""

    def __init__(self, names: Names, schema: Schema, frameworks: Sequence[Framework]) -> None:
        """``frameworks`` are those in use."""
        self._names = names
        self._schema = schema
        self._frameworks = frameworks
        self._failures = FailureReader(names)

    def add(self, events: ScopeEvents) -> None:
        """Take note of what one scope does."""
        self._failures.add(events)

    def found(self, settled: Settled, calls: Sequence[CallEdge], entry_points: Sequence[EntryPoint]) -> Interfaces:
        """Return what is known when all scopes were seen."""
        del calls, entry_points
        raises, guards, exceptions, wrappings = self._failures.found(settled)
        return Interfaces(raises=raises, guards=guards, exceptions=exceptions, wrappings=wrappings)
