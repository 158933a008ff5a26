"""Does a parameter of a function say where something is kept: the key of a dict, the name of a folder?"""

from __future__ import annotations

from analyzer.link.names import Names
from analyzer.link.program import ProgramDefinition
from analyzer.link.types import Function
from analyzer.model.chains import last_name
from analyzer.model.parts import within
from analyzer.model.syntax import (
    Attribute,
    Call,
    Expression,
    Items,
    Name,
    Operation,
    Subscript,
    Text,
)

_DEEPEST = 3  # functions that hand a parameter on to each other
_LARGEST = 60  # statements of a function that does no more than keep
_MOST_NODES = 4000
_JOINS = {"join", "joinpath"}


class Keeping:
    """Reads the bodies of functions that may keep something."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[tuple[int, str], bool] = {}

    def selects(self, definition: int, parameter: str, depth: int = 0) -> bool:
        """Return whether a parameter selects the place where a function keeps, or finds, something."""
        key = (definition, parameter)
        if key not in self._known:
            self._known[key] = False  # a circle selects nothing
            self._known[key] = self._reads(self._names.program.definitions[definition], parameter, depth)
        return self._known[key]

    def _reads(self, definition: ProgramDefinition, parameter: str, depth: int) -> bool:
        statements = self._names.program.scopes(definition.module)[definition.scope].statements
        if len(statements) > _LARGEST:
            return False
        others = {one.name for one in definition.head.parameters if one.name not in ("self", "cls")}
        left = _MOST_NODES
        for statement in statements:
            for node in within((*statement.targets, statement.value)):
                left -= 1
                if left < 0:
                    return False
                if self._is_place(node, definition, parameter, others, depth):
                    return True
        return False

    def _is_place(
        self, node: Expression, definition: ProgramDefinition, parameter: str, others: set[str], depth: int
    ) -> bool:
        match node:
            case Subscript(value=value, index=index):
                return _says(index, parameter) and _root(value) not in others
            case Operation(operator="/", operands=operands):
                return any(_says(one, parameter) for one in operands[1:])
            case Call(function=Attribute(value=value, name=name), args=args):
                if name in _JOINS:
                    return any(_says(one, parameter) for one in args)
                given = any(_says(part, parameter) for one in args for part in _parts(one))
                return given and _root(value) not in others
            case Call(function=Name() as function, args=args):
                return depth < _DEEPEST and self._hands_on(definition, function, args, parameter, depth)
            case _:
                return False

    def _hands_on(
        self, definition: ProgramDefinition, function: Name, args: tuple[Expression, ...], parameter: str, depth: int
    ) -> bool:
        """``_folder(queue)``: another function of the project is given the parameter."""
        found = self._names.lookup(definition.module, definition.scope, function.id)
        if not isinstance(found, Function):
            return False
        parameters = self._names.program.definitions[found.definition].head.parameters
        for written, other in zip(args, parameters, strict=False):
            if _says(written, parameter) and self.selects(found.definition, other.name, depth + 1):
                return True
        return False


def _says(expression: Expression, parameter: str) -> bool:
    """Return whether an expression is a parameter, or a text put together with it."""
    match expression:
        case Name(id=name):
            return name == parameter
        case Text(parts=parts):
            return any(_says(part, parameter) for part in parts)
        case Operation(operator="+" | "%" | "/", operands=operands):
            return any(_says(part, parameter) for part in operands)
        case _:
            return False


def _parts(expression: Expression) -> tuple[Expression, ...]:
    """Return an argument, or the parameters of a statement in SQL: ``(queue, body)``."""
    return expression.items if isinstance(expression, Items) else (expression,)


def _root(expression: Expression) -> str:
    while isinstance(expression, (Attribute, Subscript, Call)):
        expression = expression.function if isinstance(expression, Call) else expression.value
    return last_name(expression)
