"""Which lines of a function do not run for a call, by what it is given or left to?

``save(order)`` does not run what stands below ``if strict:`` where ``strict=False`` is the default, nor does
``save(order, strict=False)``. A function that is decorated may be given more than what is written. Where one of several
may be called, those that do not take as many arguments are not: none of their lines runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from analyzer.interfaces.parameter_tests import ParameterTest, parameter_tests
from analyzer.link.decorators import is_class_method, is_static_method
from analyzer.link.program import Program
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Function, options
from analyzer.model.chains import last_name
from analyzer.model.interfaces import RuledOut
from analyzer.model.syntax import Call, Constant, Expression, Head, Star, Unknown

_Lines = tuple[int, int]
_NAMED = ("positional", "keyword")
_PLAIN = frozenset({"staticmethod", "classmethod", "abstractmethod", "override", "atomic", "cache", "lru_cache"})
"""Decorators that hand on what they are given, and nothing more."""


class RuledOutLines:
    """Takes note of calls, and reads the functions that they run when all were seen."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._noted: list[Sequence[TypedCall]] = []
        self._tests: dict[int, tuple[ParameterTest, ...]] = {}

    def add(self, calls: Sequence[TypedCall]) -> None:
        """Take note of some calls."""
        self._noted.append(calls)

    def found(self) -> tuple[RuledOut, ...]:
        """Return what no call of a function on a line runs of it, sorted."""
        found: dict[tuple[int, int, int], frozenset[_Lines]] = {}
        for call in chain.from_iterable(self._noted):
            if call.definition >= 0 and call.callee is not None:
                unfit = self._unfit(call)
                for option in options(call.callee):
                    if option.__class__ is Function and (option in unfit or self._tests_of(option.definition)):
                        key = (call.definition, call.line, option.definition)
                        lines = frozenset(self._lines(call.call, option) if option not in unfit else self._all(option))
                        found[key] = found.get(key, lines) & lines
        names = self._program.definitions
        return tuple(
            sorted(
                RuledOut(names[caller].name, line, names[callee].name, tuple(sorted(lines)))
                for (caller, line, callee), lines in found.items()
                if lines
            )
        )

    def _unfit(self, call: TypedCall) -> frozenset[Function]:
        """Return those of several functions that the arguments of a call do not fit."""
        several = frozenset(one for one in options(call.callee) if one.__class__ is Function)
        if len({one.definition for one in several}) < 2:  # noqa: PLR2004  # there is nothing to choose from
            return frozenset()
        return frozenset(one for one in several if not self._takes(call.call, one))

    def _takes(self, call: Call, callee: Function) -> bool:
        head = self._program.definitions[callee.definition].head
        if not all(last_name(_called(one)) in _PLAIN for one in head.decorators):
            return True
        return takes(call, head, is_bound=callee.receiver is not None)

    def _all(self, callee: Function) -> Iterator[_Lines]:
        head = self._program.definitions[callee.definition].head
        yield head.line, head.end_line

    def _tests_of(self, definition: int) -> tuple[ParameterTest, ...]:
        if definition not in self._tests:
            found = self._program.definitions[definition]
            head = found.head
            is_plain = not head.decorators or is_static_method(head.decorators) or is_class_method(head.decorators)
            scope = self._program.scopes(found.module).get(found.scope) if is_plain and head.parameters else None
            self._tests[definition] = parameter_tests(head, scope) if scope is not None else ()
        return self._tests[definition]

    def _lines(self, call: Call, callee: Function) -> Iterator[_Lines]:
        head = self._program.definitions[callee.definition].head
        given = dict(_given(call, head, is_bound=callee.receiver is not None))
        for test in self._tests[callee.definition] if "" not in given else ():
            value = given.get(test.parameter)
            if isinstance(value, Constant) and not test.is_met(value):
                yield test.first, test.last


def takes(call: Call, head: Head, *, is_bound: bool) -> bool:
    """Return whether a function can be called with as many arguments, and with these names."""
    if any(isinstance(one, Star) for one in call.args) or any(not one.name for one in call.keywords):
        return True
    skipped = is_bound and head.kind == "method" and not is_static_method(head.decorators)
    parameters = head.parameters[1:] if skipped else head.parameters
    positional = [one for one in parameters if one.kind == "positional"]
    kinds = {one.kind for one in parameters}
    names = {one.name for one in call.keywords}
    filled = {one.name for one in positional[: len(call.args)]} | names
    if len(call.args) > len(positional) and "args" not in kinds:
        return False
    if not names <= {one.name for one in parameters if one.kind in _NAMED} and "kwargs" not in kinds:
        return False
    return all(one.name in filled or not isinstance(one.default, Unknown) for one in parameters if one.kind in _NAMED)


def _called(decorator: Expression) -> Expression:
    return decorator.function if isinstance(decorator, Call) else decorator


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
