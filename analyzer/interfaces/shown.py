"""Which shapes have fields that a data type shows of a mapped class?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from analyzer.frameworks.graphql_names import camel_case
from analyzer.frameworks.plain_shapes import array_of
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind


def shown(types: Iterable[DataType]) -> Iterator[DataType]:
    """Yield data types; a field of unknown shape in one that ``shows`` an entity has that of the entity's field.

    What leads to another entity there leads to the only type that shows that one.
    """
    listed = sorted(types)
    entities = {one.definition: one for one in listed if one.kind is DataKind.ENTITY}
    views: dict[str, list[str]] = {}
    for one in listed:
        if one.shows:
            views.setdefault(one.shows, []).append(one.definition)
    for one in listed:
        entity = entities.get(one.shows)
        yield one if entity is None else _filled(one, entity, views)


def _filled(one: DataType, entity: DataType, views: Mapping[str, list[str]]) -> DataType:
    columns = {field.name: field for field in entity.fields}
    columns |= {camel_case(field.name): field for field in entity.fields}
    fields = tuple(
        _field(field, columns[field.name], views) if field.shape == UNKNOWN and field.name in columns else field
        for field in one.fields
    )
    return msgspec.structs.replace(one, fields=fields)


def _field(field: DataField, column: DataField, views: Mapping[str, list[str]]) -> DataField:
    shape = column.shape
    if column.refers:
        found = views.get(column.refers, [])
        shape = Shape(ShapeKind.DATA, name=found[0]) if len(found) == 1 else UNKNOWN
        shape = array_of(shape) if column.shape.kind is ShapeKind.ARRAY else shape
    if shape == UNKNOWN:
        return field
    return msgspec.structs.replace(field, shape=shape, written=column.written, origin=Origin.COLUMN)
