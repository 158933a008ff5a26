"""Which functions may read a request that they are not handed?"""

from __future__ import annotations

from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.program import Program
from analyzer.link.types import ClassOf, External, Function
from analyzer.model.chains import last_name
from analyzer.model.parts import parts
from analyzer.model.syntax import (
    Attribute,
    Call,
    Expression,
    Lambda,
    Name,
)

_DEEPEST = 5
_SHORT = 4  # statements
_Mentioned = tuple[tuple[str, ...], tuple[str, ...], tuple[Expression, ...]]


class Touching:
    """Answers for functions and methods; answers are remembered."""

    def __init__(self, names: Names, words: RequestWords) -> None:
        self._names = names
        self._words = words
        self._answers: dict[tuple[int, int], bool] = {}
        self._mentioned: dict[int, _Mentioned] = {}
        self._requests: dict[int, frozenset[str]] = {}
        self._shorts = sorted({one.rpartition(".")[2] for one in words.objects})

    def touches(self, definition: int, cls: int = -1, depth: int = 0) -> bool:
        """Return whether a function, run for an object of a class, reads the request, or calls what does."""
        key = (definition, cls)
        if key not in self._answers:
            if depth > _DEEPEST:
                return False
            self._answers[key] = False  # a circle
            self._answers[key] = self._look(definition, cls, depth)
        return self._answers[key]

    def _look(self, definition: int, cls: int, depth: int) -> bool:
        found = self._names.program.definitions[definition]
        names, of_self, called = self._mentions(definition)
        if not self._of_module(found.module).isdisjoint(names):
            return True
        own = self._names.program.namespaces.get((found.module, found.scope), {})
        if any(self._names_request(found.module, found.scope, name) for name in own if name in names):
            return True
        if cls >= 0 and (
            not self._words.holders.isdisjoint(of_self) or not self._words.readers.keys().isdisjoint(of_self)
        ):
            return True
        for name in of_self if cls >= 0 else ():
            member = self._names.member(cls, name)
            binding = member[1] if member is not None else None
            if isinstance(binding, DefinitionBinding) and self.touches(binding.definition, cls, depth + 1):
                return True
        for function in called:
            meaning = self._names.resolve(found.module, found.scope, function)
            if isinstance(meaning, Function) and self.touches(meaning.definition, -1, depth + 1):
                return True
        return False

    def _of_module(self, module: int) -> frozenset[str]:
        """Return the names that hold the request in a module."""
        if module not in self._requests:
            bound = self._names.program.namespaces.get((module, 0), {})
            stars = self._names.program.stars.get(module, ())
            known = [name for name in bound if self._names_request(module, 0, name)]
            if stars:
                known += [name for name in self._shorts if name not in bound and self._names_request(module, 0, name)]
            self._requests[module] = frozenset(known)
        return self._requests[module]

    def _names_request(self, module: int, scope: int, name: str) -> bool:
        binding = self._names.program.namespaces.get((module, scope), {}).get(name)
        if isinstance(binding, DefinitionBinding):
            return False
        meaning = self._names.lookup(module, scope, name)
        if isinstance(meaning, External):
            return self._is_request(meaning.name)
        return isinstance(meaning, Value) and self.holds_request(meaning)

    def holds_request(self, value: Value) -> bool:
        """Return whether a name of a module holds the request, by its annotation, a ``cast`` or as another name."""
        written = value.binding.value
        said = [value.binding.annotation]
        if isinstance(written, Call) and last_name(written.function) == "cast" and written.args:
            said.append(written.args[0])
        for one in said:
            meaning = self._names.resolve(value.module, value.scope, one)
            outside = [meaning.name] if isinstance(meaning, External) else []
            if isinstance(meaning, ClassOf):
                outside += self._names.external_bases(meaning.definition)
            if any(name.rpartition(".")[2] in self._words.classes for name in outside):
                return True
        if isinstance(written, Call):
            return bool(written.args) and self._gives_request(value, written.args[0])
        meaning = self._names.resolve(value.module, value.scope, written)
        return isinstance(meaning, External) and meaning.name in self._words.objects

    def _gives_request(self, value: Value, function: Expression) -> bool:
        """Return whether a proxy is made of a function that gives the request: ``LocalProxy(find)``."""
        module, scope = value.module, value.scope
        given = [function.body] if isinstance(function, Lambda) else []
        meaning = self._names.resolve(module, scope, function)
        if isinstance(meaning, Function):
            found = self._names.program.definitions[meaning.definition]
            module, scope = found.module, found.scope
            body = self._names.program.scopes(module).get(scope)
            given = [one.value for one in body.statements if one.kind == "return"] if body is not None else []
        meanings = [self._names.resolve(module, scope, one) for one in given]
        return any(isinstance(one, External) and one.name in self._words.objects for one in meanings)

    def _is_request(self, name: str) -> bool:
        return name in self._words.objects or any(one.startswith(f"{name}.") for one in self._words.objects)

    def _mentions(self, definition: int) -> _Mentioned:
        """Return the names in a body, the attributes of its first parameter, and what it calls by a name."""
        if definition not in self._mentioned:
            found = self._names.program.definitions[definition]
            body = self._names.program.scopes(found.module).get(found.scope)
            first = found.head.parameters[0].name if found.head.parameters else ""
            names: dict[str, None] = {}
            of_self: dict[str, None] = {}
            called: list[Expression] = []
            pending: list[Expression] = [one.default for one in found.head.parameters]
            for statement in body.statements if body is not None else ():
                pending += (statement.value, *statement.targets)
            while pending:
                one = pending.pop()
                if isinstance(one, Name):
                    names[one.id] = None
                elif isinstance(one, Attribute):
                    of_self |= {one.name: None} if _is_of(one.value, first) else {}
                    pending.append(one.value)
                else:
                    if isinstance(one, Call) and isinstance(one.function, (Name, Attribute)):
                        called.append(one.function)
                    pending += parts(one)
            self._mentioned[definition] = tuple(names), tuple(of_self), tuple(called)
        return self._mentioned[definition]


def is_getter(program: Program, definition: int) -> bool:
    """Return whether a method takes nothing, and only returns something or tests what it returns."""
    found = program.definitions[definition]
    if found.head.kind != "method" or len(found.head.parameters) != 1 or found.head.decorators:
        return False
    body = program.scopes(found.module).get(found.scope)
    statements = body.statements if body is not None else ()
    return 0 < len(statements) <= _SHORT and all(one.kind in ("return", "test", "expression") for one in statements)


def _is_of(value: Expression, first: str) -> bool:
    """Return whether a value is ``self`` or ``super()``."""
    if isinstance(value, Call):
        value = value.function
        return isinstance(value, Name) and value.id == "super"
    return isinstance(value, Name) and bool(first) and value.id == first
