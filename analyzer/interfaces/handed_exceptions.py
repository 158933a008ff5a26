"""Which exception is raised where a function raises what its caller hands it?

``def find(model, key, error): … raise error()`` raises for each caller what that one hands over: so the call is where
it is raised. A caller that hands on a parameter of its own leaves it to its callers in turn.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

import msgspec

from analyzer.interfaces.exception_names import ExceptionNames
from analyzer.link.decorators import is_class_method, is_static_method
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.settled import Settled
from analyzer.link.types import Function, Type, options
from analyzer.model.interfaces import Raise
from analyzer.model.syntax import Call, Expression, Head, Name, Star, Statement, Unknown

NOTHING = Unknown()
"""What is written where a call gives nothing."""


class Handed(msgspec.Struct, frozen=True):
    """A function raises what a parameter holds; ``message`` and ``status`` are what it is given there."""

    definition: int
    parameter: str
    status: int
    message: str


class HandedExceptions:
    """Follows parameters to the calls that fill them."""

    def __init__(self, names: Names, settled: Settled, exceptions: ExceptionNames) -> None:
        self._names = names
        self._program = names.program
        self._settled = settled
        self._exceptions = exceptions

    def parameter(self, definition: int, written: Expression) -> str:
        """Return the parameter of a function that ``raise`` raises; empty where it raises something else."""
        value = written.function if isinstance(written, Call) else written
        if not isinstance(value, Name):
            return ""
        found = self._program.definitions[definition]
        if all(one.name != value.id for one in found.head.parameters):
            return ""
        statements = self._program.scopes(found.module)[found.scope].statements
        return "" if any(_binds(one, value.id) for one in statements) else value.id

    def raises(self, found: list[Handed]) -> Iterator[Raise]:
        """Yield what the callers of functions hand them to raise."""
        pending = list(dict.fromkeys(found))
        seen = set(pending)
        while pending:
            one = pending.pop()
            for call, receiver in self._calls(one.definition):
                further = yield from self._at(one, call, receiver)
                if further is not None and further not in seen:
                    seen.add(further)
                    pending.append(further)

    def has_callers(self, definition: int) -> bool:
        """Return whether anything is known to call a function."""
        return next(self._calls(definition), None) is not None

    def _calls(self, definition: int) -> Iterator[tuple[TypedCall, Type | None]]:
        for call in self._settled.calls_of(definition):
            for option in options(call.callee):
                if isinstance(option, Function) and option.definition == definition and call.definition >= 0:
                    yield call, option.receiver

    def _at(self, one: Handed, call: TypedCall, receiver: Type | None) -> Generator[Raise, None, Handed | None]:
        """Yield what a call hands over; return the parameter of the caller that it hands on."""
        target = self._program.definitions[one.definition]
        caller = self._program.definitions[call.definition]
        written, value = given_to(call, target.head, one.parameter, bound=receiver is not None)
        if written is NOTHING:
            default = next((p.default for p in target.head.parameters if p.name == one.parameter), NOTHING)
            place, scope, written, value = target.module, target.head.scope, default, None
        else:
            further = self.parameter(call.definition, written)
            if further:
                return Handed(call.definition, further, one.status, one.message)
            place, scope = caller.module, caller.scope
        if isinstance(written, Unknown):
            return None
        path = self._program.modules[caller.module].path
        for name in self._exceptions.raised(place, scope, value, written):
            yield Raise(caller.name, path, call.line, name, one.status, one.message)
        return None


def given_to(call: TypedCall, head: Head, name: str, *, bound: bool) -> tuple[Expression, Type | None]:
    """Return what a call gives a parameter, as written and as known; nothing where it gives none."""
    for given, (_, known) in zip(call.call.keywords, call.keywords, strict=False):
        if given.name == name:
            return given.value, known
    static = is_static_method(head.decorators)
    own = bound or is_class_method(head.decorators)
    slots = [one.name for one in head.parameters if one.kind == "positional"]
    slots = slots[1:] if head.kind == "method" and own and not static else slots
    place = slots.index(name) if name in slots else len(call.args)
    if place < len(call.args) and not any(isinstance(one, Star) for one in call.call.args[: place + 1]):
        return call.call.args[place], call.args[place]
    return NOTHING, None


def _binds(statement: Statement, name: str) -> bool:
    return any(isinstance(target, Name) and target.id == name for target in statement.targets)
