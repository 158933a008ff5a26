"""Which lines of a function do not run for a call, by what it is given or left to?

``save(order)`` does not run what stands below ``if strict:`` where ``strict=False`` is the default, nor does
``save(order, strict=False)``; ``read([("page", 1)])`` does not run what stands where an item is longer. A function that
is decorated may be given more than what is written. Where one of several may be called, those that do not take as many
arguments are not: none of their lines runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.interfaces.callings import Calling, Callings
from analyzer.interfaces.item_tests import ItemTest, item_tests
from analyzer.interfaces.parameter_tests import ParameterTest, parameter_tests
from analyzer.link.decorators import is_class_method, is_static_method
from analyzer.link.program import Program
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Function, Union
from analyzer.model.chains import last_name
from analyzer.model.interfaces import RuledOut
from analyzer.model.syntax import Call, Expression, Head, Star, Unknown

_Lines = tuple[int, int]
_NAMED = ("positional", "keyword")
_PLAIN = frozenset({"staticmethod", "classmethod", "abstractmethod", "override", "atomic", "cache", "lru_cache"})
"""Decorators that hand on what they are given, and nothing more."""


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
            for (caller, line), lines in self._skipped(definition, callings).items():
                if lines:
                    found.append(RuledOut(names[caller].name, line, names[definition].name, tuple(sorted(lines))))
        return tuple(sorted(found))

    def _skipped(self, definition: int, callings: Iterable[Calling]) -> dict[tuple[int, int], frozenset[_Lines]]:
        """Return the lines that no call of a function runs, by where it is called; all that it does not fit."""
        tests, head = self._tests_of(definition), self._program.definitions[definition].head
        found: dict[tuple[int, int], frozenset[_Lines]] = {}
        for call, called in callings:
            if call.definition < 0 or called.__class__ is not Function:
                continue
            is_bound = called.receiver is not None
            if _is_of_several(call) and not self._takes(call.call, called):
                lines = frozenset({(head.line, head.end_line)})
            elif tests:
                lines = frozenset(_lines(call.call, tests, head, is_bound=is_bound))
            else:
                continue
            place = (call.definition, call.line)
            found[place] = found.get(place, lines) & lines
        return found

    def _takes(self, call: Call, callee: Function) -> bool:
        head = self._program.definitions[callee.definition].head
        if not all(last_name(_called(one)) in _PLAIN for one in head.decorators):
            return True
        return takes(call, head, is_bound=callee.receiver is not None)

    def _tests_of(self, definition: int) -> tuple[ParameterTest | ItemTest, ...]:
        found = self._program.definitions[definition]
        head = found.head
        is_plain = not head.decorators or is_static_method(head.decorators) or is_class_method(head.decorators)
        scope = self._program.scopes(found.module).get(found.scope) if is_plain and head.parameters else None
        return (*parameter_tests(head, scope), *item_tests(head, scope)) if scope is not None else ()


def _is_of_several(call: TypedCall) -> bool:
    """Return whether there are several functions of which a call may run one."""
    callee = call.callee
    several = callee.options if callee.__class__ is Union else ()
    return len({one.definition for one in several if one.__class__ is Function}) > 1


def _lines(call: Call, tests: Iterable[ParameterTest | ItemTest], head: Head, *, is_bound: bool) -> Iterator[_Lines]:
    given = dict(_given(call, head, is_bound=is_bound))
    for test in tests if "" not in given else ():
        value = given.get(test.parameter)
        if value is not None and not test.is_met(value):
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
