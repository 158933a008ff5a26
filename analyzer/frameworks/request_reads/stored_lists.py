"""Is what a method keeps on its object a list: does its class loop over it, or over what gives it back?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.model.parts import parts
from analyzer.model.syntax import Attribute, Call, Comprehension, Constant, Expression, Name, Scope, Subscript

_OF_MAPS = frozenset({"get", "items", "keys", "values", "pop", "setdefault", "update"})


def is_looped_over(names: Names, method: int, attribute: str) -> bool:
    """Return whether the class of a method loops over an attribute of its object, and takes nothing of it by a name."""
    bodies = list(_methods(names, method))
    giving = {
        name
        for name, scope in bodies
        if any(one.kind == "return" and _is_own(one.value, attribute) for one in scope.statements)
    }
    every = [one for _, scope in bodies for one in _expressions(scope)]
    if any(_is_named_part(one, attribute) for one in every):
        return False
    looped = [one.value for _, scope in bodies for one in scope.statements if one.kind == "for"]
    looped += [over for one in every if isinstance(one, Comprehension) for over in one.iterables]
    return any(
        _is_own(one, attribute) or (isinstance(one, Call) and any(_is_own(one.function, name) for name in giving))
        for one in looped
    )


def _methods(names: Names, method: int) -> Iterator[tuple[str, Scope]]:
    """Yield name and body of each method of the class of a method."""
    program = names.program
    parent = program.definitions[method].parent if method >= 0 else -1
    if parent < 0:
        return
    cls = program.definitions[parent]
    for binding in program.namespaces.get((cls.module, cls.scope), {}).values():
        if isinstance(binding, DefinitionBinding):
            one = program.definitions[binding.definition]
            if one.head.kind == "method":
                yield one.head.name, program.scopes(one.module)[one.scope]


def _expressions(scope: Scope) -> Iterator[Expression]:
    waiting = [part for one in scope.statements for part in (one.value, *one.targets)]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += parts(one)


def _is_own(expression: Expression, attribute: str) -> bool:
    match expression:
        case Attribute(value=Name(id="self"), name=name):
            return name == attribute
        case _:
            return False


def _is_named_part(expression: Expression, attribute: str) -> bool:
    """``self.sent["rows"]``, ``self.sent.get("rows")``."""
    match expression:
        case Subscript(value=value, index=Constant(value=str())):
            return _is_own(value, attribute)
        case Attribute(value=value, name=name) if name in _OF_MAPS:
            return _is_own(value, attribute)
        case _:
            return False
