"""With which response code does a function abort a request where its caller hands it the code?

``def stop(code, why): … abort(code, why)`` raises for each caller what that code stands for: so the call is where it is
raised. A caller that hands on a parameter of its own leaves it to its callers in turn.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.status_codes import error_code
from analyzer.interfaces.handed_exceptions import NOTHING, given_to
from analyzer.interfaces.messages import said
from analyzer.interfaces.raising_calls import Raised, abortion, abortion_of_code, code_given
from analyzer.link.program import Program
from analyzer.link.protocol import TypedCall
from analyzer.link.settled import Settled
from analyzer.link.types import Function, options
from analyzer.model.interfaces import Raise
from analyzer.model.syntax import Expression, Name


class Handed(msgspec.Struct, frozen=True):
    """A function aborts with the code, and the text, of two parameters; ``package`` is that of the exceptions."""

    definition: int
    code: str
    message: str
    package: str


class HandedCodes:
    """Follows parameters to the calls that fill them."""

    def __init__(self, program: Program, settled: Settled) -> None:
        self._program = program
        self._settled = settled
        self._found: dict[Handed, None] = {}

    def takes(self, call: TypedCall) -> bool:
        """Return whether a call aborts with a code that some caller hands over, and take note of it."""
        package = abortion(call)
        code = self._parameter(call.definition, code_given(call.call)) if package else ""
        if not code or not any(True for _ in self._calls(call.definition)):
            return False
        message = self._parameter(call.definition, call.call.args[1]) if len(call.call.args) > 1 else ""
        self._found[Handed(call.definition, code, message, package)] = None
        return True

    def raises(self) -> Iterator[Raise]:
        """Yield what callers abort with."""
        pending = list(self._found)
        while pending:
            one = pending.pop()
            head = self._program.definitions[one.definition].head
            for call, bound in self._calls(one.definition):
                written, _ = given_to(call, head, one.code, bound=bound)
                message, _ = given_to(call, head, one.message, bound=bound) if one.message else (NOTHING, None)
                further = self._parameter(call.definition, written)
                if further:
                    on = Handed(call.definition, further, self._parameter(call.definition, message), one.package)
                    if on not in self._found:
                        self._found[on] = None
                        pending.append(on)
                    continue
                if written is NOTHING:
                    written = next((each.default for each in head.parameters if each.name == one.code), NOTHING)
                yield self._at(call, abortion_of_code(error_code(written), one.package, message))

    def _at(self, call: TypedCall, raised: Raised) -> Raise:
        caller = self._program.definitions[call.definition]
        path = self._program.modules[caller.module].path
        return Raise(caller.name, path, call.line, raised.exception, raised.status, said(raised.message))

    def _parameter(self, definition: int, written: Expression | None) -> str:
        if not isinstance(written, Name) or definition < 0:
            return ""
        parameters = self._program.definitions[definition].head.parameters
        return written.id if any(one.name == written.id for one in parameters) else ""

    def _calls(self, definition: int) -> Iterator[tuple[TypedCall, bool]]:
        for call in self._settled.calls_of(definition):
            for option in options(call.callee):
                if isinstance(option, Function) and option.definition == definition and call.definition >= 0:
                    yield call, option.receiver is not None
