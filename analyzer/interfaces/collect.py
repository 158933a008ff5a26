"""What do definitions promise to whoever calls them? Collected while types flow, and told when they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from analyzer.interfaces.adding import Adding
from analyzer.interfaces.callings import Callings
from analyzer.interfaces.failures import FailureReader
from analyzer.interfaces.field_reads import FieldReads
from analyzer.interfaces.given import Given
from analyzer.interfaces.promised import Declared, Promised
from analyzer.interfaces.ruled_out import RuledOutLines
from analyzer.interfaces.shown import shown
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.protocol import ScopeEvents, TypedCall
from analyzer.link.schema import Schema
from analyzer.link.settled import Settled
from analyzer.model.chains import last_name
from analyzer.model.code import CallEdge
from analyzer.model.entry_points import EntryPoint
from analyzer.model.interfaces import Behind, Interfaces, Place, Served
from analyzer.model.shapes import DataType


class InterfaceCollector:
    """Asks each of the readers in this package, and the frameworks."""

    def __init__(self, names: Names, schema: Schema, frameworks: Sequence[Framework]) -> None:
        """``frameworks`` are those in use."""
        self._names = names
        self._schema = schema
        self._frameworks = frameworks
        self._failures = FailureReader(names)
        self._field_reads = FieldReads(names, schema)
        self._adding = Adding(names)
        self._callings = Callings(names)
        self._behind: set[tuple[int, int, int, int]] = set()
        self._types: tuple[DataType, ...] = ()
        self._served: tuple[Served, ...] = ()

    def add(self, events: ScopeEvents) -> None:
        """Take note of what one scope does."""
        called = [last_name(one.call.function) for one in events.calls]
        self._failures.add(events, called)
        self._field_reads.add(events)
        self._adding.add(events, called)
        self._callings.add(events.calls)

    def add_behind(self, call: TypedCall, callee: int) -> None:
        """Take note of a method that a library runs for a call of the program."""
        self._behind.add((call.definition, call.module, call.line, callee))

    def found(self, settled: Settled) -> Interfaces:
        """Return what was noted, and what frameworks say of entry points, when all scopes were seen."""
        self._types = tuple(shown({one for framework in self._frameworks for one in framework.data_types()}))
        self._served = tuple(sorted({one for framework in self._frameworks for one in framework.served()}))
        return msgspec.structs.replace(
            self._failures.found(settled),
            field_reads=self._field_reads.found(),
            ruled_out=RuledOutLines(self._names.program, self._callings).found(),
            adding=self._adding.found(),
            served=self._served,
            behind=tuple(sorted(self._told_behind())),
        )

    def _told_behind(self) -> Iterator[Behind]:
        definitions, modules = self._names.program.definitions, self._names.program.modules
        for caller, module, line, callee in self._behind:
            if caller >= 0:
                yield Behind(definitions[caller].name, modules[module].path, line, definitions[callee].name)

    def promised(self, settled: Settled, calls: Sequence[CallEdge], entries: Sequence[EntryPoint]) -> Promised:
        """Return who tells of the functions that ``calls`` and ``entries`` name, and of data types.

        To be asked for when all was found.
        """
        inputs = [(one.definition, part) for one in self._served for part in one.inputs]
        routed = {(definition, part.name): part.shape for definition, part in inputs if part.place is Place.PATH}
        called = {one.callee for one in calls} | {one.definition for one in entries}
        given = Given(self._names.program, self._callings)
        return Promised(self._names, self._schema, settled, called, given, Declared(self._types, routed))
