"""Which lines of a function run only where some item of a parameter has a length, or is a list?

``for row in rows:`` around ``if len(row) == 2: … else: raise ValueError``. Only what a test says of an item
that nothing has bound anew, in a list that the function only looks through.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal as OneOf

import msgspec

from analyzer.interfaces.tries import Tries
from analyzer.model.chains import last_name
from analyzer.model.parts import parts
from analyzer.model.syntax import (
    Attribute,
    Block,
    Call,
    Choice,
    Constant,
    Expression,
    Head,
    Items,
    Mapping,
    Name,
    Operation,
    Scope,
    Star,
)

_KINDS = frozenset({"list", "tuple", "set", "dict", "str", "int", "float", "bool"})


class Condition(msgspec.Struct, frozen=True):
    """What must be so of an item: it has a length, or is of one of some kinds; or not."""

    asked: OneOf["length", "kind"]
    wanted: frozenset[str]
    holds: bool

    def is_met(self, item: Expression) -> bool:
        """Return whether an item may be so."""
        found = _length(item) if self.asked == "length" else _kind(item)
        return not found or (found in self.wanted) is self.holds


class ItemTest(msgspec.Struct, frozen=True):
    """Lines, from the first to the last, that run only where an item of a parameter meets all conditions."""

    parameter: str
    conditions: tuple[Condition, ...]
    first: int
    last: int

    def is_met(self, value: Expression) -> bool:
        """Return whether what a parameter is given leads to the lines."""
        if not isinstance(value, Items) or any(isinstance(one, Star) for one in value.items):
            return True
        return any(all(one.is_met(item) for one in self.conditions) for item in value.items)


def item_tests(head: Head, scope: Scope) -> tuple[ItemTest, ...]:
    """Return the tests of items of parameters in a function."""
    loops = dict(_loops(head, scope))
    if not loops:
        return ()
    tries = Tries(scope, head.end_line)
    first: dict[int, int] = {}
    for one in scope.statements:
        first[one.block] = min(one.line, first.get(one.block, one.line))
    found = []
    for index, block in enumerate(scope.blocks):
        loop, conditions = _around(scope.blocks, index, loops)
        if index in first and block.kind in ("if", "else") and conditions:
            found.append(ItemTest(loops[loop][0], conditions, first[index], tries.last_line(index)))
    return tuple(found)


def _loops(head: Head, scope: Scope) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the blocks of loops over a parameter, with its name and that of the item; both are bound once only."""
    names = {one.name for one in head.parameters if one.kind in ("positional", "keyword")}
    loops = [one for one in scope.statements if one.kind == "for" and last_name(one.value) in names]
    if not loops:
        return
    bound = [name for one in scope.statements for target in one.targets for name in _names(target)]
    for one in loops:
        match one.value, one.targets:
            case Name(id=parameter), (Name(id=item),):
                is_bound = item in names or parameter in bound or bound.count(item) > 1
                if parameter in names and not is_bound and not _is_grown(parameter, scope):
                    for index, block in enumerate(scope.blocks):
                        if (block.kind, block.parent, block.line) == ("for", one.block, one.line):
                            yield index, (parameter, item)


def _is_grown(parameter: str, scope: Scope) -> bool:
    """Return whether a method of a list is called, which may be ``append``."""
    waiting = [part for one in scope.statements for part in (one.value, *one.targets)]
    while waiting:
        match one := waiting.pop():
            case Attribute(value=Name(id=name)) if name == parameter:
                return True
            case _:
                waiting += parts(one)
    return False


def _around(
    blocks: tuple[Block, ...], index: int, loops: dict[int, tuple[str, str]]
) -> tuple[int, tuple[Condition, ...]]:
    """Return the loop around a block, and what must be so of its item; nothing where it is in no loop."""
    heads = []
    while index and index not in loops:
        heads.append(blocks[index])
        index = blocks[index].parent
    if not index:
        return 0, ()
    item = loops[index][1]
    tests = [one for one in heads if one.kind in ("if", "else")]
    return index, tuple(one for test in tests for one in _said(test.head, item, holds=test.kind == "if"))


def _said(test: Expression, item: str, *, holds: bool) -> Iterator[Condition]:
    """Yield what must be so of an item for a test to hold, or not to hold."""
    match test:
        case Operation(operator="not", operands=(inner,)):
            yield from _said(inner, item, holds=not holds)
        case Choice(kind="and" | "or" as kind, options=options) if (kind == "and") is holds:
            for option in options:
                yield from _said(option, item, holds=holds)
        case Operation(operator="==" | "!=" as operator, operands=(asked, Constant(value=int() as number))):
            if _is_length(asked, item):
                yield Condition("length", frozenset({str(number)}), holds is (operator == "=="))
        case Operation(operator="in" | "not in" as operator, operands=(asked, Items(items=numbers))):
            known = [str(one.value) for one in numbers if isinstance(one, Constant)]
            if _is_length(asked, item) and len(known) == len(numbers):
                yield Condition("length", frozenset(known), holds is (operator == "in"))
        case Call(function=Name(id="isinstance"), args=(Name(id=asked_name), kinds)) if asked_name == item:
            wanted = [last_name(one) for one in (kinds.items if isinstance(kinds, Items) else (kinds,))]
            if _KINDS.issuperset(wanted):
                yield Condition("kind", frozenset(wanted), holds)


def _is_length(asked: Expression, item: str) -> bool:
    match asked:
        case Call(function=Name(id="len"), args=(Name(id=name),)):
            return name == item
        case _:
            return False


def _length(item: Expression) -> str:
    """Return the length of what is written, empty where that is not known."""
    if isinstance(item, Items) and not any(isinstance(one, Star) for one in item.items):
        return str(len(item.items))
    return str(len(item.value)) if isinstance(item, Constant) and isinstance(item.value, str) else ""


def _kind(item: Expression) -> str:
    match item:
        case Items(kind=kind):
            return kind
        case Mapping():
            return "dict"
        case Constant(value=str()):
            return "str"
        case _:
            return ""


def _names(target: Expression) -> Iterator[str]:
    if isinstance(target, Name):
        yield target.id
    for part in parts(target):
        yield from _names(part)
