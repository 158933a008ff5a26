"""Which lines of a function do not run for a call, by the constants that it is given or left to?

``save(order)`` does not run what stands below ``if strict:`` where ``strict=False`` is the default, nor does
``save(order, strict=False)``. A function that is decorated may be given more than what is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.interfaces.callings import Calling, Callings
from analyzer.interfaces.parameter_tests import ParameterTest, parameter_tests
from analyzer.link.decorators import is_class_method, is_static_method
from analyzer.link.program import Program
from analyzer.link.types import Function
from analyzer.model.interfaces import RuledOut
from analyzer.model.syntax import Call, Constant, Expression, Head, Star

_Lines = tuple[int, int]


class RuledOutLines:
    """Reads the functions that calls run, when all calls were seen."""

    def __init__(self, program: Program, callings: Callings) -> None:
        self._program = program
        self._callings = callings

    def found(self) -> tuple[RuledOut, ...]:
        """Return what no call of a function on a line runs of it, sorted."""
        found: list[RuledOut] = []
        names = self._program.definitions
        for definition, callings in self._callings.by_function.items():
            tests = self._tests_of(definition)
            if tests:
                skipped = _skipped(callings, tests, names[definition].head)
                for (caller, line), lines in skipped.items():
                    if lines:
                        found.append(RuledOut(names[caller].name, line, names[definition].name, tuple(sorted(lines))))
        return tuple(sorted(found))

    def _tests_of(self, definition: int) -> tuple[ParameterTest, ...]:
        found = self._program.definitions[definition]
        head = found.head
        is_plain = not head.decorators or is_static_method(head.decorators) or is_class_method(head.decorators)
        scope = self._program.scopes(found.module).get(found.scope) if is_plain and head.parameters else None
        return parameter_tests(head, scope) if scope is not None else ()


def _skipped(
    callings: Iterable[Calling], tests: Iterable[ParameterTest], head: Head
) -> dict[tuple[int, int], frozenset[_Lines]]:
    """Return the lines that no call of a function runs, by where it is called."""
    found: dict[tuple[int, int], frozenset[_Lines]] = {}
    for call, called in callings:
        if call.definition >= 0 and called.__class__ is Function:
            place = (call.definition, call.line)
            lines = frozenset(_lines(call.call, tests, head, is_bound=called.receiver is not None))
            found[place] = found.get(place, lines) & lines
    return found


def _lines(call: Call, tests: Iterable[ParameterTest], head: Head, *, is_bound: bool) -> Iterator[_Lines]:
    given = dict(_given(call, head, is_bound=is_bound))
    for test in tests if "" not in given else ():
        value = given.get(test.parameter)
        if isinstance(value, Constant) and not test.is_met(value):
            yield test.first, test.last


def _given(call: Call, head: Head, *, is_bound: bool) -> Iterator[tuple[str, Expression]]:
    """Yield the value of each parameter, its default before what is given; one without a name may be any."""
    for one in head.parameters:
        yield one.name, one.default
    positional = [one.name for one in head.parameters if one.kind == "positional"]
    skipped = is_bound and head.kind == "method" and not is_static_method(head.decorators)
    yield from zip(positional[1:] if skipped else positional, call.args, strict=False)
    for keyword in call.keywords:
        yield keyword.name, keyword.value
    if any(isinstance(one, Star) for one in call.args):
        yield "", call
