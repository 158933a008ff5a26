"""Which data types does a service's contract name, and which of their fields cross?

Of an entity that is returned the fields that callers are seen to read, with its key; of one that is given, and that
another service keeps, those that the operation reads, with its key; all of one that is stored or sent, or of which
nothing else is known. What methods and properties tell of it are fields as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from analyzer.contracts.background import Background
from analyzer.contracts.crossing import Crossing
from analyzer.contracts.types import Types
from analyzer.model.contracts import Effect, EventMessage, Form, Operation, OperationKind
from analyzer.model.interfaces import Result
from analyzer.model.shapes import DataField, DataType, Shape, ShapeKind


class Naming:
    """Tells the data types of contracts."""

    def __init__(self, back: Background) -> None:
        """Take the indexes of the facts."""
        self._back = back
        self._types = Types(back.promises)
        self._crossing = Crossing(back.facts, back.evidence.service_of, back.promises)

    def types(self, operations: Iterable[Operation], messages: Iterable[EventMessage]) -> tuple[DataType, ...]:
        """Return the data types that operations and messages name, those of their fields included, sorted."""
        kept: dict[str, set[str]] = defaultdict(set)
        whole = set(self._entities(one.shape for one in messages))
        computed: dict[str, dict[str, DataField]] = defaultdict(dict)
        shapes = [one.shape for one in messages]
        for one in operations:
            shapes += [one.result.shape, *(each.parameter.shape for each in one.inputs)]
            for entity in self._entities([one.result.shape]):
                callers = {caller.definition for caller in one.callers}
                whole.add(entity)
                kept[entity] |= self._crossing.by_callers(entity, callers)
                for name in sorted(self._crossing.computed(entity, callers)):
                    computed[entity].setdefault(name, self._told(entity, name))
                for name in self._told_by(one, entity):
                    computed[entity].setdefault(name, self._told(entity, name))
            for entity in self._entities(each.parameter.shape for each in one.inputs):
                kept[entity] |= self._crossing.by_provider(entity, one.definitions)
                if one.kind is not OperationKind.CALL or self._is_stored(entity, one):
                    whole.add(entity)
            whole.update(self._in_maps(each.parameter.shape for each in one.inputs))
        read = {name: fields for name, fields in kept.items() if fields or name not in whole}
        known = {name: frozenset(fields | self._keys(name)) for name, fields in read.items()}
        named = self._types.named(shapes, known)
        return tuple(_with(one, computed.get(one.definition, {})) for one in named)

    def _is_stored(self, entity: str, one: Operation) -> bool:
        """Return whether an operation may store what it is given."""
        known = self._back.promises.data_type(entity)
        return one.effect is not Effect.READS and known is not None and (not known.table or known.table in one.changes)

    def _entities(self, shapes: Iterable[Shape]) -> Iterator[str]:
        """Yield the mapped classes that shapes name."""
        for shape in shapes:
            if shape.kind is ShapeKind.DATA and self._back.entity(shape):
                yield shape.name
            yield from self._entities(shape.of)

    def _in_maps(self, shapes: Iterable[Shape]) -> Iterator[str]:
        """Yield the mapped classes of values in maps: what is read of such values is often not seen."""
        for shape in shapes:
            yield from self._entities(shape.of) if shape.kind is ShapeKind.MAP else self._in_maps(shape.of)

    def _told_by(self, one: Operation, entity: str) -> list[str]:
        """Return the methods that an operation stands for, where it gives the row that they are called on."""
        gives = one.form is Form.READ_BY_KEY and len(one.definitions) > 1
        rows = [name.rpartition(".") for name in one.definitions]
        return [last for owner, _, last in rows if gives and self._back.rows.get(owner) == entity]

    def _keys(self, entity: str) -> frozenset[str]:
        known = self._back.promises.data_type(entity)
        return frozenset(field.name for field in known.fields if field.key) if known is not None else frozenset()

    def _told(self, entity: str, name: str) -> DataField:
        """Return what a method or property of an entity, or of a class that it derives from, tells as a field."""
        heirs = self._back.evidence.heirs
        owners = [entity, *sorted(heirs.ancestors(entity))]
        method = next((one for owner in owners if (one := f"{owner}.{name}") in self._back.definitions), "")
        signature = self._back.promises.signature(method)
        result = signature.result if signature is not None else Result()
        at = self._back.at(method) if method else None
        place = {"path": at.path, "line": at.line} if at is not None else {}
        return msgspec.structs.replace(
            DataField(name, result.shape, result.written, result.origin, about=signature.about if signature else ""),
            **place,
        )


def _with(one: DataType, computed: dict[str, DataField]) -> DataType:
    there = {field.name for field in one.fields}
    more: Sequence[DataField] = [field for name, field in sorted(computed.items()) if name not in there]
    return msgspec.structs.replace(one, fields=(*one.fields, *more)) if more else one
