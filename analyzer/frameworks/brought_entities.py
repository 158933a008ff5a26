"""Which fields have the entities of packages, of which only tables are told?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.column_shapes import brought, or_null, origin
from analyzer.link.schema import DeclaredTable, Schema
from analyzer.model.shapes import DataField, DataKind, DataType


def brought_entities(schema: Schema, framework: str) -> Iterator[DataType]:
    """Yield the models of packages that a framework declared: their columns, of well-known names with a shape."""
    seen: set[str] = set()
    for table in schema.tables:
        if table.framework == framework and table.definition < 0 and table.model and table.model not in seen:
            seen.add(table.model)
            yield DataType(
                definition=table.model,
                kind=DataKind.ENTITY,
                fields=tuple(_fields(table)),
                path=table.path,
                line=table.line,
                table=table.name,
                whole=False,
            )


def _fields(table: DeclaredTable) -> Iterator[DataField]:
    keys = {key.column for key in table.keys}
    for place, column in enumerate(table.columns):
        is_key = column == "id" or (place == 0 and "id" not in table.columns)
        shape = brought(column, table.model, is_key=column in keys)
        may_be_null = column in table.nullable
        yield DataField(
            column,
            or_null(shape, may_be=may_be_null),
            origin=origin(shape),
            required=not may_be_null,
            column=column,
            key=is_key,
            path=table.path,
            line=table.line,
        )
