"""Which functions may read a request that they are not handed?"""

from __future__ import annotations

from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.types import External, Function
from analyzer.model.chains import last_name
from analyzer.model.syntax import (
    Attribute,
    Await,
    Call,
    Choice,
    Comprehension,
    Expression,
    Items,
    Mapping,
    Name,
    Operation,
    Star,
    Subscript,
    Text,
    Walrus,
)

_DEEPEST = 5
_Mentioned = tuple[tuple[str, ...], tuple[str, ...], tuple[Expression, ...]]


class Touching:
    """Answers for functions and methods; answers are remembered."""

    def __init__(self, names: Names, words: RequestWords) -> None:
        self._names = names
        self._words = words
        self._answers: dict[tuple[int, int], bool] = {}
        self._mentioned: dict[int, _Mentioned] = {}

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
        for name in names:
            meaning = self._names.lookup(found.module, found.scope, name)
            if isinstance(meaning, External) and self._is_request(meaning.name):
                return True
            if isinstance(meaning, Value) and self.holds_request(meaning):
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

    def holds_request(self, value: Value) -> bool:
        """Return whether a name of a module holds the request, by its annotation, a ``cast`` or as another name."""
        written = value.binding.value
        said = [value.binding.annotation]
        if isinstance(written, Call) and last_name(written.function) == "cast" and written.args:
            said.append(written.args[0])
        for one in said:
            meaning = self._names.resolve(value.module, value.scope, one)
            if isinstance(meaning, External) and meaning.name.rpartition(".")[2] in self._words.classes:
                return True
        meaning = self._names.resolve(value.module, value.scope, written) if not isinstance(written, Call) else None
        return isinstance(meaning, External) and meaning.name in self._words.objects

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
                    pending += parts_of(one)
            self._mentioned[definition] = tuple(names), tuple(of_self), tuple(called)
        return self._mentioned[definition]


def _is_of(value: Expression, first: str) -> bool:
    """Return whether a value is ``self`` or ``super()``."""
    if isinstance(value, Call):
        value = value.function
        return isinstance(value, Name) and value.id == "super"
    return isinstance(value, Name) and bool(first) and value.id == first


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside another."""
    match expression:
        case Attribute(value=value) | Star(value=value) | Await(value=value) | Walrus(value=value):
            return (value,)
        case Call(function=function, args=args, keywords=keywords):
            return (function, *args, *(one.value for one in keywords))
        case Subscript(value=value, index=index):
            return (value, index)
        case Items(items=parts) | Text(parts=parts) | Operation(operands=parts):
            return parts
        case Choice(options=options, tests=tests):
            return (*tests, *options)
        case Mapping(keys=keys, values=values):
            return (*keys, *values)
        case Comprehension(elements=elements, iterables=iterables, tests=tests):
            return (*iterables, *tests, *elements)
        case _:
            return ()
