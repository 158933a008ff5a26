"""Which fields do the bodies of forms, serializers and filter sets declare?"""

from __future__ import annotations

import msgspec

from analyzer.frameworks.django.kinds import Kinds
from analyzer.frameworks.django.serving.field_kinds import CHOICES, READ_ONLY, shape_of, word_of
from analyzer.frameworks.django.serving.library_forms import library_fields
from analyzer.frameworks.django.serving.model_fields import ModelFields
from analyzer.frameworks.django.serving.written import Placed, choices
from analyzer.frameworks.plain_shapes import INTEGER, STRING, array_of
from analyzer.frameworks.shapes import nullable
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import keyword, last_name
from analyzer.model.shapes import UNKNOWN, DataField, Origin, Shape, ShapeKind
from analyzer.model.spelling import spelled
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Name

_DEEPEST = 6  # lists of lists
_HIDDEN = ("HiddenField", "HiddenInput")


class DeclaredFields:
    """Reads them, bases first; a name that is set to ``None`` takes a field away."""

    def __init__(self, names: Names, kinds: Kinds, models: ModelFields) -> None:
        self._names = names
        self._kinds = kinds
        self._models = models

    def of(self, cls: int) -> dict[str, DataField]:
        """Return the declared fields of a class, in their order."""
        found: dict[str, DataField] = {}
        for base in reversed(self._names.external_bases(cls)):
            found |= library_fields(base)
        program = self._names.program
        for ancestor in reversed(self._names.mro(cls)):
            place = program.definitions[ancestor]
            path = program.modules[place.module].path
            for name, binding in program.namespaces.get((place.module, place.scope), {}).items():
                if isinstance(binding, DefinitionBinding):
                    continue
                value = binding.value if isinstance(binding, ValueBinding) else None
                if isinstance(value, Constant) and value.value is None:
                    found.pop(name, None)
                elif isinstance(binding, ValueBinding) and isinstance(value, Call):
                    field = self.made(name, (place.module, place.scope, value), cls)
                    if field is not None:
                        found[name] = msgspec.structs.replace(field, path=path, line=binding.line)
        return found

    def made(self, name: str, placed: Placed, cls: int = -1) -> DataField | None:
        """Return the field that a call makes; None where it makes something else."""
        module, scope, call = placed
        if not isinstance(call, Call):
            return None
        kind = self._kind(module, scope, call.function)
        if not kind or kind.endswith(_HIDDEN):
            return None
        word = word_of(kind)
        is_filter = kind.endswith("Filter")
        read_only = _is(call, "read_only") or word in READ_ONLY
        required = not (is_filter or read_only or _says(call, "required", value=False) or _has_default(call))
        shape = self._shape(kind, word, placed, cls, name)
        return DataField(
            name,
            nullable(shape) if _is(call, "allow_null") else shape,
            written=last_name(call.function),
            origin=Origin.UNKNOWN if shape == UNKNOWN else Origin.ANNOTATION,
            required=required,
            default=_default(call),
            about=_text(keyword(call, "help_text")),
            read_only=read_only,
            write_only=_is(call, "write_only"),
        )

    def _kind(self, module: int, scope: int, function: Expression) -> str:
        """The name of the library's class behind a field; that of the project's own for a serializer."""
        meaning = self._names.resolve(module, scope, function)
        if isinstance(meaning, Value):
            meaning = self._names.resolve(meaning.module, meaning.scope, meaning.binding.value)
        if isinstance(meaning, External):
            last = meaning.name.rpartition(".")[2]
            return last if word_of(last) or last.endswith("Serializer") else ""
        if not isinstance(meaning, ClassOf):
            return ""
        if "serializer" in self._kinds.of(meaning.definition):
            return "Serializer"
        own = self._names.program.definitions[meaning.definition].head.name
        bases = [one.rpartition(".")[2] for one in self._names.external_bases(meaning.definition)]
        fields = [one for one in bases if word_of(one)]
        known = [one for one in fields if shape_of(word_of(one)) != UNKNOWN]
        return (known or fields or [""])[0] if not any(one.endswith("Widget") for one in bases) or word_of(own) else ""

    def _shape(self, kind: str, word: str, placed: Placed, cls: int, name: str) -> Shape:
        module, scope, call = placed
        assert isinstance(call, Call)
        if kind.endswith("Serializer"):
            shape = self._nested(module, scope, call.function)
        elif word in CHOICES or word.endswith("Choice"):
            shape = self._chosen(word, placed)
        elif word.endswith(("PrimaryKeyRelated", "ModelChoice", "ModelMultipleChoice")):
            shape = self._key(word, placed, cls, name)
        else:
            shape = self._held(shape_of(word), placed)
        is_one = shape.kind is not ShapeKind.ARRAY
        return array_of(shape) if _is(call, "many") and (is_one or kind.endswith("Serializer")) else shape

    def _nested(self, module: int, scope: int, function: Expression) -> Shape:
        meaning = self._names.resolve(module, scope, function)
        if isinstance(meaning, Value):
            meaning = self._names.resolve(meaning.module, meaning.scope, meaning.binding.value)
        if not isinstance(meaning, ClassOf):
            return UNKNOWN
        return Shape(ShapeKind.DATA, name=self._names.program.definitions[meaning.definition].name)

    def _chosen(self, word: str, placed: Placed) -> Shape:
        """One, or several, of the constants that ``choices`` lists."""
        module, scope, call = placed
        assert isinstance(call, Call)
        base = shape_of(word)
        if (base.kind is ShapeKind.ARRAY and base.of[0] == UNKNOWN) or word.endswith("ModelChoice"):
            return self._key(word, placed, -1, "")
        given = keyword(call, "choices")
        if given is None and call.args and not word.startswith("Typed"):
            given = call.args[0]
        coerce = keyword(call, "coerce")
        found = choices(self._names, (module, scope, given)) if given is not None else None
        if found is None:
            found = INTEGER if last_name(coerce or call) == "int" else STRING
        return array_of(found) if base.kind is ShapeKind.ARRAY else found

    def _key(self, word: str, placed: Placed, cls: int, name: str) -> Shape:
        """The key of the objects of ``queryset``, or of the field's own model."""
        module, scope, call = placed
        assert isinstance(call, Call)
        given = keyword(call, "queryset") or (call.args[0] if call.args else None)
        to_field = keyword(call, "to_field_name")
        shape = UNKNOWN if given is None else self._models.key_of((module, scope, given), _text(to_field))
        if shape == UNKNOWN and cls >= 0:
            field = self._models.find(cls, name)
            shape = field.shape if field is not None else UNKNOWN
        if shape.kind is ShapeKind.ARRAY:
            return shape
        return array_of(shape) if "Multiple" in word else shape

    def _held(self, shape: Shape, placed: Placed, depth: int = 0) -> Shape:
        """What a list or dict holds, by its ``child`` or ``base_field``."""
        module, scope, call = placed
        if shape.kind not in (ShapeKind.ARRAY, ShapeKind.MAP) or not isinstance(call, Call) or depth > _DEEPEST:
            return shape
        inner = keyword(call, "child") or keyword(call, "base_field") or (call.args[0] if call.args else None)
        field = self.made("", (module, scope, inner)) if inner is not None else None
        return shape if field is None or field.shape == UNKNOWN else Shape(shape.kind, (field.shape,))


def _is(call: Call, name: str) -> bool:
    return _says(call, name, value=True)


def _says(call: Call, name: str, *, value: bool) -> bool:
    given = keyword(call, name)
    return isinstance(given, Constant) and given.value is value


def _has_default(call: Call) -> bool:
    return keyword(call, "default") is not None


def _default(call: Call) -> str:
    given = keyword(call, "default") or keyword(call, "initial")
    return spelled(given) if given is not None else ""


def _text(expression: Expression | None) -> str:
    """The text of a constant, also of one that is to be translated."""
    match expression:
        case Constant(value=str() as text):
            return text
        case Call(function=Name() | Attribute(), args=(Constant(value=str() as text),)):
            return text
        case _:
            return ""
