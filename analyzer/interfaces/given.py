"""What do callers hand over to the parameters that neither an annotation nor a default explains?

Read call by call: what flowed to a parameter from all of them together no longer says which caller's value is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from analyzer.frameworks.shapes import without_null
from analyzer.interfaces.attributes import Attributes
from analyzer.interfaces.callings import Callings
from analyzer.interfaces.expressions import Expressions
from analyzer.interfaces.values import Values, few
from analyzer.link.decorators import is_static_method
from analyzer.link.program import Program
from analyzer.link.protocol import TypedCall
from analyzer.link.settled import Settled
from analyzer.link.types import ClassOf, Type
from analyzer.model.shapes import NULL, UNKNOWN, Shape, ShapeKind
from analyzer.model.syntax import Constant, Expression, Head, Name, Star
from analyzer.model.syntax import Unknown as Absent

_Argument = tuple[Type | None, Expression, int, int]
"""What flowed, the expression, and the module and the definition in which it stands."""
_MOST = 40


class Reading(msgspec.Struct, frozen=True):
    """With what arguments are read; ``parameter`` says what a parameter of the calling function looks like."""

    attributes: Attributes
    expressions: Expressions
    values: Values
    settled: Settled
    parameter: Callable[[int, str], Shape]


class Given:
    """Reads the arguments of all calls of a function when one of its parameters is asked for."""

    def __init__(self, program: Program, callings: Callings) -> None:
        self._definitions = program.definitions
        self._callings = callings
        self._found: dict[int, dict[str, list[_Argument]]] = {}
        self._alone: dict[int, Shape] = {}  # by the id of an argument, all of which are kept

    def shape(self, definition: int, name: str, reading: Reading) -> Shape:
        """Return what a parameter is given: unknown unless those callers of whom something is known agree."""
        found = self._of(definition).get(name)
        if found is None:
            return reading.values.shape(reading.settled.given(definition, name))
        known: list[Shape] = []
        kinds: set[Shape] = set()
        missing = 0
        for one in found:
            said = self._argument(one, reading)
            if said == UNKNOWN:
                missing += 1
            else:
                known.append(said)
                if said != NULL:
                    kinds.add(said)
            if missing and (missing * 2 > len(found) or len(kinds) > 1):
                return UNKNOWN
        if not kinds:
            return UNKNOWN
        agreed = few(known)
        return UNKNOWN if _is_mixed(agreed) else agreed

    def is_given_none(self, definition: int, name: str) -> bool:
        """Return whether a caller writes None for a parameter."""
        written = [one for _, one, _, _ in self._of(definition).get(name, ())]
        return any(isinstance(one, Constant) and one.value is None for one in written)

    def names(self, definition: int) -> frozenset[str] | None:
        """Return the parameters that some call gives; None where a call passes on what is not seen."""
        head = self._definitions[definition].head
        positional = tuple([one.name for one in head.parameters if one.kind == "positional"])
        takes_object = head.kind == "method" and not is_static_method(head.decorators)
        found: set[str] = set()
        for call, called in self._callings.by_function.get(definition, ()):
            if any(isinstance(one, Star) for one in call.call.args) or any(not name for name, _ in call.keywords):
                return None
            is_bound = isinstance(called, ClassOf) or called.receiver is not None
            found.update(positional[is_bound and takes_object :][: len(call.call.args)])
            found.update(name for name, _ in call.keywords)
        return frozenset(found)

    def _of(self, definition: int) -> dict[str, list[_Argument]]:
        if definition not in self._found:
            self._found[definition] = self._arguments(definition)
        return self._found[definition]

    def _argument(self, argument: _Argument, reading: Reading) -> Shape:
        _, written, _, definition = argument
        if isinstance(written, Constant) and written.value is None:
            return NULL
        if isinstance(written, Name) and definition >= 0:
            passed = reading.parameter(definition, written.id)
            if passed != UNKNOWN:
                return passed
        if id(argument) not in self._alone:
            self._alone[id(argument)] = self._by_itself(argument, reading)
        return self._alone[id(argument)]

    def _by_itself(self, argument: _Argument, reading: Reading) -> Shape:
        """Return what an argument is, whatever parameters of its function may be."""
        value, written, module, definition = argument
        declared = reading.attributes.shape(definition, written)
        if declared != UNKNOWN:
            return without_null(declared)
        scope = self._definitions[definition].scope if definition >= 0 else 0
        flows = reading.values.shape(value)
        return reading.expressions.shape(module, scope, written) if flows == UNKNOWN else flows

    def _arguments(self, definition: int) -> dict[str, list[_Argument]]:
        """Return what each parameter is given of which nothing is written, of a few dozen calls."""
        positional, silent, takes_object = _silent(self._definitions[definition].head)
        found: dict[str, list[_Argument]] = {}
        lacking = len(silent)  # of which there are not enough
        for call, called in self._callings.by_function.get(definition, ()) if silent else ():
            if not lacking:
                break
            is_bound = isinstance(called, ClassOf) or called.receiver is not None
            for name, argument in _passed(call, positional[1:] if is_bound and takes_object else positional):
                if name in silent and len(found.setdefault(name, [])) < _MOST:
                    found[name].append(argument)
                    lacking -= len(found[name]) == _MOST
        return found


def _passed(call: TypedCall, positional: Sequence[str]) -> Iterator[tuple[str, _Argument]]:
    """Yield what a call hands over, by the names of parameters."""
    written = call.call
    for name, value, expression in zip(positional, call.args, written.args, strict=False):
        if isinstance(expression, Star):
            break
        yield name, (value, expression, call.module, call.definition)
    for (name, value), keyword in zip(call.keywords, written.keywords, strict=True):
        yield name, (value, keyword.value, call.module, call.definition)


def _is_mixed(shape: Shape) -> bool:
    """An object or a text: rather a slip of ours than what callers hand over."""
    kinds = {one.kind for one in shape.of} - {ShapeKind.NULL} if shape.kind is ShapeKind.UNION else set()
    return ShapeKind.DATA in kinds and len(kinds) > 1


def _silent(head: Head) -> tuple[tuple[str, ...], frozenset[str], bool]:
    """Return the parameters by place, those of which nothing is written, and whether the first holds the object."""
    positional = tuple([one.name for one in head.parameters if one.kind == "positional"])
    silent = [
        one.name
        for one in head.parameters
        if one.kind in ("positional", "keyword")
        and isinstance(one.annotation, Absent)
        and (not isinstance(one.default, Constant) or one.default.value is None)
    ]
    return positional, frozenset(silent), head.kind == "method" and not is_static_method(head.decorators)
