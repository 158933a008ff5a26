"""Where does a scope use certain names of what stands around it, and how?"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import msgspec

from analyzer.extract.changed import first_changed, how_of, root_of
from analyzer.model.bound import names_in
from analyzer.model.chains import last_name, text_of
from analyzer.model.parts import parts
from analyzer.model.syntax import (
    Attribute,
    Call,
    Comprehension,
    Constant,
    Expression,
    Items,
    Lambda,
    Name,
    Scope,
    Star,
    Subscript,
    Unknown,
    Walrus,
)

READ = ""
STORE = "="
CALL = "()"

_NOTHING = (Constant, Unknown)
_STORING = frozenset({"assign", "annotate", "augment", "for", "with", "delete"})


class Use(msgspec.Struct, frozen=True):
    """A chain of names is read, stored into (``=``), called (``()``), or a method of that name is called on it."""

    target: Expression
    how: str
    line: int
    call: Call | None = None


def uses_in(scope: Scope, wanted: AbstractSet[str]) -> list[Use]:
    """Return every use of a chain that begins with a wanted name, in order; ``:=`` and lambdas may hide a name."""
    walk = _Walk(wanted)
    for statement in scope.statements:
        kind = statement.kind
        if kind in _STORING:
            targets = statement.targets[:1] if kind in ("annotate", "augment") else statement.targets
            for target in targets:
                walk.store(target, statement.line)
        elif kind == "define":
            walk.all(statement.targets)
            continue
        walk.visit(statement.value)
    return [use for use in walk.found if _root(use) not in walk.walrus]


def _root(use: Use) -> str:
    root = root_of(use.target)
    return root.id if root is not None else ""


class _Walk:
    def __init__(self, wanted: AbstractSet[str]) -> None:
        self.wanted = set(wanted)
        self.walrus: set[str] = set()
        self.found: list[Use] = []

    def all(self, expressions: Iterable[Expression]) -> None:
        for expression in expressions:
            self.visit(expression)

    def store(self, target: Expression, line: int) -> None:
        """What is stored into; a bare name is one only where the function declares it global: the caller knows."""
        match target:
            case Items(items=items):
                for item in items:
                    self.store(item, line)
            case Star(value=value):
                self.store(value, line)
            case Name() | Attribute() | Subscript():
                self.chain(target, STORE, line)

    def chain(self, target: Expression, how: str, line: int, call: Call | None = None) -> None:
        """Note the use of a chain that begins with a wanted name, and look into its subscripts."""
        root = root_of(target)
        if root is not None and root.id in self.wanted:
            self.found.append(Use(target, how, line or root.line, call))
        inner = target
        while isinstance(inner, (Attribute, Subscript)):
            if isinstance(inner, Subscript):
                self.visit(inner.index)
            inner = inner.value
        if root is None:
            self.visit(inner)

    def visit(self, expression: Expression) -> None:
        """Look for reads and changes in an expression."""
        cls = expression.__class__
        if cls in _NOTHING:
            return
        match expression:
            case Name(id=name, line=line):
                if name in self.wanted:
                    self.found.append(Use(expression, READ, line))
            case Attribute() | Subscript():
                self.chain(expression, READ, 0)
            case Call():
                self._call(expression)
            case Comprehension():
                self._comprehension(expression)
            case Lambda(parameters=parameters, body=body):
                self.all(parameter.default for parameter in parameters)
                self._within({parameter.name for parameter in parameters}, (body,))
            case Walrus(name=name, value=value):
                self.walrus.add(name)
                self.visit(value)
            case _:
                self.all(parts(expression))

    def _call(self, call: Call) -> None:
        function = call.function
        called = last_name(function)
        changed = first_changed(call, called)
        rest = call.args if changed is None else call.args[1:]
        if changed is not None:
            self.chain(changed, how_of(called), call.line)
        elif called == "getattr" and isinstance(function, Name) and len(rest) > 1 and text_of(rest[1]):
            self.chain(Attribute(rest[0], text_of(rest[1])), READ, call.line)
            rest = rest[2:]
        elif isinstance(function, Attribute):
            self.chain(function.value, called, call.line, call)
        elif isinstance(function, Name):
            self.chain(function, CALL, call.line, call)
        else:
            self.visit(function)
        self.all(rest)
        self.all(keyword.value for keyword in call.keywords)

    def _comprehension(self, made: Comprehension) -> None:
        self.visit(made.iterables[0])
        names = {name for target in made.targets for name in names_in(target)}
        self._within(names, (*made.iterables[1:], *made.tests, *made.elements))

    def _within(self, hidden: AbstractSet[str], expressions: Iterable[Expression]) -> None:
        before = self.wanted
        self.wanted = before - hidden
        self.all(expressions)
        self.wanted = before
