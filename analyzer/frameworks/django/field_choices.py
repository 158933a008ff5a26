"""Which constants may a field of a Django model hold, by its ``choices``?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.column_shapes import as_json, constants
from analyzer.frameworks.django.apps import Apps, Given
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import ValueBinding
from analyzer.link.types import ClassOf
from analyzer.model.chains import last_name
from analyzer.model.shapes import UNKNOWN, Shape
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Mapping, Name, Operation, Star

_DEEPEST = 8  # names of names of lists
_MOST = 400
_PAIR = 2
_ENUMS = ("Choices", "Enum", "StrEnum", "IntEnum", "Flag")


class _Unreadable(Exception):  # noqa: N818  # leaves nested lists
    """Something among the choices is not known: then none are said."""


class FieldChoices:
    """Reads lists of pairs, also in groups or put together, and classes of choices."""

    def __init__(self, names: Names, apps: Apps) -> None:
        self._names = names
        self._apps = apps

    def of(self, given: Given) -> Shape:
        """Return one of the constants; a shape that says nothing where any of them is not known."""
        try:
            found = list(self._values(given, 0))
        except _Unreadable:
            return UNKNOWN
        return constants(found) if 0 < len(found) <= _MOST else UNKNOWN

    def _values(self, given: Given, depth: int) -> Iterator[str]:
        if depth > _DEEPEST:
            raise _Unreadable
        match given.expression:
            case Items(items=items):
                for item in items:
                    yield from self._item(_with(given, item), depth + 1)
            case Mapping(keys=keys):
                for key in keys:
                    yield self._constant(_with(given, key), depth + 1)
            case Operation(operator="+", operands=operands):
                for operand in operands:
                    yield from self._values(_with(given, operand), depth + 1)
            case Call(function=function, args=(only,)) if last_name(function) in ("list", "tuple", "sorted"):
                yield from self._values(_with(given, only), depth + 1)
            case Call(function=Attribute(name="choices" | "items" | "as_choices", value=value), args=()):
                yield from self._values(_with(given, value), depth + 1)
            case Attribute(value=value, name="choices") if (cls := self._enum(given, value)) >= 0:
                yield from self._members(cls, depth)
            case Name() | Attribute():
                yield from self._named(given, depth)
            case _:
                raise _Unreadable

    def _named(self, given: Given, depth: int) -> Iterator[str]:
        meaning = self._names.resolve(given.module, given.scope, given.expression)
        cls = self._enum(given, given.expression)
        if cls >= 0:
            yield from self._members(cls, depth)
        elif isinstance(meaning, Value):
            yield from self._values(Given(meaning.binding.value, meaning.module, meaning.scope), depth + 1)
        else:
            raise _Unreadable

    def _item(self, given: Given, depth: int) -> Iterator[str]:
        """A pair of a value and its label, or a label with a group of such pairs."""
        item = given.expression
        if isinstance(item, Star):
            yield from self._values(_with(given, item.value), depth + 1)
        elif isinstance(item, Items) and len(item.items) == _PAIR:
            first, second = item.items
            if isinstance(second, Items):
                yield from self._values(_with(given, second), depth + 1)
            elif not (isinstance(first, Constant) and first.value is None):
                yield self._constant(_with(given, first), depth)
        else:
            raise _Unreadable

    def _constant(self, given: Given, depth: int) -> str:
        """A constant, also by name, or as the value of a member of an enumeration."""
        found = as_json(given.expression)
        if found:
            return found
        expression = given.expression
        if depth > _DEEPEST or not isinstance(expression, (Name, Attribute)):
            raise _Unreadable
        if isinstance(expression, Attribute) and expression.name in ("value", "name"):
            meaning = self._names.resolve(given.module, given.scope, expression.value)
            if isinstance(meaning, Value) and expression.name == "name":
                return as_json(Constant(meaning.binding.name, 0))
        else:
            meaning = self._names.resolve(given.module, given.scope, expression)
        if not isinstance(meaning, Value):
            raise _Unreadable
        value = meaning.binding.value
        if isinstance(value, Items) and value.items:
            value = value.items[0]  # a member with its label
        return self._constant(Given(value, meaning.module, meaning.scope), depth + 1)

    def _enum(self, given: Given, expression: Expression) -> int:
        """The class of choices that an expression names; -1 for none."""
        meaning = self._names.resolve(given.module, given.scope, expression)
        if not isinstance(meaning, ClassOf):
            return -1
        outside = self._names.external_bases(meaning.definition)
        return meaning.definition if any(base.endswith(_ENUMS) for base in outside) else -1

    def _members(self, cls: int, depth: int) -> Iterator[str]:
        place = self._names.program.definitions[cls]
        for name, binding in self._apps.own(cls).items():
            if not isinstance(binding, ValueBinding) or name.startswith("_"):
                continue
            value = binding.value
            if isinstance(value, Items) and value.items:
                value = value.items[0]
            if isinstance(value, Call) and last_name(value.function) == "auto":
                value = Constant(name, 0)
            yield self._constant(Given(value, place.module, place.scope), depth + 1)


def _with(given: Given, expression: Expression) -> Given:
    return Given(expression, given.module, given.scope)
