"""What value has an expression, where it is a simple function of known texts?

Reads literals, constants of modules and classes, names of classes, string methods, formats, simple regular expressions,
conditions, and functions of the project that do the same. The rest is not known, and no guess is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from analyzer.frameworks.sqlalchemy import texts
from analyzer.frameworks.sqlalchemy.bodies import NOTHING, Bodies, Held, Place, with_bound
from analyzer.frameworks.sqlalchemy.calls import Calls, OutsideFunction, unknown_outside
from analyzer.frameworks.sqlalchemy.operations import operated, sliced
from analyzer.frameworks.sqlalchemy.texts import Uncomputable
from analyzer.link.names import Meaning, Names, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, Function
from analyzer.model.chains import last_name
from analyzer.model.syntax import (
    Attribute,
    Call,
    Choice,
    Comprehension,
    Constant,
    Expression,
    Items,
    Name,
    Operation,
    Subscript,
    Text,
    Unknown,
)
from analyzer.model.syntax import Mapping as Dictionary

_MOST_STEPS = 5000
_DEEPEST = 40


class Values:
    """Evaluates expressions of a program; ``outside`` answers for functions that are not in it."""

    def __init__(self, names: Names, outside: OutsideFunction = unknown_outside) -> None:
        self.names = names
        self._program = names.program
        self._bodies = Bodies(names.program, self)
        self._calls = Calls(self, self._bodies, outside)
        self._steps = 0
        self._depth = 0

    def text(self, place: Place, expression: Expression | None) -> str:
        """Return the text that an expression comes to; empty where it is not known."""
        found = self.known(place, expression)
        return found if isinstance(found, str) else ""

    def known(self, place: Place, expression: Expression | None) -> object:
        """Return the value of an expression; ``Ellipsis`` where it is not known."""
        if isinstance(expression, Constant):
            return expression.value
        if expression is None:
            return ...
        try:
            return self.value(place, expression)
        except Uncomputable:
            return ...

    def held(self, place: Place, expression: Expression) -> object:
        """Return the value of an expression, or the expression itself where it has none."""
        found = self.known(place, expression)
        return Held(place, expression) if found is ... else found

    def value(self, place: Place, expression: Expression) -> object:
        """Return the value of an expression; raises Uncomputable where it is not known."""
        if not self._depth:
            self._steps = 0
        self.spend()
        with self.deeper():
            return self._value(place, expression)

    def followed(self, place: Place, expression: Expression) -> tuple[Place, Expression]:
        """Follow names, attributes and calls of the project's functions to the expression that they stand for."""
        if not self._depth:
            self._steps = 0
        for _ in range(_DEEPEST):
            try:
                step = self._step(place, expression)
            except Uncomputable:
                break
            if step is None:
                break
            place, expression = step.place, step.expression
        return place, expression

    def returned(self, function: int, cls: int) -> Held | None:
        """Return what a method yields for a class; None where that is not known, or nothing."""
        head = self._program.definitions[function].head
        known = {head.parameters[0].name: ClassOf(cls)} if head.parameters else {}
        if not self._depth:
            self._steps = 0
        try:
            with self.deeper():
                return self._bodies.returned(function, known, cls)
        except Uncomputable:
            return None

    def place_of(self, definition: int, cls: int = -1) -> Place:
        """Return the inside of a class."""
        found = self._program.definitions[definition]
        return Place(found.module, found.scope, self._program.modules[found.module].path, NOTHING, cls)

    def spend(self) -> None:
        """Count one step of the whole evaluation; raises Uncomputable where there were too many."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise Uncomputable

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Count how deep calls of functions nest; raises Uncomputable beyond a limit."""
        if self._depth > _DEEPEST:
            raise Uncomputable
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def _step(self, place: Place, expression: Expression) -> Held | None:
        match expression:
            case Name(id=name) if name in place.known:
                stands = place.known[name]
                return stands if isinstance(stands, Held) else None
            case Attribute(value=Name(id=name), name=attribute) if isinstance(place.known.get(name), ClassOf):
                cls = place.known[name]
                return self._member(cls.definition, attribute) if isinstance(cls, ClassOf) else None
            case Name() | Attribute():
                meaning = self.names.resolve(place.module, place.scope, expression)
                return self._of_value(meaning) if isinstance(meaning, Value) else None
            case Call(function=function):
                meaning = self.names.resolve(place.module, place.scope, function)
                return (
                    self._calls.held(place, meaning.definition, expression) if isinstance(meaning, Function) else None
                )
            case _:
                return None

    def _value(self, place: Place, expression: Expression) -> object:
        match expression:
            case Constant(value=value):
                return value
            case Name(id=name) if name in place.known:
                stands = place.known[name]
                return self._of_known(stands)
            case Name():
                return self._of_meaning(self.names.resolve(place.module, place.scope, expression))
            case Attribute():
                return self._attribute(place, expression)
            case Choice():
                return self._choice(place, expression)
            case Comprehension():
                return tuple(self._comprehension(place, expression))
            case Call():
                return self._calls.value(place, expression)
            case _:
                return self._composed(place, expression)

    def _composed(self, place: Place, expression: Expression) -> object:
        match expression:
            case Text(parts=parts):
                return texts.short("".join(self.shown(place, part) for part in parts))
            case Items(items=items):
                return tuple(self.value(place, item) for item in items)
            case Dictionary(keys=keys, values=values):
                return {self._key(place, key): self.held(place, value) for key, value in zip(keys, values, strict=True)}
            case Operation(operator=":", operands=bounds):
                return slice(*(self._bound(place, bound) for bound in bounds))
            case Operation(operator=sign, operands=operands):
                return operated(sign, [self.value(place, operand) for operand in operands])
            case Subscript(value=value, index=index):
                return self._of_known(sliced(self.value(place, value), self.value(place, index)))
            case _:
                raise Uncomputable

    def _of_known(self, stands: object) -> object:
        if stands is ...:
            raise Uncomputable
        return self.value(stands.place, stands.expression) if isinstance(stands, Held) else stands

    def _of_meaning(self, meaning: Meaning | None) -> object:
        match meaning:
            case Value():
                held = self._of_value(meaning)
                return self.value(held.place, held.expression)
            case ClassOf():
                return meaning
            case _:
                raise Uncomputable

    def _of_value(self, value: Value) -> Held:
        path = self._program.modules[value.module].path
        return Held(Place(value.module, value.scope, path), value.binding.value)

    def _attribute(self, place: Place, attribute: Attribute) -> object:
        owner = self.known(place, attribute.value)
        if isinstance(owner, ClassOf):
            found = self._program.definitions[owner.definition]
            match attribute.name:
                case "__name__":
                    return found.head.name
                case "__qualname__":
                    return found.head.qualname
                case "__module__":
                    return self._program.modules[found.module].name
            held = self._member(owner.definition, attribute.name)
            if held is not None:
                return self.value(held.place, held.expression)
            raise Uncomputable
        if attribute.name in ("value", "_value_") and isinstance(owner, str):
            return owner  # a member of an enumeration of texts
        return self._of_meaning(self.names.resolve(place.module, place.scope, attribute))

    def _member(self, cls: int, name: str) -> Held | None:
        member = self.names.member(cls, name)
        if member is None:
            return None
        owner, binding = member
        if isinstance(binding, ValueBinding):
            return Held(self.place_of(owner, cls), binding.value)
        if isinstance(binding, DefinitionBinding):
            head = self._program.definitions[binding.definition].head
            if head.kind == "method" and any("attr" in dotted(one) or "prop" in dotted(one) for one in head.decorators):
                return self.returned(binding.definition, cls)
        return None

    def _choice(self, place: Place, choice: Choice) -> object:
        if choice.kind == "if":
            return self.value(place, choice.options[0 if self.value(place, choice.tests[0]) else 1])
        found: object = None
        for option in choice.options:
            found = self.value(place, option)
            if bool(found) is (choice.kind == "or"):
                break
        return found

    def _comprehension(self, place: Place, made: Comprehension) -> Iterator[object]:
        if len(made.iterables) != 1 or made.kind == "dict":
            raise Uncomputable
        items = self.value(place, made.iterables[0])
        if not isinstance(items, (str, tuple)):
            raise Uncomputable
        for item in items:
            inner = with_bound(place, made.targets[0], item)
            if all(self.value(inner, test) for test in made.tests):
                yield self.value(inner, made.elements[0])

    def shown(self, place: Place, part: Expression) -> str:
        """Return a text or number as an f-string shows it; raises Uncomputable for anything else."""
        value = self.value(place, part)
        if not isinstance(value, (str, int)):
            raise Uncomputable
        return str(value)

    def _key(self, place: Place, key: Expression) -> str | int | None:
        value = self.value(place, key)
        if value is not None and not isinstance(value, (str, int)):
            raise Uncomputable
        return value

    def _bound(self, place: Place, bound: Expression) -> int | None:
        value = None if isinstance(bound, Unknown) else self.value(place, bound)
        if value is not None and not isinstance(value, int):
            raise Uncomputable
        return value


def dotted(expression: Expression) -> str:
    """Return a decorator or other chain of names as dotted text."""
    if isinstance(expression, Attribute):
        return f"{dotted(expression.value)}.{expression.name}"
    return dotted(expression.function) if isinstance(expression, Call) else last_name(expression)
