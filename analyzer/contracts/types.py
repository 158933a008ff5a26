"""Which data types does a contract name, and which fields of entities cross?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from analyzer.model.interfaces import Promises
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Shape, ShapeKind

_DEEPEST = 4  # keys that are keys to others


class Types:
    """Looks data types up by what names them."""

    def __init__(self, promises: Promises) -> None:
        self._promises = promises

    def named(self, shapes: Iterable[Shape], crossing: Mapping[str, frozenset[str]]) -> tuple[DataType, ...]:
        """Return all data types that shapes name, and those that their fields name, sorted.

        Of an entity only the fields in ``crossing`` are kept, all where it has none; where fields are left out it is
        not ``whole``. A field that leads to another entity becomes that entity's key, so that it does not name it.
        """
        found: dict[str, DataType] = {}
        waiting = [name for shape in shapes for name in _names(shape)]
        while waiting:
            name = waiting.pop()
            known = None if name in found else self._promises.data_type(name)
            if known is not None:
                made = found[name] = self._crossing(known, crossing.get(name, frozenset()))
                waiting += [inner for field in made.fields for inner in _names(field.shape)]
        return tuple(found[name] for name in sorted(found))

    def key(self, entity: str, depth: int = 0) -> Shape:
        """Return the shape of what identifies an entity: a tuple for several columns, unknown where none is known."""
        known = self._promises.data_type(entity)
        if known is None or depth > _DEEPEST:
            return UNKNOWN
        keys = [self._plain(field, depth + 1).shape for field in known.fields if field.key]
        if len(keys) == 1:
            return keys[0]
        return Shape(ShapeKind.TUPLE, tuple(keys)) if keys else UNKNOWN

    def _crossing(self, one: DataType, wanted: frozenset[str]) -> DataType:
        if one.kind is not DataKind.ENTITY:
            return one
        kept = [field for field in one.fields if not wanted or field.name in wanted]
        fields = tuple([self._plain(field, 0) for field in kept])
        whole = one.whole and len(kept) == len(one.fields)
        return msgspec.structs.replace(one, fields=fields, whole=whole)

    def _plain(self, field: DataField, depth: int) -> DataField:
        """Return a field as it crosses: of another entity its key, of many a list of keys."""
        if not field.refers:
            return field
        return msgspec.structs.replace(field, shape=self._keyed(field.shape, depth))

    def _keyed(self, shape: Shape, depth: int) -> Shape:
        if shape.kind is ShapeKind.DATA:
            known = self._promises.data_type(shape.name)
            is_entity = known is None or known.kind is DataKind.ENTITY
            return self.key(shape.name, depth) if is_entity else shape
        if not shape.of:
            return shape
        return msgspec.structs.replace(shape, of=tuple([self._keyed(one, depth) for one in shape.of]))


def _names(shape: Shape) -> Iterator[str]:
    if shape.kind is ShapeKind.DATA:
        yield shape.name
    for inner in shape.of:
        yield from _names(inner)
