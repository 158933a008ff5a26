"""Which fields have models, as forms and serializers see them?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from analyzer.frameworks.django.fields import Field
from analyzer.frameworks.django.schema import DjangoSchema
from analyzer.frameworks.django.serving.field_kinds import shape_of, word_of
from analyzer.frameworks.django.serving.written import Placed, choices
from analyzer.frameworks.plain_shapes import INTEGER, array_of
from analyzer.frameworks.shapes import nullable
from analyzer.link.names import Names
from analyzer.link.protocol import Values
from analyzer.link.types import Type, options
from analyzer.model.chains import text_of
from analyzer.model.shapes import UNKNOWN, DataField, DataType, Origin, Shape, ShapeKind
from analyzer.model.spelling import spelled

_DEEPEST = 6  # keys that are keys of others
_KEYS = ("pk", "id")
_TICKED = ("Boolean", "NullBoolean")
"""What a form takes for no where it is not sent."""


class ModelFields:
    """Reads a model's fields; answers are remembered."""

    def __init__(
        self, names: Names, schema: DjangoSchema, model_of: Callable[[Type], int], entities: Sequence[DataType]
    ) -> None:
        """``model_of`` returns the model that a value is of, or over; ``entities`` tell the shapes of columns."""
        self._names = names
        self._schema = schema
        self._model_of = model_of
        self._every: dict[int, dict[str, DataField]] = {}
        self._keys: dict[int, Shape] = {}
        self._left_blank: set[tuple[int, str]] = set()
        self.values: Values | None = None
        self.worked_on: Callable[[int], int] = lambda _: -1
        self.entities = entities
        self._entities = {one.definition: one for one in entities}

    def every(self, model: int) -> dict[str, DataField]:
        """Return the fields of a model, those of its parents too; those that no form shows are ``read_only``."""
        if model < 0:
            return {}
        if model not in self._every:
            found = {name: self._field(model, one) for name, one in self._declared(model).items()}
            if not any(field.key for field in found.values()):
                key = DataField("id", INTEGER, origin=Origin.COLUMN, required=False, key=True, read_only=True)
                found = {"id": key, **found}
            self._every[model] = found
        return self._every[model]

    def in_form(self, model: int, field: DataField) -> DataField:
        """Return a field as a form asks for it: what may not be blank must be given, whatever its default is.

        The column of a file holds where it lies; a form is sent the file itself.
        """
        sent = shape_of(word_of(field.written))
        return msgspec.structs.replace(
            plain(field),
            shape=sent if is_upload(sent) else field.shape,
            required=(model, field.name) not in self._left_blank,
        )

    def find(self, cls: int, name: str) -> DataField | None:
        """Return a field of the model that a form or serializer works on."""
        return self.every(self.worked_on(cls)).get(name)

    def key(self, model: int) -> Shape:
        """Return the shape of a model's primary key; of one that is a key to another, that one's."""
        if model not in self._keys:
            self._keys[model] = self._key(model)
        return self._keys[model]

    def _key(self, model: int) -> Shape:
        for _ in range(_DEEPEST):
            field = next((one for one in self._declared(model).values() if one.is_true("primary_key")), None)
            if field is None:
                return INTEGER if model >= 0 else UNKNOWN
            told = self._told(model, field)
            if told != UNKNOWN or field.kind == "column":
                return told if told != UNKNOWN else self._shape(model, field)
            model = self._schema.target_of(model, field)
        return UNKNOWN

    def accessor(self, model: int, parent: int, key: str = "") -> str:
        """Return the name under which an object has those that lead to it by a key; empty where none leads there.

        ``key`` is the name of the field that is meant, empty where any is.
        """
        fields = self._declared(model).items() if parent >= 0 else ()
        for field in [one for name, one in fields if key in ("", name)]:
            if field.kind in ("one", "only") and self._schema.target_of(model, field) in self._names.mro(parent):
                given = field.arguments.get("related_name")
                usual = self._names.program.definitions[model].head.name.lower()
                named = text_of(given.expression).rstrip("+") if given is not None else ""
                return named or (f"{usual}_set" if field.kind == "one" else usual)
        return ""

    def at(self, placed: Placed) -> int:
        """Return the model that an expression names, or is a query over; -1 where it is none."""
        if self.values is None:
            return -1
        found = (self._model_of(one) for one in options(self.values.value_at(*placed)))
        return next((one for one in found if one != -1), -1)

    def key_of(self, placed: Placed, to_field: str = "") -> Shape:
        """Return the key, or another field, of the objects that a query is over."""
        model = self.at(placed)
        field = self.every(model).get(to_field) if to_field not in ("", *_KEYS) else None
        return field.shape if field is not None else self.key(model)

    def looked_up(self, model: int, lookup: str) -> Shape:
        """Return the shape of what ``filter(lookup=…)`` or a ``lookup_field`` compares with."""
        if lookup in _KEYS:
            return self.key(model)
        field = self.every(model).get(lookup.partition("__")[0])
        return field.shape if field is not None and "__" not in lookup else UNKNOWN

    def _declared(self, model: int) -> dict[str, Field]:
        """The fields in the bodies of a model and its parents that have values of their own."""
        return {
            name: field
            for ancestor in (reversed(self._names.mro(model)) if model >= 0 else ())
            for name, field in self._schema.fields_of(ancestor).items()
            if field.kind in ("column", "one", "only", "many")
        }

    def _field(self, model: int, field: Field) -> DataField:
        module = self._names.program.modules[field.owner.module]
        told = self._told(model, field)
        shape = told if told != UNKNOWN else self._shape(model, field)
        is_key = field.is_true("primary_key")
        is_auto = is_key and word_of(field.outside).endswith("Auto")
        is_set = field.is_true("auto_now") or field.is_true("auto_now_add") or field.is_false("editable")
        is_free = field.is_true("blank") or "default" in field.arguments or field.is_true("null")
        default = field.arguments.get("default")
        if field.is_true("blank") or word_of(field.outside) in _TICKED or is_auto or is_set:
            self._left_blank.add((model, field.name))
        return DataField(
            field.name,
            shape,
            written=field.outside.rpartition(".")[2],
            origin=Origin.UNKNOWN if shape == UNKNOWN else Origin.COLUMN,
            required=not (is_free or is_auto or is_set),
            default=spelled(default.expression) if default is not None else "",
            key=is_key,
            path=module.path,
            line=field.line,
            read_only=is_auto or is_set,
        )

    def _told(self, model: int, field: Field) -> Shape:
        """What the entity says of a column; of a key to another what identifies that."""
        entity = self._entities.get(self._names.program.definitions[model].name)
        name = field.name if field.kind == "column" else f"{field.name}_id"
        found = entity.fields if entity is not None and field.kind != "many" else ()
        return next((one.shape for one in found if one.name == name), UNKNOWN)

    def _shape(self, model: int, field: Field) -> Shape:
        if field.kind in ("one", "only", "many"):
            shape = self.key(self._schema.target_of(model, field))
            return array_of(shape) if field.kind == "many" else _nullable(shape, field)
        given = field.arguments.get("choices")
        chosen = choices(self._names, (given.module, given.scope, given.expression)) if given is not None else None
        return _nullable(chosen or shape_of(word_of(field.outside)), field)


def _nullable(shape: Shape, field: Field) -> Shape:
    return nullable(shape) if field.is_true("null") else shape


def is_upload(shape: Shape) -> bool:
    """Return whether a value is a file, or may be one."""
    return shape.kind is ShapeKind.BINARY or any(is_upload(one) for one in shape.of)


def plain(field: DataField) -> DataField:
    """Return a field without what only a column has."""
    return msgspec.structs.replace(field, column="", refers="", key=False)
