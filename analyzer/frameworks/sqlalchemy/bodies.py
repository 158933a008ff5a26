"""What does a function of the analysed code return for known arguments? Its statements are read, never run.

Branches are chosen where their test is known. Where it is not, the names that the branch assigns are no longer known,
and a return inside makes the whole result unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

import msgspec

from analyzer.frameworks.sqlalchemy.operations import operated
from analyzer.frameworks.sqlalchemy.texts import Uncomputable
from analyzer.link.program import Program
from analyzer.model.syntax import Block, Constant, Expression, Items, Name, Scope, Statement

NOTHING: Mapping[str, object] = MappingProxyType({})
_DECODER = msgspec.msgpack.Decoder(dict[int, Scope])
_LOOPS = ("for", "while")
_NEVER = ("except", "case")
_MOST_ROUNDS = 200


class Place(msgspec.Struct, frozen=True):
    """Where an expression stands: module index, scope index, path; and what the local names there are known to hold.

    ``cls`` is the class that is being read, which may derive from the one whose body this is; -1 outside classes.
    """

    module: int
    scope: int
    path: str
    known: Mapping[str, object] = NOTHING
    cls: int = -1


class Held(msgspec.Struct, frozen=True):
    """An expression that a name holds, and where it stands: it has no value of its own."""

    place: Place
    expression: Expression


def with_bound(place: Place, target: Expression, value: object) -> Place:
    """Return a place in which a target holds a value; ``Ellipsis`` says that it is not known."""
    known = dict(place.known)
    pending = [(target, value)]
    while pending:
        one, stands = pending.pop()
        if isinstance(one, Name):
            known[one.id] = stands
        elif isinstance(one, Items):
            fits = isinstance(stands, tuple) and len(stands) == len(one.items)
            parts = stands if fits and isinstance(stands, tuple) else (...,) * len(one.items)
            pending += zip(one.items, parts, strict=True)
    return msgspec.structs.replace(place, known=known)


class Evaluator(Protocol):
    """Evaluates expressions for the bodies of functions."""

    def known(self, place: Place, expression: Expression | None) -> object:
        """Return the value of an expression; ``Ellipsis`` where it is not known."""

    def value(self, place: Place, expression: Expression) -> object:
        """Return the value of an expression; raises Uncomputable where it is not known."""

    def held(self, place: Place, expression: Expression) -> object:
        """Return the value of an expression, or the expression itself where it has none."""

    def spend(self) -> None:
        """Count one step of the whole evaluation; raises Uncomputable where there were too many."""


class _Returned(Exception):  # noqa: N818  # leaves nested blocks
    def __init__(self, result: Held) -> None:
        super().__init__()
        self.result = result


class Bodies:
    """The bodies of functions, decoded once each module."""

    def __init__(self, program: Program, evaluator: Evaluator) -> None:
        self._program = program
        self._evaluator = evaluator
        self._decoded: dict[int, dict[int, Scope]] = {}

    def returned(self, function: int, known: Mapping[str, object], cls: int) -> Held | None:
        """Return the expression that a call yields, with the names known there; None where it returns nothing.

        Raises Uncomputable where it depends on what is not known.
        """
        found = self._program.definitions[function]
        module = self._program.modules[found.module]
        if found.module not in self._decoded:
            self._decoded[found.module] = _DECODER.decode(module.facts.bodies)
        scope = self._decoded[found.module].get(found.scope)
        if scope is None:
            raise Uncomputable
        place = Place(found.module, found.scope, module.path, dict(known), cls)
        try:
            _Run(self._evaluator, scope, place).block(0, range(len(scope.statements)))
        except _Returned as returned:
            return returned.result
        return None


class _Run:
    """One reading of a body."""

    def __init__(self, evaluator: Evaluator, scope: Scope, place: Place) -> None:
        self._evaluator = evaluator
        self._scope = scope
        self._place = place
        self._tests: dict[tuple[int, int], object] = {}

    def block(self, block: int, span: range) -> None:
        """Read the statements of a block, which stand next to each other; inner blocks are read as wholes."""
        at = span.start
        while at < span.stop:
            inner = self._child(block, self._scope.statements[at].block)
            if inner == block:
                self._statement(self._scope.statements[at])
                at += 1
                continue
            end = at
            while end < span.stop and self._child(block, self._scope.statements[end].block) == inner:
                end += 1
            self._inner(inner, range(at, end))
            at = end

    def _child(self, block: int, inner: int) -> int:
        """The block right below ``block`` in which ``inner`` lies, or ``block`` itself."""
        while inner != block and self._scope.blocks[inner].parent != block and inner:
            inner = self._scope.blocks[inner].parent
        return inner

    def _inner(self, index: int, span: range) -> None:
        block = self._scope.blocks[index]
        if block.kind in ("if", "else"):
            test = self._test(block)
            if test is ...:
                self._forget(span)
            elif bool(test) is (block.kind == "if"):
                self.block(index, span)
        elif block.kind == "for":
            self._loop(index, block, span)
        elif block.kind in _NEVER or block.kind in _LOOPS:
            self._forget(span)
        else:
            self.block(index, span)

    def _test(self, block: Block) -> object:
        """What the test of a branch came to: that of an ``else`` was made before its ``if`` was read."""
        key = (block.parent, block.line)
        if block.kind == "else" and key in self._tests:
            return self._tests.pop(key)
        test = self._evaluator.known(self._place, block.head)
        if block.kind == "if":
            self._tests[key] = test
        return test

    def _loop(self, index: int, block: Block, span: range) -> None:
        """Read the body once for each item; ``else`` of a loop is not told from that of a test, and forgotten."""
        items = self._evaluator.known(self._place, block.head)
        head = self._scope.statements[span.start - 1] if span.start else None
        leaves = any(self._scope.statements[at].kind == "jump" for at in span)
        if not isinstance(items, (tuple, str)) or len(items) > _MOST_ROUNDS or leaves or head is None:
            self._forget(span)
            return
        for item in items:
            self._evaluator.spend()
            self._bind(head.targets[0], item)
            self.block(index, span)

    def _statement(self, statement: Statement) -> None:
        self._evaluator.spend()
        match statement.kind:
            case "return":
                raise _Returned(Held(self._place, statement.value))
            case "raise":
                raise Uncomputable
            case "assign":
                value = self._evaluator.held(self._place, statement.value)
                for target in statement.targets:
                    self._bind(target, value)
            case "annotate":
                self._bind(statement.targets[0], self._evaluator.held(self._place, statement.value))
            case "augment":
                self._augment(statement)
            case _:
                pass

    def _augment(self, statement: Statement) -> None:
        sign = statement.targets[1]
        try:
            values = [self._evaluator.value(self._place, part) for part in (statement.targets[0], statement.value)]
            made = operated(str(sign.value) if isinstance(sign, Constant) else "", values)
        except Uncomputable:
            made = ...
        self._bind(statement.targets[0], made)

    def _bind(self, target: Expression, value: object) -> None:
        self._place = with_bound(self._place, target, value)

    def _forget(self, span: range) -> None:
        for at in span:
            statement = self._scope.statements[at]
            if statement.kind == "return":
                raise Uncomputable
            for target in statement.targets if statement.kind != "define" else ():
                self._bind(target, ...)
