"""Which functions does an object keep because its class hands them to the constructor of a base?

``super().__init__(find_person)`` where the base says ``self.find = find``: ``self.find(key)`` in a method of the base
runs ``find_person`` for objects of this class, and what others hand over for theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Function, Type, options
from analyzer.model.interfaces import Overriding
from analyzer.model.syntax import Attribute, Expression, Name, Scope

_DEEPEST = 8
_EMPTY = Scope((), ())


class KeptFunctions:
    """Takes note of constructors that call those of bases."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._noted: list[TypedCall] = []

    def add(self, call: TypedCall) -> None:
        """Take note of a call of ``__init__`` in another."""
        if self._program.definitions[call.definition].head.name == "__init__":
            self._noted.append(call)

    def found(self) -> Iterator[Overriding]:
        """Yield what runs for objects of each class by the names of their attributes."""
        handed = {call.definition: dict(self._handed(call)) for call in self._noted}
        if not any(handed.values()):
            return
        assigned = self._assigned()
        for cls in self._program.definitions:
            if cls.head.kind == "class":
                member = self._names.member(cls.id, "__init__")
                own = member[1].definition if member is not None and isinstance(member[1], DefinitionBinding) else -1
                for (base, name), function in handed.get(own, {}).items():
                    places = {at for one in self._names.mro(cls.id) for at in assigned.get((one, name), ())}
                    if places == {base}:
                        yield Overriding(cls.name, name, self._program.definitions[function].name)

    def _handed(self, call: TypedCall) -> Iterator[tuple[tuple[int, str], int]]:
        """Yield the constructor and the attribute in which it keeps a function that it is given, and the function."""
        callee = next((one for one in options(call.callee) if isinstance(one, Function)), None)
        if callee is None or len(options(call.callee)) > 1 or callee.definition == call.definition:
            return
        one = self._program.definitions[callee.definition]
        parameters = [each.name for each in one.head.parameters if each.kind == "positional"]
        args = call.args if _is_explicit(call) else (None, *call.args)
        given = dict(zip(parameters, args, strict=False)) | dict(call.keywords)
        for statement in self._program.scopes(one.module).get(one.scope, _EMPTY).statements:
            if statement.kind == "assign" and isinstance(statement.value, Name):
                function = _only_function(given.get(statement.value.id))
                for target in statement.targets if function >= 0 else ():
                    if isinstance(target, Attribute) and _is_named(target.value, parameters[0]):
                        yield (callee.definition, target.name), function

    def _assigned(self) -> dict[tuple[int, str], set[int]]:
        """Return which methods of each class give an attribute of their own object a value."""
        found: dict[tuple[int, str], set[int]] = defaultdict(set)
        for one in self._program.definitions:
            if one.head.kind == "method" and one.head.parameters:
                own = one.head.parameters[0].name
                for statement in self._program.scopes(one.module).get(one.scope, _EMPTY).statements:
                    for target in statement.targets if statement.kind in ("assign", "annotate", "augment") else ():
                        if isinstance(target, Attribute) and _is_named(target.value, own):
                            found[one.parent, target.name].add(one.id)
        return found


def _is_explicit(call: TypedCall) -> bool:
    """``Base.__init__(self, …)``, not ``super().__init__(…)``."""
    function = call.call.function
    return isinstance(function, Attribute) and isinstance(function.value, (Name, Attribute))


def _is_named(expression: Expression, name: str) -> bool:
    return isinstance(expression, Name) and expression.id == name


def _only_function(value: Type | None) -> int:
    """Return the one function that a value is, beneath its wrappers; -1 where it may be another."""
    found = options(value)
    for _ in range(_DEEPEST):
        one = found[0] if len(found) == 1 else None
        if not isinstance(one, Function):
            return -1
        wrapped = [each for _, given in one.captured for each in options(given) if isinstance(each, Function)]
        if not wrapped:
            return one.definition
        found = (wrapped[0],) if len(wrapped) == 1 else ()
    return -1
