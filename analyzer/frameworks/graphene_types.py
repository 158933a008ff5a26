"""What are the types of graphene: objects, inputs, enumerations, mutations, and the arguments of fields?"""

from __future__ import annotations

import json
from collections.abc import Iterator

from analyzer.frameworks.graphql_names import camel_case
from analyzer.frameworks.graphql_shapes import SCALARS
from analyzer.frameworks.plain_shapes import array_of
from analyzer.link.names import Meaning, Names, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.shapes import UNKNOWN, DataField, Origin, Shape, ShapeKind
from analyzer.model.spelling import spelled
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Lambda, Mapping, Name

_DEEPEST = 10
_WRAPPERS = frozenset({"NonNull", "Argument", "Field", "InputField", "Dynamic"})
_OBJECTS = ("ObjectType", "InputObjectType", "Interface", "Union", "Mutation", "Connection", "Payload", "Subscription")
_RESERVED = frozenset({"resolver", "name", "description", "required", "default_value", "deprecation_reason", "source"})
_PAGES = (("before", "String"), ("after", "String"), ("first", "Int"), ("last", "Int"))
_FROM_ENUM = frozenset({"from_enum", "to_enum", "Enum"})

Placed = tuple[int, int, Expression]


class GrapheneTypes:
    """Reads classes and expressions; ``plain`` where names keep their underscores."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self.plain = False

    def said(self, name: str) -> str:
        """Return how callers spell a field or an argument."""
        return name if self.plain else camel_case(name)

    def shape(self, placed: Placed, depth: int = 0) -> Shape:
        """Return the shape of a type, of a field or argument of it, or of what these are wrapped in."""
        module, scope, expression = placed
        if depth > _DEEPEST:
            return UNKNOWN
        match expression:
            case Lambda(body=body):
                return self.shape((module, scope, body), depth + 1)
            case Constant(value=str() as text):
                where, _, name = text.rpartition(".")
                return self._meant(self._names.attribute_of_module(where, name), depth)
            case Call():
                return self._of_call(module, scope, expression, depth)
            case Name() | Attribute():
                return self._meant(self._names.resolve(module, scope, expression), depth)
            case _:
                return UNKNOWN

    def meaning(self, placed: Placed) -> Meaning | None:
        """Return what an expression names."""
        return self._names.resolve(*placed)

    def is_type(self, placed: Placed) -> bool:
        """Return whether a call makes a field, an argument, or a type in the place of one."""
        module, scope, expression = placed
        if not isinstance(expression, Call):
            return False
        meaning = self._names.resolve(module, scope, expression.function)
        if isinstance(meaning, External):
            return meaning.name.startswith("graphene") or meaning.name.endswith(("Enum", "ConnectionField"))
        if isinstance(meaning, ClassOf):
            return bool(self.library(meaning.definition))
        if isinstance(meaning, Value):
            return self._meant(meaning, 0) != UNKNOWN
        return isinstance(expression.function, Attribute) and expression.function.name == "Field"

    def is_required(self, placed: Placed) -> bool:
        """Return whether a field must be given: ``required=True``, or ``NonNull``."""
        module, scope, expression = placed
        if not isinstance(expression, Call):
            return False
        given = keyword(expression, "required")
        meaning = self._names.resolve(module, scope, expression.function)
        if is_true(given) and keyword(expression, "default_value") is None:
            return True
        if self._ends(meaning, ("NonNull",)):
            return True
        first = expression.args[0] if expression.args and not self._ends(meaning, ("List",)) else None
        return isinstance(first, Call) and self._ends(self._names.resolve(module, scope, first.function), ("NonNull",))

    def arguments(self, placed: Placed) -> Iterator[DataField]:
        """Yield the arguments of a field: those that its call is given, and those of its class."""
        module, scope, call = placed
        if not isinstance(call, Call):
            return
        given: dict[str, Expression] = {}
        listed = keyword(call, "args")
        if isinstance(listed, Mapping):
            given |= {text_of(key): value for key, value in zip(listed.keys, listed.values, strict=False)}
        elif isinstance(listed, Call) and last_name(listed.function) == "dict":
            given |= {one.name: one.value for one in listed.keywords}
        given |= {one.name: one.value for one in call.keywords if one.name not in _RESERVED}
        for name, value in given.items():
            if name and self.is_type((module, scope, value)):
                yield self._field(name, (module, scope, value), module, _line(value) or call.line)
        if self.is_connection(placed):
            path = self._program.modules[module].path
            for name, scalar in _PAGES:
                yield DataField(
                    name, SCALARS[scalar], scalar, Origin.ANNOTATION, required=False, path=path, line=call.line
                )

    def is_connection(self, placed: Placed) -> bool:
        """Return whether a field yields pages of a list."""
        module, scope, call = placed
        if not isinstance(call, Call):
            return False
        return self._ends(self._names.resolve(module, scope, call.function), ("ConnectionField",))

    def fields(self, cls: int) -> Iterator[DataField]:
        """Yield the fields that a class and its ancestors declare, the ancestors' first."""
        found: dict[str, DataField] = {}
        for ancestor in reversed(self._names.mro(cls)):
            place = self._program.definitions[ancestor]
            for name, binding in self._program.namespaces.get((place.module, place.scope), {}).items():
                placed = (place.module, place.scope, binding.value) if isinstance(binding, ValueBinding) else None
                if placed is not None and isinstance(binding, ValueBinding) and self.is_type(placed):
                    found[name] = self._field(name, placed, place.module, binding.line)
        yield from found.values()

    def _field(self, name: str, placed: Placed, module: int, line: int) -> DataField:
        call = placed[2]
        shape = self.shape(placed)
        given = keyword(call, "name") if isinstance(call, Call) else None
        default = keyword(call, "default_value") if isinstance(call, Call) else None
        about = text_of(keyword(call, "description")) if isinstance(call, Call) else ""
        return DataField(
            text_of(given) or self.said(name),
            array_of(shape) if self.is_connection(placed) and shape != UNKNOWN else shape,
            last_name(call.function) if isinstance(call, Call) else "",
            Origin.UNKNOWN if shape == UNKNOWN else Origin.ANNOTATION,
            required=self.is_required(placed),
            default=spelled(default) if default is not None else "",
            about=about,
            path=self._program.modules[module].path,
            line=line,
        )

    def output(self, cls: int) -> Shape:
        """Return what a mutation yields: its own fields, or its ``Output``."""
        found = self._names.member(cls, "Output")
        if found is None or not isinstance(found[1], ValueBinding):
            return Shape(ShapeKind.DATA, name=self._program.definitions[cls].name)
        owner = self._program.definitions[found[0]]
        return self.shape((owner.module, owner.scope, found[1].value))

    def option(self, cls: int, name: str) -> Placed | None:
        """Return an option of a class's ``Meta``."""
        inner = self.class_in(self._names.member(cls, "Meta"))
        found = self._names.member(inner, name) if inner >= 0 else None
        if found is None or not isinstance(found[1], ValueBinding):
            return None
        place = self._program.definitions[found[0]]
        return place.module, place.scope, found[1].value

    def class_in(self, found: tuple[int, object] | None) -> int:
        """Return the definition that a member is; -1 where it is none."""
        return found[1].definition if found is not None and isinstance(found[1], DefinitionBinding) else -1

    def _of_call(self, module: int, scope: int, call: Call, depth: int) -> Shape:
        function = call.function
        if isinstance(function, Attribute) and function.name == "Field":
            meaning = self._names.resolve(module, scope, function.value)
            if isinstance(meaning, ClassOf):
                return self.output(meaning.definition)
        if last_name(function) in _FROM_ENUM and call.args:
            return self._enumeration(module, scope, call)
        meaning = self._names.resolve(module, scope, function)
        inner = call.args[0] if call.args else next(
            (one for name in ("type_", "type", "of_type") if (one := keyword(call, name)) is not None), None
        )  # fmt: skip
        if self._ends(meaning, ("List",)):
            return array_of(self.shape((module, scope, inner), depth + 1)) if inner is not None else array_of(UNKNOWN)
        is_wrapper = self._ends(meaning, tuple(_WRAPPERS)) or self._ends(meaning, ("Field",))
        if is_wrapper:
            return self.shape((module, scope, inner), depth + 1) if inner is not None else UNKNOWN
        return self._meant(meaning, depth)

    def _meant(self, meaning: Meaning | None, depth: int) -> Shape:
        match meaning:
            case External(name=name):
                return SCALARS.get(name.removesuffix("()").rpartition(".")[2], UNKNOWN)
            case Value(module=module, scope=scope, binding=binding) if depth < _DEEPEST:
                return self.shape((module, scope, binding.value), depth + 1)
            case ClassOf(definition=cls):
                return self._of_class(cls)
            case _:
                return UNKNOWN

    def _of_class(self, cls: int) -> Shape:
        place = self._program.definitions[cls]
        bases = self.library(cls)
        if "Enum" in bases or self.is_object(bases):
            return Shape(ShapeKind.DATA, name=place.name)
        known = next((SCALARS[base] for base in bases if SCALARS.get(base, UNKNOWN) != UNKNOWN), UNKNOWN)
        return SCALARS.get(place.head.name, UNKNOWN) if known == UNKNOWN and "Scalar" in bases else known

    def _enumeration(self, module: int, scope: int, call: Call) -> Shape:
        """``Enum.from_enum(Color)``, ``Enum("Color", [("RED", 1)])``, or a function of the program like these."""
        first = call.args[0]
        meaning = self._names.resolve(module, scope, first)
        found: list[str] = []
        if isinstance(meaning, ClassOf):
            is_enum = any(base.endswith("Enum") for base in self._names.external_bases(meaning.definition))
            found = self.members(meaning.definition) if is_enum else []
        elif len(call.args) > 1 and isinstance(call.args[1], Items):
            pairs = [one.items[0] for one in call.args[1].items if isinstance(one, Items) and one.items]
            found = [text_of(one) for one in pairs] if all(text_of(one) for one in pairs) else []
        if not found:
            return SCALARS["String"]
        return Shape(ShapeKind.CONSTANTS, values=tuple(json.dumps(name) for name in found))

    def members(self, cls: int) -> list[str]:
        """The names of the members of an enumeration, which are what callers say."""
        found: dict[str, None] = {}
        enum = self.option(cls, "enum")
        meaning = self._names.resolve(*enum) if enum is not None else None
        for ancestor in reversed(self._names.mro(meaning.definition if isinstance(meaning, ClassOf) else cls)):
            place = self._program.definitions[ancestor]
            for name, binding in self._program.namespaces.get((place.module, place.scope), {}).items():
                if isinstance(binding, ValueBinding) and not name.startswith("_") and name != "CHOICES":
                    found[name] = None
        return list(found)

    def library(self, cls: int) -> tuple[str, ...]:
        """The last names of graphene's classes that a class derives from."""
        found = self._names.external_bases(cls)
        return tuple(one.rpartition(".")[2] for one in found if "graphene" in one or "graphql" in one)

    def is_object(self, bases: tuple[str, ...]) -> bool:
        """Return whether one of graphene's classes is that of a type with fields."""
        return any(base.endswith(_OBJECTS) and base not in _WRAPPERS for base in bases)

    def _ends(self, meaning: Meaning | None, ends: tuple[str, ...]) -> bool:
        if isinstance(meaning, External):
            return meaning.name.rpartition(".")[2].endswith(ends)
        if isinstance(meaning, ClassOf):
            return any(base.endswith(ends) for base in self.library(meaning.definition))
        return False


def _line(expression: Expression) -> int:
    return expression.line if isinstance(expression, Call) else 0
