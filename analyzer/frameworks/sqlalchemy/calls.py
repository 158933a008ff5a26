"""What do calls yield: of string methods, regular expressions, functions of the project, and those known outside it?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from analyzer.frameworks.sqlalchemy import texts
from analyzer.frameworks.sqlalchemy.bodies import Bodies, Held, Place, with_bound
from analyzer.frameworks.sqlalchemy.texts import Uncomputable
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.types import ClassOf, External, Function
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Call, Expression, Lambda, Name, Unknown

if TYPE_CHECKING:
    from analyzer.frameworks.sqlalchemy.values import Values

OutsideFunction = Callable[[str, Sequence[object]], object]


def unknown_outside(_name: str, _args: Sequence[object]) -> object:
    """Know no function outside the program."""
    raise Uncomputable


class Calls:
    """Reads calls for an evaluator."""

    def __init__(self, values: Values, bodies: Bodies, outside: OutsideFunction) -> None:
        self._values = values
        self._bodies = bodies
        self._outside = outside

    def value(self, place: Place, call: Call) -> object:
        """Return what a call yields; raises Uncomputable where that is not known."""
        if isinstance(call.function, Attribute):
            receiver = self._values.known(place, call.function.value)
            if isinstance(receiver, str):
                keywords = {one.name: self._values.value(place, one.value) for one in call.keywords}
                return texts.method(receiver, call.function.name, self._args(place, call), keywords)
            if isinstance(receiver, re.Match) and call.function.name == "group":
                return receiver.group(*[part for part in self._args(place, call) if isinstance(part, int)])
            if isinstance(receiver, re.Pattern) and call.function.name == "sub":
                return self._substituted(place, receiver, call.args)
            if isinstance(receiver, ClassOf):
                method = self._values.names.member(receiver.definition, call.function.name)
                if method is not None and isinstance(method[1], DefinitionBinding):
                    return self._result(place, method[1].definition, call, receiver)
        match self._values.names.resolve(place.module, place.scope, call.function):
            case Function(definition=definition):
                return self._result(place, definition, call)
            case External(name="re.compile"):
                return texts.pattern(self._values.value(place, call.args[0]))
            case External(name="re.sub") if len(call.args) > 1:
                return self._substituted(place, texts.pattern(self._values.value(place, call.args[0])), call.args[1:])
            case External(name="builtins.str" | "builtins.len" | "builtins.enumerate" | "builtins.list" as name):
                return _builtin(name, self._args(place, call))
            case External(name=name):
                return self._outside(name, self._args(place, call))
            case _:
                raise Uncomputable

    def _args(self, place: Place, call: Call) -> list[object]:
        return [self._values.value(place, arg) for arg in call.args]

    def _substituted(self, place: Place, compiled: re.Pattern[str], args: Sequence[Expression]) -> str:
        if len(args) != 2:  # noqa: PLR2004  # the replacement and the text
            raise Uncomputable
        text = self._values.value(place, args[1])
        instead = args[0]
        if isinstance(instead, Lambda) and len(instead.parameters) == 1:
            name = Name(instead.parameters[0].name, 0)

            def replaced(found: re.Match[str]) -> str:
                return self._values.shown(with_bound(place, name, found), instead.body)

            return texts.substituted(compiled, replaced, text)
        by = self._values.value(place, instead)
        if not isinstance(by, str):
            raise Uncomputable
        return texts.substituted(compiled, by, text)

    def _result(self, place: Place, function: int, call: Call, receiver: ClassOf | None = None) -> object:
        held = self.held(place, function, call, receiver)
        if held is None:
            return None
        return self._values.value(held.place, held.expression)

    def held(self, place: Place, function: int, call: Call, receiver: ClassOf | None = None) -> Held | None:
        """Read a function with the arguments of a call; what is not given has its default."""
        found = self._values.names.program.definitions[function]
        home = Place(found.module, found.head.scope, self._values.names.program.modules[found.module].path)
        known: dict[str, object] = {
            one.name: ... if isinstance(one.default, Unknown) else Held(home, one.default)
            for one in found.head.parameters
        }
        positional = [one.name for one in found.head.parameters if one.kind == "positional"]
        is_static = any(last_name(one) == "staticmethod" for one in found.head.decorators)
        if receiver is not None and positional and not is_static:
            known[positional.pop(0)] = receiver
        for name, value in zip(positional, call.args, strict=False):
            known[name] = self._values.held(place, value)
        for given in call.keywords:
            if given.name in known:
                known[given.name] = self._values.held(place, given.value)
        with self._values.deeper():
            return self._bodies.returned(function, known, place.cls)


def _builtin(name: str, args: Sequence[object]) -> object:
    match name, args:
        case "builtins.str", (str() | int() as value,):
            return str(value)
        case "builtins.len", (str() | tuple() as value,):
            return len(value)
        case "builtins.enumerate", (str() | tuple() as value,):
            return tuple(enumerate(value))
        case "builtins.list", (str() | tuple() as value,):
            return tuple(value)
        case _:
            raise Uncomputable
