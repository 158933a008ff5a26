"""What do definitions promise to whoever calls them? Collected while types flow, and told when they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from analyzer.frameworks.shapes import Shapes
from analyzer.interfaces.adding import Adding
from analyzer.interfaces.columns import Columns
from analyzer.interfaces.data_types import DataTypes
from analyzer.interfaces.failures import FailureReader
from analyzer.interfaces.field_reads import FieldReads
from analyzer.interfaces.given import Given
from analyzer.interfaces.signatures import Noted, Signatures
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.protocol import ScopeEvents
from analyzer.link.schema import Schema
from analyzer.link.settled import Settled
from analyzer.model.code import CallEdge
from analyzer.model.entry_points import EntryPoint
from analyzer.model.interfaces import Interfaces, Place, Served, Signature
from analyzer.model.shapes import Shape


class InterfaceCollector:
    """Asks each of the readers in this package, and the frameworks."""

    def __init__(self, names: Names, schema: Schema, frameworks: Sequence[Framework]) -> None:
        """``frameworks`` are those in use."""
        self._names = names
        self._schema = schema
        self._frameworks = frameworks
        self._failures = FailureReader(names)
        self._given = Given(names)
        self._field_reads = FieldReads(names)
        self._adding = Adding(names)
        self._columns = Columns(names, schema)

    def add(self, events: ScopeEvents) -> None:
        """Take note of what one scope does."""
        self._failures.add(events)
        self._given.add(events.calls)
        self._field_reads.add(events)
        self._adding.add(events)
        self._columns.add(events.calls)

    def found(self, settled: Settled, calls: Sequence[CallEdge], entry_points: Sequence[EntryPoint]) -> Interfaces:
        """Return what is known when all scopes were seen."""
        shapes = Shapes(self._names, self._schema)
        entities = [one for framework in self._frameworks for one in framework.data_types()]
        served = sorted({one for framework in self._frameworks for one in framework.served()})
        self._columns.learn(entities)
        inputs = [(one.definition, part) for one in served for part in one.inputs]
        routed = {(definition, part.name): part.shape for definition, part in inputs if part.place is Place.PATH}
        read = Signatures(self._names, shapes, Noted(self._given, self._columns, routed), settled)
        signatures = read.found({one.callee for one in calls} | {one.definition for one in entry_points})
        types = DataTypes(self._names, shapes, read.expressions, read.values, settled)
        return msgspec.structs.replace(
            self._failures.found(settled),
            signatures=signatures,
            data_types=types.found([*read.types, *entities], _shapes(signatures, served)),
            field_reads=self._field_reads.found(),
            adding=self._adding.found(),
            served=tuple(served),
        )


def _shapes(signatures: Iterable[Signature], served: Iterable[Served]) -> Iterator[Shape]:
    for signature in signatures:
        yield from (one.shape for one in signature.parameters)
        yield signature.result.shape
    for entry in served:
        yield from (one.shape for one in entry.inputs)
        yield entry.result.shape
