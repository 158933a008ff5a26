"""Which fields do marshmallow's schemas declare, and what does each look like?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.annotation_shapes import json_text
from analyzer.frameworks.class_fields import ClassField, inherited, named_statements
from analyzer.frameworks.plain_shapes import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DECIMAL,
    DURATION,
    EMAIL,
    INTEGER,
    LIST,
    MAP,
    NUMBER,
    STRING,
    TIME,
    URI,
    UUID,
)
from analyzer.frameworks.request_reads.frames import Arguments
from analyzer.frameworks.request_reads.values import Declared, Known, Shaped
from analyzer.link.names import Names
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.shapes import NULL, UNKNOWN, Shape, ShapeKind
from analyzer.model.spelling import spelled
from analyzer.model.syntax import Call, Constant, Expression, Items

_LIBRARIES = (
    "marshmallow.",
    "webargs.",
    "flask_marshmallow.",
    "flask_appbuilder.marshmallow",
    "marshmallow_sqlalchemy.",
)
_SHAPES = {
    "String": STRING,
    "Str": STRING,
    "Integer": INTEGER,
    "Int": INTEGER,
    "Float": NUMBER,
    "Number": NUMBER,
    "Decimal": DECIMAL,
    "Boolean": BOOLEAN,
    "Bool": BOOLEAN,
    "DateTime": DATE_TIME,
    "AwareDateTime": DATE_TIME,
    "NaiveDateTime": DATE_TIME,
    "LocalDateTime": DATE_TIME,
    "Date": DATE,
    "Time": TIME,
    "TimeDelta": DURATION,
    "UUID": UUID,
    "Email": EMAIL,
    "Url": URI,
    "URL": URI,
    "IP": STRING,
    "Dict": MAP,
    "Mapping": MAP,
    "List": LIST,
    "DelimitedList": LIST,
    "Raw": UNKNOWN,
    "Field": UNKNOWN,
    "Nested": UNKNOWN,
    "Pluck": UNKNOWN,
    "Method": UNKNOWN,
    "Function": UNKNOWN,
    "Constant": UNKNOWN,
    "Enum": UNKNOWN,
}
_DEEPEST = 6


def declared(name: str, given: Arguments) -> Declared | None:
    """Return the field that a call of a library makes; None where it makes none."""
    if not name.startswith(_LIBRARIES) or name.rpartition(".")[2] not in _SHAPES:
        return None
    shape = _SHAPES[name.rpartition(".")[2]]
    inner = given.get(0)
    if shape.kind is ShapeKind.ARRAY and isinstance(inner, (Declared, Shaped)):
        shape = Shape(ShapeKind.ARRAY, (inner.shape,))
    default = given.get(-1, "load_default", "missing", "default")
    required = given.get(-1, "required") == Known(True)
    written = repr(default.value) if isinstance(default, Known) and default.value is not None else ""
    return Declared(shape, required, written)


class MarshmallowFields:
    """Reads classes that derive from the library's."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def is_schema(self, cls: int) -> bool:
        """Return whether a class is a schema of the library."""
        return any(
            base.startswith(_LIBRARIES) or base.endswith((".SQLAlchemyAutoSchema", ".SQLAlchemySchema", ".ma.Schema"))
            for base in self._names.external_bases(cls)
        )

    def of(self, cls: int) -> tuple[ClassField, ...]:
        """Return the fields of a schema, those of its ancestors first."""
        return inherited(self._names, cls, self._own)

    def _own(self, cls: int) -> Iterator[ClassField]:
        definition = self._names.program.definitions[cls]
        path = self._names.program.modules[definition.module].path
        for attribute, statement in named_statements(self._names.program, definition):
            if statement.kind not in ("assign", "annotate"):
                continue
            value = statement.value
            shape = self.shape(definition.module, definition.scope, value)
            if shape is None or not isinstance(value, Call):
                continue
            default = next((one for key in ("load_default", "missing") if (one := keyword(value, key))), None)
            if _is_true(value, "allow_none") and shape != UNKNOWN:
                shape = Shape(ShapeKind.UNION, tuple(sorted((shape, NULL))))
            name = text_of(keyword(value, "data_key")) or attribute
            written = spelled(value.function)
            text = spelled(default) if isinstance(default, Constant) else ""
            required, taken = _is_true(value, "required"), not _is_true(value, "dump_only")
            yield ClassField(name, shape, written, required, text, path, statement.line, taken)

    def shape(self, module: int, scope: int, value: Expression, depth: int = 0) -> Shape | None:
        """Return the shape of a field that an expression makes; None where it makes none."""
        if not isinstance(value, Call) or depth > _DEEPEST:
            return None
        meaning = self._names.resolve(module, scope, value.function)
        first = value.args[0] if value.args else keyword(value, "nested")
        if isinstance(meaning, External):
            if not meaning.name.startswith(_LIBRARIES) and "fields." not in meaning.name:
                return None
            last = meaning.name.rpartition(".")[2]
        elif isinstance(meaning, ClassOf):
            last = self._base(meaning.definition)
        else:
            last = last_name(value.function) if _through_fields(value.function) else ""
        if last not in _SHAPES:
            return None
        if last in ("Nested", "Pluck") and first is not None:
            inner = self._nested(module, scope, first)
            return Shape(ShapeKind.ARRAY, (inner,)) if _is_true(value, "many") else inner
        if last in ("List", "DelimitedList") and first is not None:
            item = self.shape(module, scope, first, depth + 1)
            return Shape(ShapeKind.ARRAY, (item or UNKNOWN,))
        return _one_of(value) or _SHAPES[last]

    def _base(self, cls: int) -> str:
        """Return the library's class that a field class of the project derives from."""
        outside = (one for one in self._names.external_bases(cls) if one.startswith(_LIBRARIES))
        return next((one.rpartition(".")[2] for one in outside if one.rpartition(".")[2] in _SHAPES), "")

    def _nested(self, module: int, scope: int, schema: Expression) -> Shape:
        meaning = self._names.resolve(module, scope, schema.function if isinstance(schema, Call) else schema)
        if not isinstance(meaning, ClassOf) and text_of(schema):
            meaning = self._names.member_of_module(module, text_of(schema))
        if isinstance(meaning, ClassOf):
            return Shape(ShapeKind.DATA, name=self._names.program.definitions[meaning.definition].name)
        return UNKNOWN


def _through_fields(function: Expression) -> bool:
    return spelled(function).startswith(("fields.", "ma."))


def _one_of(call: Call) -> Shape | None:
    """``validate=OneOf(["a", "b"])``."""
    given = keyword(call, "validate")
    if not isinstance(given, Call) or last_name(given.function) != "OneOf":
        return None
    choices = given.args[0] if given.args else keyword(given, "choices")
    items = choices.items if isinstance(choices, Items) else ()
    values = [one.value for one in items if isinstance(one, Constant)]
    if not values or len(values) != len(items):
        return None
    return Shape(ShapeKind.CONSTANTS, values=tuple(json_text(one) for one in values))


def _is_true(call: Call, name: str) -> bool:
    return is_true(keyword(call, name))
