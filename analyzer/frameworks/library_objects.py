"""What of a library does an expression stand for, and which definition is handed to it?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.decorators import is_property
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.types import ClassOf, External, Function, Instance, Literal, Partial, Type, options
from analyzer.model.chains import keyword, text_of
from analyzer.model.syntax import Attribute, Call, Expression, Name

_DEEPEST = 8  # names of names of names


class LibraryObjects:
    """Follows names, types and bases to dotted names outside the program: ``celery.Celery().task``."""

    def __init__(self, names: Names, values: Values) -> None:
        self._names = names
        self._values = values

    def value(self, module: int, scope: int, expression: Expression) -> Type | None:
        """Return what an expression yields where a module or class stands."""
        return self._values.value_at(module, scope, expression)

    def items(self, container: Type | None) -> tuple[Type, ...]:
        """Return what the items of a list or tuple may be."""
        return options(self._values.items(container))

    def dotted(self, module: int, scope: int, expression: Expression, depth: int = 0) -> tuple[str, ...]:
        """Return the dotted names that an expression may have outside the program, in the order they were found."""
        if depth > _DEEPEST:
            return ()
        found = self.outside(self._values.value_at(module, scope, expression))
        if found:
            return found
        if isinstance(expression, Attribute):
            return tuple(
                [f"{one}.{expression.name}" for one in self.dotted(module, scope, expression.value, depth + 1)]
            )
        if isinstance(expression, Call):
            return tuple([f"{one}()" for one in self.dotted(module, scope, expression.function, depth + 1)])
        meaning = self._names.resolve(module, scope, expression)
        if isinstance(meaning, Value):
            return self.dotted(meaning.module, meaning.scope, meaning.binding.value, depth + 1)
        return (meaning.name,) if isinstance(meaning, External) else ()

    def outside(self, value: Type | None) -> tuple[str, ...]:
        """Return the dotted names of a value outside the program; those of the bases for a class of the program."""
        found: dict[str, None] = {}
        for option in options(value):
            if isinstance(option, External):
                found[option.name] = None
            elif isinstance(option, (Instance, ClassOf)):
                made = "()" if isinstance(option, Instance) else ""
                found.update({f"{base}{made}": None for base in self._names.external_bases(option.definition)})
        return tuple(found)

    def binding(self, module: int, scope: int, expression: Expression) -> Value | None:
        """Return the assignment that first made what a name at the level of a module or class stands for."""
        meaning = self._names.resolve(module, scope, expression)
        for _ in range(_DEEPEST):
            if not isinstance(meaning, Value) or not isinstance(meaning.binding.value, (Name, Attribute)):
                break
            inner = self._names.resolve(meaning.module, meaning.scope, meaning.binding.value)
            if not isinstance(inner, Value):
                break
            meaning = inner
        return meaning if isinstance(meaning, Value) else None

    def text(self, module: int, scope: int, expression: Expression | None) -> str:
        """Return the one text that an expression yields; empty where it is not known."""
        if expression is None or (known := text_of(expression)):
            return "" if expression is None else known
        return text_in(self._values.value_at(module, scope, expression))

    def handlers(self, value: Type | None) -> Iterator[int]:
        """Yield the functions and methods that run when a value is called."""
        for option in options(value):
            inner = option.function if isinstance(option, Partial) else option
            if isinstance(inner, Function):
                yield inner.definition
            elif isinstance(inner, Instance):
                method = self.method(inner.definition, "__call__")
                if method >= 0:
                    yield method

    def handed(self, call: TypedCall, name: str, place: int = -1) -> Type | None:
        """Return what a call is given under a name or at a place: a function as it is written, without decorators."""
        expression = keyword(call.call, name) if name else None
        value = next((value for key, value in call.keywords if name and key == name), None)
        if expression is None and 0 <= place < len(call.call.args):
            expression = call.call.args[place]
            value = call.args[place] if place < len(call.args) else None
        if isinstance(expression, (Name, Attribute)):
            meaning = self._names.resolve(call.module, self.scope_of(call), expression)
            if isinstance(meaning, Function):
                return meaning
        return value

    def scope_of(self, call: TypedCall) -> int:
        """Return the scope in which a call stands, by its number in its module."""
        return self._names.program.definitions[call.definition].scope if call.definition >= 0 else 0

    def method(self, cls: int, name: str) -> int:
        """Return the method of the program that a class has under a name; -1 where it has none."""
        found = self._names.member(cls, name)
        return found[1].definition if found is not None and isinstance(found[1], DefinitionBinding) else -1

    def public_methods(self, cls: int) -> Iterator[tuple[str, int]]:
        """Yield the methods that a class and its ancestors in the program define without an underscore, by name."""
        program = self._names.program
        seen: set[str] = set()
        for owner in self._names.mro(cls):
            place = program.definitions[owner]
            for name, binding in program.namespaces.get((place.module, place.scope), {}).items():
                if isinstance(binding, DefinitionBinding) and not name.startswith("_") and name not in seen:
                    seen.add(name)
                    head = program.definitions[binding.definition].head
                    if head.kind == "method" and not is_property(head.decorators):
                        yield name, binding.definition


def text_in(value: Type | None) -> str:
    """Return the one text that a value is; empty for any other."""
    return value.value if isinstance(value, Literal) else ""


def brief(dotted: str) -> str:
    """Leave out the modules inside a library: ``celery.app.base.Celery().task`` is ``celery:Celery().task``."""
    parts = dotted.split(".")
    first = next(
        (place for place, part in enumerate(parts) if part.endswith("()") or part[:1].isupper()), len(parts) - 1
    )
    return f"{parts[0]}:{'.'.join(parts[first:] if first else parts)}"
