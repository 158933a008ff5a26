"""Which response code do the program's own error handlers give to which exception?

``@app.errorhandler(X)`` of Flask, ``@app.exception_handler(X)`` of FastAPI, Starlette and Ninja, ``@app.exception(X)``
of Sanic, and the calls that register the same. A handler that gives several codes, or one that is computed, says none.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.status_codes import KEYWORDS, error_code, given_code
from analyzer.interfaces.exception_names import ANY_OF, ExceptionNames
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Function, options
from analyzer.model.chains import last_name
from analyzer.model.location import Location
from analyzer.model.parts import parts
from analyzer.model.syntax import Attribute, Call, Expression, Items

_MARKING = ("errorhandler", "app_errorhandler", "exception_handler", "exception")
REGISTERING = ("register_error_handler", "add_exception_handler", "add_error_handler")
"""The last names of calls that register a handler."""
_PAIR = 2
Codes = dict[str, tuple[int, Location]]
"""The code of an exception, and where its handler stands."""


class ErrorHandlers:
    """Takes note of handlers that calls register, and finds those that decorators mark."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._registered: list[TypedCall] = []

    def add(self, call: TypedCall) -> None:
        """Take note of a call that registers a handler."""
        self._registered.append(call)

    def found(self, exceptions: ExceptionNames) -> Codes:
        """Return the code of each exception that a handler of the program gives one."""
        codes: Codes = {}
        for name, handler in (*self._marked(exceptions), *self._called(exceptions)):
            code = self._code(handler)
            if code and not name.startswith(ANY_OF):
                found = self._program.definitions[handler]
                codes.setdefault(name, (code, Location(self._program.modules[found.module].path, found.head.line)))
        return codes

    def _marked(self, exceptions: ExceptionNames) -> Iterator[tuple[str, int]]:
        for one in self._program.definitions:
            for decorator in one.head.decorators:
                if isinstance(decorator, Call) and last_name(decorator.function) in _MARKING:
                    for written in decorator.args:
                        for name in exceptions.caught(one.module, one.head.scope, None, written):
                            yield name, one.id

    def _called(self, exceptions: ExceptionNames) -> Iterator[tuple[str, int]]:
        for call in self._registered:
            if len(call.args) < _PAIR:
                continue
            scope = 0 if call.definition < 0 else self._program.definitions[call.definition].scope
            names = exceptions.caught(call.module, scope, call.args[0], call.call.args[0])
            for option in options(call.args[1]):
                if isinstance(option, Function):
                    for name in names:
                        yield name, option.definition

    def _code(self, handler: int) -> int:
        """Return the only code of failure that a handler gives; 0 where there is none, or several."""
        found = self._program.definitions[handler]
        scope = self._program.scopes(found.module)[found.scope]
        codes: set[int] = set()
        for statement in scope.statements:
            if statement.kind == "assign" and any(_is_status(target) for target in statement.targets):
                codes.add(error_code(statement.value))
            else:
                codes.update(_given(statement.value))
                if statement.kind == "return" and isinstance(statement.value, Items):
                    codes.update(error_code(item) for item in statement.value.items[1:_PAIR])
        codes.discard(0)
        return codes.pop() if len(codes) == 1 else 0


def _is_status(target: Expression) -> bool:
    return isinstance(target, Attribute) and target.name in KEYWORDS


def _given(expression: Expression) -> Iterator[int]:
    if isinstance(expression, Call):
        yield given_code(expression)
    for one in parts(expression):
        yield from _given(one)
