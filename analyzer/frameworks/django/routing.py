"""What does a function of a database router return for one model?

Evaluated on the facts, never run: comparisons of the model's label, name and table with texts and collections of texts,
branches, attributes of the router, constants, and helpers of the router itself. All else is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.operations import UNKNOWN, Subject, operation, truth
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import last_name
from analyzer.model.syntax import (
    Attribute,
    Call,
    Choice,
    Constant,
    Expression,
    Items,
    Name,
    Operation,
    Scope,
    Statement,
    Subscript,
    Unknown,
)
from analyzer.model.syntax import Mapping as Dictionary

_DEEPEST = 12  # names of names, helpers of helpers
_LONGEST = 3000  # expressions that one answer may take


class _Meta(msgspec.Struct, frozen=True):
    """``model._meta``."""


class _Router(msgspec.Struct, frozen=True):
    """The router itself, or its class."""

    cls: int


_Locals = Mapping[str, object]


class Routing:
    """Evaluates the functions of one router for one model."""

    def __init__(self, names: Names, bodies: Bodies, router: int, subject: Subject, settings: int) -> None:
        """``settings`` is the index of the settings module, -1 if there is none."""
        self._names = names
        self._bodies = bodies
        self._router = router
        self._subject = subject
        self._settings = settings
        self._depth = 0
        self._steps = 0

    def answer(self, method: str) -> object:
        """Return what ``method(model)`` returns: a text, None or UNKNOWN; None too where the router lacks it."""
        return self._method(method, (self._subject,))

    def _method(self, name: str, args: Sequence[object]) -> object:
        found = self._names.member(self._router, name)
        if found is None:
            return None
        if not isinstance(found[1], DefinitionBinding) or self._depth > _DEEPEST:
            return UNKNOWN
        definition = self._names.program.definitions[found[1].definition]
        parameters = definition.head.parameters
        is_static = any(last_name(one) == "staticmethod" for one in definition.head.decorators)
        given = args if is_static else (_Router(self._router), *args)
        values = {one.name: self._default(one.default, definition.module) for one in parameters}
        values |= {one.name: {} if one.name == "hints" else UNKNOWN for one in parameters if one.kind == "kwargs"}
        plain = (one.name for one in parameters if one.kind == "positional")
        values |= dict(zip(plain, given, strict=False))
        self._depth += 1
        result = self._run(self._bodies.of(definition.id), values, definition.module)
        self._depth -= 1
        return result

    def _default(self, default: Expression, module: int) -> object:
        return UNKNOWN if isinstance(default, Unknown) else self._value(default, {}, module)

    def _run(self, body: Scope, values: dict[str, object], module: int) -> object:
        """The value of the first ``return`` that is reached for certain; UNKNOWN if another one may come before."""
        for statement in body.statements:
            reached = self._is_reached(body, statement, values, module)
            if reached is False:
                continue
            if statement.kind == "return":
                return self._value(statement.value, values, module) if reached is True else UNKNOWN
            if statement.kind == "raise" and reached is True:
                return UNKNOWN
            for target in statement.targets if statement.kind in ("assign", "augment", "annotate") else ():
                if isinstance(target, Name):
                    plain = reached is True and statement.kind != "augment"
                    values[target.id] = self._value(statement.value, values, module) if plain else UNKNOWN
        return None

    def _is_reached(self, body: Scope, statement: Statement, values: _Locals, module: int) -> object:
        reached: object = True
        block = statement.block
        while block:
            one = body.blocks[block]
            if one.kind in ("if", "else") and not isinstance(one.head, Unknown):
                test = truth(self._value(one.head, values, module))
                test = test if test is UNKNOWN or one.kind == "if" else not test
            else:
                test = True if one.kind in ("try", "with", "finally") else UNKNOWN
            if test is False:
                return False
            reached = UNKNOWN if test is UNKNOWN else reached
            block = one.parent
        return reached

    def _value(self, expression: Expression, values: _Locals, module: int) -> object:
        self._steps += 1
        if self._depth > _DEEPEST or self._steps > _LONGEST:
            return UNKNOWN
        self._depth += 1
        result = self._evaluated(expression, values, module)
        self._depth -= 1
        return result

    def _evaluated(self, expression: Expression, values: _Locals, module: int) -> object:
        def at(inner: Expression) -> object:
            return self._value(inner, values, module)

        match expression:
            case Constant(value=value):
                return value
            case Name(id=name):
                return values[name] if name in values else self._global(module, expression)
            case Attribute(value=value, name=name):
                return self._attribute(at(value), name, module, expression)
            case Items(items=items):
                return tuple(at(item) for item in items)
            case Dictionary(keys=keys, values=inner):
                return {at(key): at(one) for key, one in zip(keys, inner, strict=False) if isinstance(key, Constant)}
            case Choice(kind=kind, options=options, tests=tests):
                return _chosen(kind, options, tests, at)
            case Operation(operator=operator, operands=operands):
                return operation(operator, [at(one) for one in operands])
            case Subscript(value=value, index=index):
                held, key = at(value), at(index)
                return held.get(key, UNKNOWN) if isinstance(held, dict) and key is not UNKNOWN else UNKNOWN
            case Call():
                return self._call(expression, at)
            case _:
                return UNKNOWN

    def _global(self, module: int, expression: Expression) -> object:
        """What a name of a module or class stands for."""
        match self._names.resolve(module, 0, expression):
            case Value() as value:
                return self._value(value.binding.value, {}, value.module)
            case ClassOf() as cls:
                return cls
            case External(name=name) if name.startswith("django.conf.settings.") and self._settings >= 0:
                found = self._names.member_of_module(self._settings, name.rpartition(".")[2])
                return self._value(found.binding.value, {}, found.module) if isinstance(found, Value) else UNKNOWN
            case External(name="django.db.DEFAULT_DB_ALIAS" | "django.db.utils.DEFAULT_DB_ALIAS"):
                return "default"
            case _:
                return UNKNOWN

    def _attribute(self, value: object, name: str, module: int, expression: Expression) -> object:
        match value:
            case Subject():
                if name in ("_meta", "__name__"):
                    return _Meta() if name == "_meta" else value.name
                return self._member(value.cls, name)
            case _Meta():
                return self._subject.meta(name)
            case _Router():
                return self._member(value.cls, name)
            case ClassOf(definition=definition):
                return self._member(definition, name)
            case _:
                return self._global(module, expression)

    def _member(self, cls: int, name: str) -> object:
        found = self._names.member(cls, name)
        if found is None or not isinstance(found[1], ValueBinding):
            return UNKNOWN
        return self._value(found[1].value, {}, self._names.program.definitions[found[0]].module)

    def _call(self, call: Call, at: Callable[[Expression], object]) -> object:
        args = [at(one) for one in call.args]
        name = last_name(call.function)
        if isinstance(call.function, Name):
            return self._function(name, args)
        receiver = at(call.function.value) if isinstance(call.function, Attribute) else UNKNOWN
        if isinstance(receiver, _Router):
            return self._method(name, args) if not call.keywords else UNKNOWN
        if UNKNOWN in args:
            return UNKNOWN
        if isinstance(receiver, dict) and name == "get" and args:
            return receiver.get(args[0], args[1] if len(args) > 1 else None)
        if isinstance(receiver, str) and name in ("lower", "upper", "strip") and not args:
            return getattr(receiver, name)()
        if isinstance(receiver, str) and name in ("startswith", "endswith") and args:
            options = args[0] if isinstance(args[0], tuple) else (args[0],)
            test = receiver.startswith if name == "startswith" else receiver.endswith
            return any(isinstance(one, str) and test(one) for one in options)
        return UNKNOWN

    def _function(self, name: str, args: list[object]) -> object:
        match name, args:
            case (("set" | "frozenset" | "list" | "tuple"), [tuple() as items]):
                return items
            case "issubclass", [Subject(cls=cls), base]:
                bases = base if isinstance(base, tuple) else (base,)
                known = all(isinstance(one, ClassOf) for one in bases)
                order = self._names.mro(cls)
                return any(isinstance(one, ClassOf) and one.definition in order for one in bases) if known else UNKNOWN
            case "getattr", [Subject(cls=cls), str() as attribute, default]:
                return default if self._names.member(cls, attribute) is None else self._member(cls, attribute)
            case "hasattr", [Subject(cls=cls), str() as attribute]:
                return self._names.member(cls, attribute) is not None
            case _:
                return UNKNOWN


def _chosen(
    kind: str, options: Sequence[Expression], tests: Sequence[Expression], at: Callable[[Expression], object]
) -> object:
    if kind == "if":
        test = truth(at(tests[0])) if tests else UNKNOWN
        return UNKNOWN if test is UNKNOWN else at(options[0] if test else options[1])
    result: object = UNKNOWN
    unknown = False
    for option in options:
        result = at(option)
        test = truth(result)
        if test is UNKNOWN:
            unknown = True
        elif test is (kind == "or"):
            return result if not unknown or isinstance(result, bool) else UNKNOWN
    return UNKNOWN if unknown else result
