"""What does one function, or one data type, promise? Made when it is asked for, and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import msgspec

from analyzer.frameworks.shapes import Shapes
from analyzer.interfaces.columns import Columns
from analyzer.interfaces.data_types import DataTypes
from analyzer.interfaces.given import Given
from analyzer.interfaces.signatures import Noted, Signatures
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from analyzer.link.settled import Settled
from analyzer.model.interfaces import Signature
from analyzer.model.shapes import DataType, Shape


class Declared(msgspec.Struct, frozen=True):
    """What frameworks say: data types, and what routes give parameters, by definition and name."""

    types: tuple[DataType, ...]
    routed: Mapping[tuple[str, str], Shape]


class Promised:
    """Plays ``Promises`` for a program in which types have flowed."""

    def __init__(  # noqa: PLR0913, PLR0917  # what the linker, notes and frameworks left
        self,
        names: Names,
        schema: Schema,
        settled: Settled,
        called: AbstractSet[str],
        given: Given,
        declared: Declared,
    ) -> None:
        """``called`` are the definitions that have signatures."""
        shapes = Shapes(names, schema)
        noted = Noted(given, Columns(names, schema, settled, declared.types), declared.routed)
        self._program = names.program
        self._given = given
        self._called = called
        self._read = Signatures(names, shapes, noted, settled)
        self._types = DataTypes(names, shapes, self._read.expressions, self._read.values, settled)
        self._signatures: dict[str, Signature | None] = {}
        self._data_types = {one.definition: one for one in declared.types}

    def parameters(self, definition: str) -> tuple[str, ...]:
        """Return the names of the parameters that a function is written with."""
        place = self._program.by_name.get(definition, -1)
        return tuple([one.name for one in self._program.definitions[place].head.parameters]) if place >= 0 else ()

    def parameter(self, definition: str, name: str) -> Shape | None:
        """Return what one parameter of a function that something calls looks like; None where it has none such."""
        place = self._program.by_name.get(definition, -1) if definition in self._called else -1
        return self._read.parameter(place, name) if place >= 0 else None

    def signature(self, definition: str) -> Signature | None:
        """Return the signature of a function that something calls; None for anything else."""
        if definition not in self._signatures:
            place = self._program.by_name.get(definition, -1) if definition in self._called else -1
            self._signatures[definition] = self._read.of(place) if place >= 0 else None
        return self._signatures[definition]

    def given(self, definition: str) -> frozenset[str] | None:
        """Return the parameters that some call of a function gives; None where that is not known."""
        place = self._program.by_name.get(definition, -1)
        return self._given.names(place) if place >= 0 else None

    def data_type(self, name: str) -> DataType | None:
        """Return the data type of that name: of a framework, of a function's result, or of a class.

        A result's data type is made with the signature that names it.
        """
        known = self._data_types.get(name) or self._read.types.get(name)
        if known is None:
            known = self._types.named(name)
            if known is not None:
                self._data_types[name] = known
        return known
