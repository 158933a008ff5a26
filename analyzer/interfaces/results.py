"""What does a function return as data, where no annotation says?

Each ``return`` is read by itself: by what its expression is, else by the type that flowed to it. If one of them is not
known, the result is not. Dicts with known keys become a data type of their own, ``<function>.result``.
"""

from __future__ import annotations

import msgspec

from analyzer.frameworks.plain_shapes import BOOLEAN, INTEGER, NUMBER, STRING, array_of
from analyzer.frameworks.shapes import nullable
from analyzer.interfaces.endings import falls_off, only_raises
from analyzer.interfaces.expressions import COMPARISONS, says_little
from analyzer.interfaces.given import Reading
from analyzer.interfaces.records import At, Records
from analyzer.interfaces.values import few
from analyzer.link.program import Program, ProgramDefinition
from analyzer.link.types import External, Type, join, options
from analyzer.model.chains import last_name
from analyzer.model.shapes import NULL, UNKNOWN, Shape
from analyzer.model.syntax import Attribute, Await, Call, Choice, Constant, Expression, Name, Operation, Scope
from analyzer.model.syntax import Unknown as Absent

_MAY_BE_NONE = frozenset({"first", "afirst", "one_or_none", "scalar_one_or_none", "get_or_none", "first_or_none"})
_ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "%", "**"})


_SPECIAL = {
    **dict.fromkeys(("__str__", "__repr__", "__unicode__"), STRING),
    **dict.fromkeys(("__len__", "__hash__", "__int__"), INTEGER),
    **dict.fromkeys(("__bool__", "__eq__", "__ne__", "__lt__", "__gt__", "__le__", "__ge__", "__contains__"), BOOLEAN),
}
"""What Python expects methods of these names to return."""


class _Body(msgspec.Struct, frozen=True):
    """What the body of a function says of its names: what each is given, which are tested, which are counted up."""

    given: dict[str, list[Expression]]
    tested: frozenset[str]
    counted: frozenset[str]


class Results:
    """Answers for functions without an annotation of their result, after types have flowed."""

    def __init__(self, program: Program, reading: Reading) -> None:
        self._program = program
        self._reading = reading
        self._values = reading.values
        self._settled = reading.settled
        self.records = Records(program, reading)

    def of(self, definition: ProgramDefinition) -> Shape:
        """Return what a call yields; of a generator, an array of what it yields."""
        frame = self._settled.frame(definition.id)
        special = _SPECIAL.get(definition.head.name)
        if special is not None:
            return special
        path = self._program.modules[definition.module].path
        at = At(f"{definition.name}.result", path, definition.head.line)
        if frame.yields:
            return array_of(self.records.shape(frame.yielded, at) or self._values.shape(frame.yielded))
        scope = self._program.scopes(definition.module)[definition.scope]
        returned = [one for one in scope.statements if one.kind == "return"]
        with_value = [one.value for one in returned if not _is_nothing(one.value)]
        if not with_value:
            return UNKNOWN if only_raises(scope) and definition.head.kind == "method" else NULL
        body = _read(scope)
        flowed = dict(frame.returns)
        types = [flowed.get(one.line) for one in returned if not _is_nothing(one.value)]
        shape = self._record(types, at)
        if shape is None:
            pairs = zip(with_value, types, strict=True)
            shape = few([self._returned(definition, body, value, known) for value, known in pairs])
        may_end = len(with_value) < len(returned) or falls_off(scope)
        return nullable(shape) if may_end or any(_may_be_none(body, one) for one in with_value) else shape

    def _record(self, types: list[Type | None], at: At) -> Shape | None:
        joined: Type | None = None
        for one in types:
            if one is None:
                return None
            joined = join(joined, one)
        return self.records.shape(joined, at)

    def _returned(self, definition: ProgramDefinition, body: _Body, value: Expression, known: Type | None) -> Shape:
        if isinstance(value, (Name, Attribute)):
            declared = self._declared(definition, value)
            if declared != UNKNOWN:
                return declared
        said = self._reading.expressions.shape(definition.module, definition.scope, value)
        flows = self._values.shape(known)
        if isinstance(value, Operation) and value.operator in COMPARISONS:
            outside = all(isinstance(option, External) for option in options(known))
            return said if outside or flows == UNKNOWN else flows
        if said not in (UNKNOWN, flows) and not says_little(said) and not _has_unknown(said):
            return said
        if flows == UNKNOWN:
            return said
        return NUMBER if flows == INTEGER and said != INTEGER and _is_counted(body, value) else flows

    def _declared(self, definition: ProgramDefinition, value: Name | Attribute) -> Shape:
        """Return what a parameter that is handed back looks like, or an attribute by its declaration."""
        if isinstance(value, Name):
            return self._reading.parameter(definition.id, value.id)
        return self._reading.attributes.shape(definition.id, value)


def _has_unknown(shape: Shape) -> bool:
    return shape == UNKNOWN or any(_has_unknown(one) for one in shape.of)


def _is_nothing(value: Expression) -> bool:
    return (isinstance(value, Absent) and not value.text) or (isinstance(value, Constant) and value.value is None)


def _read(scope: Scope) -> _Body:
    given: dict[str, list[Expression]] = {}
    tested: set[str] = set()
    counted: set[str] = set()
    for statement in scope.statements:
        if statement.kind == "assign":
            for target in statement.targets:
                if isinstance(target, Name):
                    given.setdefault(target.id, []).append(statement.value)
        elif statement.kind == "augment" and isinstance(statement.targets[0], Name):
            counted.add(statement.targets[0].id)
        elif statement.kind == "test":
            tested.update(_tested(statement.value))
    return _Body(given, frozenset(tested), frozenset(counted))


def _tested(test: Expression) -> set[str]:
    """Return the names whose truth or absence is asked: ``not order``, ``order is None``, ``a and b``."""
    match test:
        case Name(id=name):
            return {name}
        case Operation(operator="not" | "is" | "is not" | "==" | "!=", operands=operands):
            return {name for one in operands for name in _tested(one)}
        case Choice(options=parts):
            return {name for one in parts for name in _tested(one)}
        case _:
            return set()


def _may_be_none(body: _Body, value: Expression) -> bool:
    if isinstance(value, Name):
        return value.id not in body.tested and any(
            _is_nothing(one) or _may_be_none_itself(one) for one in body.given.get(value.id, ())
        )
    return _may_be_none_itself(value)


def _may_be_none_itself(value: Expression) -> bool:
    match value:
        case Choice(kind="if", options=parts):
            return any(_is_nothing(one) for one in parts)
        case Choice(kind="or", options=parts):
            return _is_nothing(parts[-1])
        case Await(value=inner):
            return _may_be_none_itself(inner)
        case Call(function=function, args=args):
            called = last_name(function)
            given = len(args) > 1 and _is_nothing(args[1])
            return (called in _MAY_BE_NONE and not args) or (called in ("next", "getattr") and given)
        case _:
            return False


def _is_counted(body: _Body, value: Expression) -> bool:
    """Return whether arithmetic made a number, of which flow knows the first operand alone."""
    match value:
        case Name(id=name):
            return name in body.counted or any(_is_counted(_NO_NAMES, one) for one in body.given.get(name, ()))
        case Operation(operator=operator):
            return operator in _ARITHMETIC
        case Choice(options=parts):
            return any(_is_counted(body, one) for one in parts)
        case _:
            return False


_NO_NAMES = _Body({}, frozenset(), frozenset())
