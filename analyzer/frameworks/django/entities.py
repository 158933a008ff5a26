"""Which fields do the objects of Django's models have, and which shapes?

A key gives two fields, as on the object: ``customer`` leads to another entity, ``customer_id`` holds what identifies
it. What leads back from the other side is no field. Of an abstract model the fields are those that its subclasses get.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.column_shapes import data, first_paragraph, or_null, origin
from analyzer.frameworks.django.columns import Columns
from analyzer.frameworks.django.field_shapes import FieldShapes
from analyzer.frameworks.django.fields import Field
from analyzer.frameworks.django.targets import Target
from analyzer.frameworks.plain_shapes import INTEGER, array_of
from analyzer.link.names import Names
from analyzer.link.program import ProgramDefinition
from analyzer.link.schema import Schema
from analyzer.model.chains import last_name
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Origin, Shape
from analyzer.model.spelling import spelled

_DEEPEST = 8  # keys that are keys to others
_MODELS = ("django.db.models.", "django.contrib.gis.db.models.")
_TELL_NOTHING = ("builtins.", "abc.", "typing.", "typing_extensions.")
_FILLED = ("auto_now", "auto_now_add", "blank", "null", "auto_created")


class Entities:
    """Reads the models of a program whose tables are declared."""

    def __init__(self, names: Names, schema: Schema, columns: Columns) -> None:
        self._names = names
        self._program = names.program
        self._schema = schema
        self._columns = columns
        self._models = columns.models
        self._shapes = FieldShapes(names, columns.apps)
        self._keys: dict[int, Shape] = {}

    def found(self) -> Iterator[DataType]:
        """Yield every model, abstract ones and proxies too."""
        return (self._entity(found) for found in self._models.every)

    def _entity(self, found: ProgramDefinition) -> DataType:
        fields: dict[str, DataField] = {}
        for one in self._fields(found):
            fields.setdefault(one.name, one)
        table = self._schema.of_class.get(found.id)
        return DataType(
            definition=found.name,
            kind=DataKind.ENTITY,
            fields=tuple(fields.values()),
            path=self._program.modules[found.module].path,
            line=found.head.line,
            table="" if table is None else self._schema.tables[table].name,
            about=first_paragraph(found.head.doc),
            bases=self._names.base_names(found.id),
            whole=self._is_whole(found),
        )

    def _is_whole(self, found: ProgramDefinition) -> bool:
        """False where a class outside may bring fields of which nothing is told."""
        outside = self._names.external_bases(found.id)
        told = (*_MODELS, *_TELL_NOTHING)
        return all(base.startswith(told) or self._models.outside.known(base) is not None for base in outside)

    def _fields(self, found: ProgramDefinition) -> Iterator[DataField]:
        is_stored = self._models.is_stored(found.id)
        for parent in reversed(self._models.parents(found.id)):
            for one in self._fields(self._program.definitions[parent]):
                yield msgspec.structs.replace(one, key=one.key and not is_stored)
        if is_stored:
            yield from self._linking(found)
        order = self._names.mro(found.id)
        own = self._models.fields(found.id).values()
        for field in sorted(own, key=lambda one: -order.index(one.owner.id)):
            yield from self._of_field(found, field)
        if is_stored and self._columns.apps.option(found.id, "order_with_respect_to") is not None:
            yield self._plain(found, "_order", INTEGER)

    def _linking(self, found: ProgramDefinition) -> Iterator[DataField]:
        """The key that no line declares, and what leads to the tables that a row is continued in."""
        if self._columns.key(found.id) == "id" and "id" not in self._models.fields(found.id):
            yield self._plain(found, "id", INTEGER, is_key=True)
        for attribute, (column, table, _) in self._columns.links(found).items():
            target = self._columns.targets.of_table(table)
            refers = self._name(target)
            path, line = self._program.modules[found.module].path, found.head.line
            yield DataField(
                attribute, data(refers), origin=Origin.COLUMN, column=column, refers=refers, path=path, line=line
            )
            yield self._plain(found, column, self._key_of(target), is_key=True)

    def _plain(self, found: ProgramDefinition, name: str, shape: Shape, *, is_key: bool = False) -> DataField:
        """A column without a field in the source."""
        path = self._program.modules[found.module].path
        return DataField(
            name, shape, origin=Origin.COLUMN, required=False, column=name, key=is_key, path=path, line=found.head.line
        )

    def _of_field(self, found: ProgramDefinition, field: Field) -> Iterator[DataField]:
        if field.kind == "column":
            yield self._field(field, field.name, self._shapes.of(field))
            return
        if field.kind == "generic":
            yield self._field(field, field.name, UNKNOWN)
            return
        target = self._columns.targets.of_field(found, field)
        if not field.leads and "through" in field.arguments:
            through = self._columns.targets.find(found, field.arguments["through"])
            target = self._columns.targets.other_side(found, through.cls) if through.cls >= 0 else target
        refers = self._name(target)
        if field.kind in ("many", "reverse"):
            yield self._field(field, field.name, array_of(data(refers)), refers)
            return
        yield self._field(field, field.name, data(refers), refers)
        yield self._field(field, f"{field.name}_id", self._referred(field, target))

    def _field(self, field: Field, name: str, shape: Shape, refers: str = "") -> DataField:
        default = field.arguments.get("default")
        if default is None:
            default = field.arguments.get("db_default")
        is_key = field.is_true("primary_key") and not refers
        made = field.made
        is_column = field.kind in ("column", "one", "only")
        filled = default is not None or not is_column or any(field.is_true(one) for one in _FILLED)
        is_automatic = made is not None and last_name(made.function).endswith("AutoField")
        return DataField(
            name=name,
            shape=or_null(shape, may_be=is_column and self._may_be_null(field)),
            written=spelled(made.function) if made is not None else "",
            origin=origin(shape),
            required=not (filled or is_automatic),
            default="" if default is None else spelled(default.expression),
            about=self._columns.apps.text(field.arguments.get("help_text")),
            column=self._columns.of_field(field) if is_column else "",
            refers=refers,
            key=is_key,
            path=self._program.modules[field.owner.module].path,
            line=field.line,
        )

    def _may_be_null(self, field: Field) -> bool:
        return field.is_true("null") or field.outside.endswith("NullBooleanField")

    def _referred(self, field: Field, target: Target) -> Shape:
        """What the column of a key holds: the key of what it leads to, or the field that it names."""
        named = self._columns.apps.text(field.arguments.get("to_field"))
        other = self._models.field(target.cls, named) if named and target.cls >= 0 else None
        return self._shapes.of(other) if other is not None and other.kind == "column" else self._key_of(target)

    def _key_of(self, target: Target, depth: int = 0) -> Shape:
        if target.cls < 0:
            return INTEGER if target.table and self._models.outside.key_column(target.table) == "id" else UNKNOWN
        if target.cls not in self._keys and depth < _DEEPEST:
            self._keys[target.cls] = self._read_key(target.cls, depth)
        return self._keys.get(target.cls, UNKNOWN)

    def _read_key(self, cls: int, depth: int) -> Shape:
        found = self._program.definitions[cls]
        for field in self._models.fields(cls).values():
            if field.is_true("primary_key"):
                if field.kind == "column":
                    return self._shapes.of(field)
                return self._key_of(self._columns.targets.of_field(found, field), depth + 1)
        for parent in self._models.parents(cls):
            return self._key_of(self._columns.targets.of_class(parent), depth + 1)
        return INTEGER

    def _name(self, target: Target) -> str:
        """The dotted name of the model that is referred to, also of one in a package; empty where it is not known."""
        if target.cls >= 0:
            return self._program.definitions[target.cls].name
        told = self._models.outside.model_of(target.table) if target.table else None
        return told.name if told is not None else ""
