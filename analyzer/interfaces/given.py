"""What do callers hand over to the parameters that neither an annotation nor a default explains?

Noted call by call: what flowed to a parameter from all of them together no longer says which caller's value is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from analyzer.frameworks.shapes import without_null
from analyzer.interfaces.attributes import Attributes
from analyzer.interfaces.expressions import Expressions
from analyzer.interfaces.values import Values, few
from analyzer.link.decorators import is_static_method
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import TypedCall
from analyzer.link.settled import Settled
from analyzer.link.types import ClassOf, Function, Type, options
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
    """Collects arguments while types flow."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._definitions = names.program.definitions
        self._silent: dict[int, tuple[tuple[str, ...], frozenset[str], bool]] = {}
        self._found: dict[tuple[int, str], list[_Argument]] = {}

    def add(self, calls: Iterable[TypedCall]) -> None:
        """Note the arguments of some calls."""
        for call in calls:
            if call.callee is not None and (call.args or call.keywords):
                for option in options(call.callee):
                    if option.__class__ is Function:
                        self._note(call, option.definition, bound=option.receiver is not None)
                    elif option.__class__ is ClassOf:
                        self._construct(call, option.definition)

    def shape(self, definition: int, name: str, reading: Reading) -> Shape:
        """Return what a parameter is given: unknown unless those callers of whom something is known agree."""
        found = self._found.get((definition, name))
        if found is None:
            return reading.values.shape(reading.settled.given(definition, name))
        said = [self._argument(one, reading) for one in found]
        known = [one for one in said if one != UNKNOWN]
        kinds = {one for one in known if one != NULL}
        if not kinds or len(known) * 2 < len(said) or (len(known) < len(said) and len(kinds) > 1):
            return UNKNOWN
        agreed = few(known)
        return UNKNOWN if _is_mixed(agreed) else agreed

    def _argument(self, argument: _Argument, reading: Reading) -> Shape:
        value, written, module, definition = argument
        if isinstance(written, Constant) and written.value is None:
            return NULL
        if isinstance(written, Name) and definition >= 0:
            passed = reading.parameter(definition, written.id)
            if passed != UNKNOWN:
                return passed
        declared = reading.attributes.shape(definition, written)
        if declared != UNKNOWN:
            return without_null(declared)
        scope = self._definitions[definition].scope if definition >= 0 else 0
        flows = reading.values.shape(value)
        return reading.expressions.shape(module, scope, written) if flows == UNKNOWN else flows

    def _construct(self, call: TypedCall, cls: int) -> None:
        member = self._names.member(cls, "__init__")
        if member is not None and isinstance(member[1], DefinitionBinding):
            self._note(call, member[1].definition, bound=True)

    def _note(self, call: TypedCall, definition: int, *, bound: bool) -> None:
        known = self._silent.get(definition)
        if known is None:
            known = self._silent[definition] = _silent(self._definitions[definition].head)
        positional, silent, takes_object = known
        if not silent:
            return
        written = call.call
        if bound and takes_object:
            positional = positional[1:]
        for name, value, expression in zip(positional, call.args, written.args, strict=False):
            if isinstance(expression, Star):
                break
            if name in silent:
                self._keep(definition, name, (value, expression, call.module, call.definition))
        for (name, value), keyword in zip(call.keywords, written.keywords, strict=True):
            if name in silent:
                self._keep(definition, name, (value, keyword.value, call.module, call.definition))

    def _keep(self, definition: int, name: str, argument: _Argument) -> None:
        found = self._found.setdefault((definition, name), [])
        if len(found) < _MOST:
            found.append(argument)


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
