"""Which fields do the objects of mapped classes have, and which shapes?

Knows no framework: a mapper says what each field is (``FieldFacts``), how an object names the key of another, and which
fields may be empty. The class of a field says its shape, by one table for the mappers that say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from analyzer.frameworks.column_shapes import FILE, as_json, by_ending, constants, data, first_paragraph, or_null
from analyzer.frameworks.library_shapes import of_type
from analyzer.frameworks.mapped_classes import MappedClasses, MappedField
from analyzer.frameworks.mapped_relations import FieldFacts, Relations
from analyzer.frameworks.plain_shapes import (
    BINARY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DECIMAL,
    DURATION,
    EMAIL,
    INTEGER,
    MAP,
    NUMBER,
    STRING,
    TIME,
    URI,
    UUID,
    array_of,
)
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind
from analyzer.model.spelling import spelled
from analyzer.model.syntax import Call, Expression, Items

_SHAPES: dict[str, Shape] = {
    **dict.fromkeys(("IntegerField", "AutoField", "IntField", "PrimaryKeyField", "RowIDField", "BitField"), INTEGER),
    **dict.fromkeys(("LongField", "SequenceField", "IdentityField", "BigBitField"), INTEGER),
    **dict.fromkeys(("CharField", "TextField", "StringField", "ObjectIdField", "BareField", "IPField"), STRING),
    **dict.fromkeys(("TSVectorField", "SearchField", "EnumField"), STRING),
    **dict.fromkeys(("FloatField", "DoubleField"), NUMBER),
    **dict.fromkeys(("DecimalField", "Decimal128Field"), DECIMAL),
    **dict.fromkeys(("BlobField", "BinaryField"), BINARY),
    **dict.fromkeys(("DateTimeField", "DatetimeField", "TimestampField", "DateTimeTZField"), DATE_TIME),
    **dict.fromkeys(("TimeDeltaField", "IntervalField"), DURATION),
    **dict.fromkeys(("JSONField", "DictField", "DynamicField", "GeoPointField", "HStoreField"), MAP),
    **dict.fromkeys(("PointField", "LineStringField", "PolygonField"), MAP),
    **dict.fromkeys(("FileField", "ImageField", "ImageGridFsProxy"), FILE),
    "BooleanField": BOOLEAN,
    "DateField": DATE,
    "TimeField": TIME,
    "UUIDField": UUID,
    "UUIDAutoField": UUID,
    "EmailField": EMAIL,
    "URLField": URI,
    "BinaryUUIDField": UUID,
}
"""By the class of the field, in Peewee, Tortoise or MongoEngine; of others the longest ending counts."""

_TYPES: dict[str, Shape] = {
    **{
        name: shape
        for name in ("str", "int", "float", "bool", "bytes", "dict")
        if (shape := of_type(f"builtins.{name}"))
    },
    **{name: shape for name in ("date", "datetime", "time", "timedelta") if (shape := of_type(f"datetime.{name}"))},
    "Decimal": DECIMAL,
    "UUID": UUID,
    "LongStr": STRING,
    "unicode": STRING,
    "long": INTEGER,
    "buffer": BINARY,
    "Json": MAP,
    "StrArray": array_of(STRING),
    "IntArray": array_of(INTEGER),
    "FloatArray": array_of(NUMBER),
}
"""What stands as the type of an attribute where the field's class says only whether it is required, as in Pony."""
_LISTS = ("ListField", "SortedListField", "ArrayField")
_EMBEDDED = ("EmbeddedDocumentField",)
_EMBEDDED_LISTS = ("EmbeddedDocumentListField",)
_ENUMS = ("EnumField", "EnumFieldInstance")
_DEFAULTS = ("default", "db_default", "default_factory")
_FILLED = ("auto_now", "auto_now_add", "blank", "generated", "auto")
_DEEPEST = 4  # lists of lists
_PAIR = 2


class EntityMapping(Protocol):
    """What a mapper says of the fields of its objects."""

    key_of_other: str
    """How an object names what identifies another: by the ``column``, by the ``name`` with ``_id``, or not at all."""
    key_shape: Shape
    """What the key holds that no field is."""

    def may_be_null(self, field: MappedField) -> bool:
        """Return whether a field may be empty."""

    def key_columns(self, cls: int) -> tuple[str, ...] | None:
        """Return the columns of the key of a class that declares one, None for one that does not."""


class MappedEntities:
    """Reads the classes of a mapper whose tables are declared."""

    def __init__(self, classes: MappedClasses, schema: Schema, relations: Relations, mapping: EntityMapping) -> None:
        self._classes = classes
        self._schema = schema
        self._relations = relations
        self._mapping = mapping

    def found(self) -> Iterator[DataType]:
        """Yield every mapped class, also those without a table."""
        return (self._entity(cls) for cls in self._classes.all)

    def _entity(self, cls: int) -> DataType:
        found, table = self._classes.program.definitions[cls], self._schema.of_class.get(cls)
        fields: dict[str, DataField] = {}
        for one in self._fields(cls):
            fields.setdefault(one.name, one)
        return DataType(
            definition=found.name,
            kind=DataKind.ENTITY,
            fields=tuple(fields.values()),
            path=self._classes.program.module_of(cls).path,
            line=found.head.line,
            table="" if table is None else self._schema.tables[table].name,
            about=first_paragraph(found.head.doc),
            bases=self._classes.names.base_names(cls),
        )

    def _fields(self, cls: int) -> Iterator[DataField]:
        keys = self._mapping.key_columns(cls)
        if keys is None and cls in self._schema.of_class:
            place = self._classes.program.definitions[cls].head.line, self._classes.program.module_of(cls).path
            table = self._schema.tables[self._schema.of_class[cls]]
            column = "_id" if "_id" in table.columns else "id"
            yield DataField(
                "id", self._mapping.key_shape, origin=Origin.COLUMN, required=False, column=column, key=True,
                path=place[1], line=place[0],
            )  # fmt: skip
        for field in self._classes.fields(cls):
            facts = self._relations.field(cls, field.name)
            if facts is not None:
                yield from self._of_field(field, facts, keys or ())

    def _of_field(self, field: MappedField, facts: FieldFacts, keys: tuple[str, ...]) -> Iterator[DataField]:
        if facts.target < 0:
            yield self._field(field, facts.column, self._shape(field.owner, field.value, 0), keys)
            return
        refers = self._classes.program.definitions[facts.target].name
        shape = array_of(data(refers)) if facts.many else data(refers)
        yield self._field(field, facts.column, shape, () if self._mapping.key_of_other else keys, refers)
        name = {"column": facts.column, "name": f"{field.name}_id"}.get(self._mapping.key_of_other, "")
        if facts.column and name and not facts.many and name != field.name:
            key = self._field(field, facts.column, self._key_shape(facts.target, 0), keys)
            yield DataField(**{one: getattr(key, one) for one in key.__struct_fields__} | {"name": name})

    def _field(
        self, field: MappedField, column: str, shape: Shape, keys: tuple[str, ...], refers: str = ""
    ) -> DataField:
        call = field.value
        given = (keyword(call, name) for name in _DEFAULTS) if isinstance(call, Call) else ()
        default = next((one for one in given if one is not None), None)
        may_be_null = bool(column) and self._mapping.may_be_null(field)
        is_filled = isinstance(call, Call) and any(
            self._classes.truth(field.owner, keyword(call, name)) for name in _FILLED if name in _given(call)
        )
        is_key = bool(column) and column in keys
        is_filled = is_filled or (is_key and shape in (INTEGER, UUID))  # by the database, or by the mapper
        about = text_of(keyword(call, "help_text") or keyword(call, "description")) if isinstance(call, Call) else ""
        return DataField(
            name=field.name,
            shape=or_null(shape, may_be=may_be_null and not (refers and shape.kind is ShapeKind.ARRAY)),
            written=spelled(call.function) if isinstance(call, Call) else "",
            origin=Origin.COLUMN,
            required=not (may_be_null or is_filled or default is not None or not column),
            default="" if default is None else spelled(default),
            about=about,
            column=column,
            refers=refers,
            key=is_key,
            path=self._classes.program.module_of(field.owner).path,
            line=field.line,
        )

    def _shape(self, owner: int, value: Expression, depth: int) -> Shape:
        """The shape of what a field holds, by the call that makes it."""
        if not isinstance(value, Call) or depth > _DEEPEST:
            return UNKNOWN
        last = self._classes.called(owner, value).rpartition(".")[2]
        inside = value.args[0] if value.args else None
        if last in _LISTS:
            inner = inside or keyword(value, "field")
            return array_of(self._shape(owner, inner, depth + 1) if inner is not None else UNKNOWN)
        if last == "MapField":
            return Shape(ShapeKind.MAP, (self._shape(owner, inside, depth + 1) if inside is not None else UNKNOWN,))
        if last in _EMBEDDED + _EMBEDDED_LISTS or last.endswith(_ENUMS):
            named = inside or keyword(value, "document_type") or keyword(value, "enum") or keyword(value, "enum_type")
            shape = data(self._class_named(owner, named))
            return array_of(shape) if last in _EMBEDDED_LISTS else shape
        choices = keyword(value, "choices")
        chosen = self._chosen(owner, choices) if choices is not None else UNKNOWN
        if chosen.kind is not ShapeKind.UNKNOWN:
            return chosen
        known = by_ending(last.removesuffix("Instance"), _SHAPES)
        if known.kind is ShapeKind.UNKNOWN and inside is not None:
            known = _TYPES.get(last_name(inside), UNKNOWN)
            other = self._class_named(owner, inside) if known.kind is ShapeKind.UNKNOWN else ""
            return data(other) if other else known
        return known

    def _class_named(self, owner: int, expression: Expression | None) -> str:
        """The dotted name of the class that an expression, or its text, names; empty for none."""
        text = text_of(expression)
        if text:
            cls = self._classes.by_name(owner, text)
            return self._classes.program.definitions[cls].name if cls >= 0 else ""
        found = self._classes.program.definitions[owner]
        names = self._classes.names
        meaning = names.resolve(found.module, found.scope, expression) if expression is not None else None
        return self._classes.program.definitions[meaning.definition].name if isinstance(meaning, ClassOf) else ""

    def _chosen(self, owner: int, choices: Expression) -> Shape:
        """One of the constants of a list, or of a list of pairs with labels; unknown where any is not written out."""
        value = self._classes.value(owner, choices)
        items = value.items if isinstance(value, Items) else ()
        firsts = (one.items[0] if isinstance(one, Items) and len(one.items) == _PAIR else one for one in items)
        texts = [as_json(self._classes.value(owner, one)) for one in firsts]
        return constants(texts) if texts and all(texts) else UNKNOWN

    def _key_shape(self, cls: int, depth: int) -> Shape:
        """What identifies an object of a class: what its first key holds."""
        keys = self._mapping.key_columns(cls)
        first = keys[0] if keys else ""
        for field in self._classes.fields(cls) if first and depth < _DEEPEST else ():
            facts = self._relations.field(cls, field.name)
            if facts is not None and facts.column == first:
                is_key = facts.target >= 0
                return self._key_shape(facts.target, depth + 1) if is_key else self._shape(field.owner, field.value, 0)
        return self._mapping.key_shape if keys is None else UNKNOWN


def _given(call: Call) -> frozenset[str]:
    return frozenset(one.name for one in call.keywords)
