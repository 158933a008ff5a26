"""Which fields do the objects of SQLAlchemy's mapped classes have?

Columns, relationships from either side, and what is computed for objects and queries alike: hybrids, column properties.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.column_shapes import brought, data, first_paragraph, or_null, origin
from analyzer.frameworks.plain_shapes import array_of
from analyzer.frameworks.shapes import Shapes, without_null
from analyzer.frameworks.sqlalchemy.class_tables import ClassTables
from analyzer.frameworks.sqlalchemy.classes import MappedAttribute
from analyzer.frameworks.sqlalchemy.column_fields import ColumnFields
from analyzer.frameworks.sqlalchemy.relationships import Relationship, Relationships
from analyzer.frameworks.sqlalchemy.values import dotted
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.schema import DeclaredTable, Schema
from analyzer.link.types import External
from analyzer.model.chains import last_name, line_of
from analyzer.model.packages import PackageClass, PackageTable
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind
from analyzer.model.syntax import Call, Subscript, Unknown

_HYBRIDS = ("hybrid_property",)
_COMPUTED = ("column_property", "query_expression")
_SAME = ("synonym",)
_TELL_NOTHING = ("builtins.", "abc.", "typing.", "typing_extensions.", "enum.", "dataclasses.")


class Entities:
    """Reads the mapped classes of a program whose tables are declared."""

    def __init__(self, schema: Schema, relationships: Relationships) -> None:
        self._schema = schema
        self._relationships = relationships
        self._classes = relationships.classes
        self._values = relationships.values
        self._names = relationships.values.names
        self._program = self._names.program
        self._tables = ClassTables(self._values, self._classes, self._classes.packages, [])
        self._shapes = Shapes(self._names, schema)
        self._columns = ColumnFields(self._tables, self._shapes, self._shape_of)
        self._known: dict[int, dict[str, DataField]] = {}

    def found(self) -> Iterator[DataType]:
        """Yield every mapped class."""
        return (self._entity(cls) for cls in self._relationships.registry.classes)

    def _entity(self, cls: int) -> DataType:
        found, table = self._program.definitions[cls], self._table(cls)
        return DataType(
            definition=found.name,
            kind=DataKind.ENTITY,
            fields=tuple(self._fields(cls).values()),
            path=self._program.modules[found.module].path,
            line=found.head.line,
            table="" if table is None else table.name,
            about=first_paragraph(found.head.doc),
            bases=self._names.base_names(cls),
            whole=self._is_whole(cls),
        )

    def _is_whole(self, cls: int) -> bool:
        """False where a class outside may bring columns of which nothing is told."""
        outside = (base for base in self._names.external_bases(cls) if not base.startswith(_TELL_NOTHING))
        packages = self._classes.packages
        return all("sqlalchemy" in base.lower() or packages.find(base) is not None for base in outside)

    def _fields(self, cls: int) -> dict[str, DataField]:
        if cls not in self._known:
            self._known[cls] = {}  # a key that leads to itself
            self._known[cls] = self._read(cls)
        return self._known[cls]

    def _read(self, cls: int) -> dict[str, DataField]:
        parent = self._classes.mapped_parent(cls)
        fields = dict(self._fields(parent)) if parent >= 0 else {}
        order = self._classes.lineage(cls)
        attributes = sorted(self._classes.attributes(cls), key=lambda one: -order.index(one.owner))
        self._known[cls] = fields
        for attribute in attributes:
            for field in self._of_attribute(cls, attribute):
                fields[field.name] = field
        for field in self._columns.of_mapping(cls, fields):
            fields.setdefault(field.name, field)
        for field in (*self._brought(cls, fields), *self._hybrids(cls)):
            fields.setdefault(field.name, field)
        for name, relationship in self._relationships.of(cls).items():
            if name not in fields:
                fields[name] = self._leading(cls, name, relationship)
        return fields

    def _of_attribute(self, cls: int, attribute: MappedAttribute) -> Iterator[DataField]:
        columns = tuple(self._columns.of_attribute(cls, attribute))
        if columns:
            yield from columns
            return
        relationship = self._relationships.of(cls).get(attribute.name)
        _, value = self._values.followed(attribute.place, attribute.value)
        made = last_name(value.function) if isinstance(value, Call) else ""
        path, line = attribute.place.path, _line(attribute)
        if relationship is not None:
            yield msgspec.structs.replace(self._leading(cls, attribute.name, relationship), path=path, line=line)
        elif made in _COMPUTED:
            shape = self._annotated(attribute)
            yield DataField(attribute.name, shape, origin=origin(shape), required=False, path=path, line=line)
        elif made in _SAME and isinstance(value, Call) and value.args:
            other = self._fields(cls).get(self._values.text(attribute.place, value.args[0]))
            if other is not None:
                yield msgspec.structs.replace(other, name=attribute.name, key=False, path=path, line=line)

    def _annotated(self, attribute: MappedAttribute) -> Shape:
        place = attribute.place
        is_said = not isinstance(attribute.annotation, Unknown)
        return self._shapes.annotated(place.module, place.scope, attribute.annotation) if is_said else UNKNOWN

    def _leading(self, cls: int, name: str, relationship: Relationship) -> DataField:
        """What leads to one or many objects, also along the back of another class's relationship."""
        found = self._program.definitions[cls]
        refers = self._program.definitions[relationship.target].name if relationship.target >= 0 else ""
        key = "" if relationship.many or relationship.through else self._key_column(cls, name, relationship)
        shape = array_of(data(refers)) if relationship.many else data(refers)
        kept = next((one for one in self._fields(cls).values() if key and one.column == key), None)
        may_be_none = kept is not None and kept.shape.kind is ShapeKind.UNION
        return DataField(
            name=name,
            shape=or_null(shape, may_be=may_be_none),
            origin=Origin.COLUMN,
            required=False,
            column=key if kept is not None else "",
            refers=refers,
            path=self._program.modules[found.module].path,
            line=found.head.line,
        )

    def _key_column(self, cls: int, name: str, relationship: Relationship) -> str:
        """The column of the own table by which a relationship leads to one object; empty where it is not certain."""
        if relationship.direction != "many_to_one":
            return ""
        there = {table.name.lower() for one in self._lineage(relationship.target) if (table := self._table(one))}
        own = [table for one in self._lineage(cls) if (table := self._table(one)) is not None]
        found = dict.fromkeys(key.column for table in own for key in table.keys if key.to_table.lower() in there)
        if len(found) == 1:
            return next(iter(found))
        named = (f"{name}_id", f"{name}_fk", f"{name}_uuid", f"id_{name}")
        return next((one for one in found if one in named), "")

    def _lineage(self, cls: int) -> tuple[int, ...]:
        return self._classes.lineage(cls) if cls >= 0 else ()

    def _brought(self, cls: int, fields: dict[str, DataField]) -> Iterator[DataField]:
        """The columns of mixins and parents outside the source, of which only the names are told."""
        known = {one.column for one in fields.values()}
        for one in self._lineage(cls):
            for base in self._names.bases(one):
                told = self._classes.packages.find(base.name) if isinstance(base, External) else None
                for column, shape in _told(self._classes.packages.columns(told.name), told) if told else ():
                    if column not in known:
                        yield self._named(cls, column, shape)

    def _named(self, cls: int, column: str, shape: Shape) -> DataField:
        found = self._program.definitions[cls]
        return DataField(
            column,
            shape,
            origin=origin(shape),
            column=column,
            key=column == "id",
            path=self._program.modules[found.module].path,
            line=found.head.line,
        )

    def _hybrids(self, cls: int) -> Iterator[DataField]:
        for owner in reversed(self._lineage(cls)):
            for name, binding in self._classes.own(owner).items():
                if not isinstance(binding, DefinitionBinding):
                    continue
                found = self._program.definitions[binding.definition]
                if any(dotted(one).rpartition(".")[2] in _HYBRIDS for one in found.head.decorators):
                    shape = self._shapes.annotated(found.module, found.head.scope, found.head.returns)
                    path = self._program.modules[found.module].path
                    yield DataField(
                        name,
                        shape,
                        origin=origin(shape, Origin.ANNOTATION),
                        required=False,
                        path=path,
                        line=found.head.line,
                    )

    def _table(self, cls: int) -> DeclaredTable | None:
        table = self._schema.of_class.get(cls)
        return None if table is None else self._schema.tables[table]

    def _shape_of(self, cls: int, column: str) -> Shape:
        """What the column holds that a key of a class refers to."""
        for one in self._lineage(cls):
            table = self._table(one)
            key = next((key for key in table.keys if key.column == column), None) if table is not None else None
            there = self._schema.named(key.to_table) if key is not None else None
            target = self._schema.tables[there].definition if there is not None else -1
            for field in self._fields(target).values() if target >= 0 else ():
                if key is not None and field.column == (key.to_column or "id"):
                    return UNKNOWN if field.refers else without_null(field.shape)
        return UNKNOWN


def _told(table: PackageTable, base: PackageClass) -> Iterator[tuple[str, Shape]]:
    keys = {key.column for key in base.table.keys}
    shapes = ((column, brought(column, base.name, is_key=column in keys)) for column in table.columns)
    return ((column, or_null(shape, may_be=column in table.nullable)) for column, shape in shapes)


def _line(attribute: MappedAttribute) -> int:
    if isinstance(attribute.value, Call):
        return attribute.value.line
    annotation = attribute.annotation
    return line_of(annotation.value if isinstance(annotation, Subscript) else annotation)
