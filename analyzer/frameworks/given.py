"""What stands behind an expression, once local names hold what a row of a table or a caller puts there?

Routes are often registered by a loop over a list of pairs, or by a helper that is handed the list. Types that flow are
joined there; so the written expressions are followed instead, one row and one caller at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from analyzer.link.names import Names, Value
from analyzer.link.types import Function, Type
from analyzer.model.chains import last_name, line_of, text_of
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
    Star,
    Statement,
    Subscript,
    Text,
)
from analyzer.model.syntax import Mapping as Display

_LONGEST_CHAIN = 16
_MOST_RETURNS = 4
_MOST_ITEMS = 4000


class Given(msgspec.Struct, frozen=True):
    """An expression where it stands: its module and scope, what local names hold (``held``), and its type if known."""

    expression: Expression
    module: int
    scope: int
    held: Mapping[str, Given] = {}
    known: Type | None = None

    def at(self, expression: Expression) -> Given:
        """Return a part of the expression, or what stands where it does."""
        return Given(expression, self.module, self.scope, self.held)


class Follower:
    """Follows expressions through names, attributes, items, and functions of the project."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._assigned: dict[tuple[int, int], dict[str, list[Statement]]] = {}
        self._added: dict[tuple[int, int], dict[str, list[tuple[str, Expression]]]] = {}

    def body(self, module: int, scope: int) -> Scope | None:
        """Return the statements of a scope."""
        return self._names.program.scopes(module).get(scope)

    def assigned(self, module: int, scope: int, name: str) -> list[Statement]:
        """Return the statements of a scope that give a name a value, in order."""
        key = (module, scope)
        if key not in self._assigned:
            found: dict[str, list[Statement]] = {}
            body = self.body(module, scope)
            for statement in body.statements if body is not None else ():
                if statement.kind in ("assign", "annotate", "augment"):
                    for target in statement.targets[:1] if statement.kind != "assign" else statement.targets:
                        if isinstance(target, Name):
                            found.setdefault(target.id, []).append(statement)
            self._assigned[key] = found
        return self._assigned[key].get(name, [])

    def added(self, module: int, scope: int, name: str) -> list[tuple[str, Expression]]:
        """Return what ``append`` and ``extend`` add to what a name holds, in the scope that binds it."""
        key = (module, scope)
        if key not in self._added:
            found: dict[str, list[tuple[str, Expression]]] = {}
            body = self.body(module, scope)
            for statement in body.statements if body is not None else ():
                match statement.value:
                    case Call(function=Attribute(value=Name(id=to), name="append" | "extend" as how), args=(value,)):
                        found.setdefault(to, []).append((how, value))
            self._added[key] = found
        return self._added[key].get(name, [])

    def followed(self, given: Given) -> Given:
        """Return what stands behind names, attributes of modules and classes, and items of displays."""
        for step in self.steps(given):
            given = step
        return given

    def steps(self, given: Given) -> Iterator[Given]:
        """Yield an expression, and one after the other what stands behind it."""
        step: Given | None = given
        for _ in range(_LONGEST_CHAIN):
            if step is None:
                return
            yield step
            step = self._step(step)

    def _step(self, given: Given) -> Given | None:
        match given.expression:
            case Name(id=name) if name in given.held:
                return given.held[name]
            case Name(id=name):
                return self._local(given, name) or self._elsewhere(given)
            case Attribute(value=Name(id=name), name=attribute) if name in given.held:
                holder = given.held[name]
                return self._elsewhere(holder.at(Attribute(holder.expression, attribute)))
            case Attribute():
                return self._elsewhere(given)
            case Subscript(value=value, index=index):
                return self._indexed(self.followed(given.at(value)), self.followed(given.at(index)).expression)
            case _:
                return None

    def _local(self, given: Given, name: str) -> Given | None:
        heads = self._names.program.modules[given.module].facts.heads
        scope = given.scope
        while scope:
            if heads[scope - 1].kind != "class":
                found = self.assigned(given.module, scope, name)
                if found:
                    return Given(found[-1].value, given.module, scope, given.held if scope == given.scope else {})
                if any(one.name == name for one in heads[scope - 1].parameters):
                    return None
            scope = heads[scope - 1].scope
        return None

    def _elsewhere(self, given: Given) -> Given | None:
        if isinstance(given.expression, Name) and self.is_parameter(given, given.expression.id):
            return None
        meaning = self._names.resolve(given.module, given.scope, given.expression)
        return Given(meaning.binding.value, meaning.module, meaning.scope) if isinstance(meaning, Value) else None

    def _indexed(self, given: Given, index: Expression) -> Given | None:
        match given.expression, index:
            case Items(items=items), Constant(value=int() as place) if -len(items) <= place < len(items):
                return given.at(items[place])
            case Display(keys=keys, values=values), Constant(value=str() as wanted):
                return next((given.at(v) for k, v in zip(keys, values, strict=True) if text_of(k) == wanted), None)
            case _:
                return None

    def is_parameter(self, given: Given, name: str) -> bool:
        """Return whether a name is a parameter of the function around an expression."""
        heads = self._names.program.modules[given.module].facts.heads
        return bool(given.scope) and any(one.name == name for one in heads[given.scope - 1].parameters)

    def returned(self, given: Given) -> list[Given]:
        """Return what a call of a function of the project returns, with its arguments in place."""
        call = given.expression
        called = self._names.resolve(given.module, given.scope, call.function) if isinstance(call, Call) else None
        if not isinstance(call, Call) or not isinstance(called, Function):
            return []
        found = self._names.program.definitions[called.definition]
        body = self.body(found.module, found.scope)
        if body is None or found.head.kind != "function" or any(isinstance(one, Star) for one in call.args):
            return []
        held = {one.name: Given(one.default, found.module, found.head.scope) for one in found.head.parameters}
        places = zip(found.head.parameters, call.args, strict=False)
        held |= {one.name: given.at(value) for one, value in places if one.kind == "positional"}
        held |= {one.name: given.at(one.value) for one in call.keywords if one.name in held}
        values = [one.value for one in body.statements if one.kind == "return"]
        return [Given(value, found.module, found.scope, held) for value in values[:_MOST_RETURNS]]


def first_line(expression: Expression) -> int:
    """Return the line of a constant, an f-string, a call or a chain of names; 0 for what is none."""
    return expression.line if isinstance(expression, (Constant, Text, Call)) else line_of(expression)


def texts_in(expression: Expression) -> Iterator[tuple[str, ...]]:
    """Yield the texts that are given together to each call in an expression, or divided by ``/``."""
    pending = [expression]
    for _ in range(_MOST_ITEMS):
        if not pending:
            return
        match pending.pop():
            case Call(function=function, args=args, keywords=keywords):
                inside: tuple[Expression, ...] = args
                pending += [function, *args, *(one.value for one in keywords)]
            case Operation(operator="/", operands=inside):
                pending += inside
            case Attribute(value=value):
                pending.append(value)
                continue
            case _:
                continue
        texts = tuple(text for one in inside if (text := text_of(one)))
        if texts:
            yield texts


def names_in(expressions: Iterable[Expression]) -> Iterator[str]:
    """Yield the names that expressions use, a few thousand nodes of them."""
    pending = list(expressions)
    for _ in range(_MOST_ITEMS):
        if not pending:
            return
        match pending.pop():
            case Name(id=name):
                yield name
            case Attribute(value=value) | Star(value=value):
                pending.append(value)
            case Call(function=function, args=args, keywords=keywords):
                pending += [function, *args, *(one.value for one in keywords)]
            case Subscript(value=value, index=index):
                pending += [value, index]
            case Items(items=parts) | Text(parts=parts) | Operation(operands=parts) | Choice(options=parts):
                pending += parts
            case _:
                continue


def called_name(expression: Expression) -> str:
    """Return the last name of what a call calls; empty for what is no call."""
    return last_name(expression.function) if isinstance(expression, Call) else ""
