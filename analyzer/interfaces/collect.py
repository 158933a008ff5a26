"""What do definitions promise to whoever calls them? Collected while types flow, and told when they have."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.frameworks.shapes import Shapes
from analyzer.interfaces.data_types import DataTypes
from analyzer.interfaces.failures import FailureReader
from analyzer.interfaces.given import Given
from analyzer.interfaces.signatures import Signatures
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
        self._given = Given(names)

    def add(self, events: ScopeEvents) -> None:
        """Take note of what one scope does."""
        self._failures.add(events)
        self._given.add(events.calls)

    def found(self, settled: Settled, calls: Sequence[CallEdge], entry_points: Sequence[EntryPoint]) -> Interfaces:
        """Return what is known when all scopes were seen."""
        shapes = Shapes(self._names, self._schema)
        read = Signatures(self._names, shapes, self._given, settled)
        called = {one.callee for one in calls} | {one.definition for one in entry_points}
        signatures = read.found(called)
        known = [*read.types, *(one for framework in self._frameworks for one in framework.data_types())]
        named = [parameter.shape for one in signatures for parameter in one.parameters]
        named += [one.result.shape for one in signatures]
        types = DataTypes(self._names, shapes, read.expressions, read.values, settled)
        raises, guards, exceptions, wrappings = self._failures.found(settled)
        return Interfaces(
            signatures=signatures,
            data_types=types.found(known, named),
            raises=raises,
            guards=guards,
            exceptions=exceptions,
            wrappings=wrappings,
        )
