"""Which lines of a function run only where one of its parameters is something, or nothing, or is or is not None?

Only what a test says of a parameter that nothing has bound anew on the way to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal as OneOf

import msgspec

from analyzer.interfaces.tries import Tries
from analyzer.model.parts import parts
from analyzer.model.syntax import Block, Choice, Constant, Expression, Head, Name, Operation, Scope

_Says = OneOf["true", "false", "none", "given"]
_OPPOSITE: dict[_Says, _Says] = {"true": "false", "false": "true", "none": "given", "given": "none"}
_LOOPS = ("for", "while")


class ParameterTest(msgspec.Struct, frozen=True):
    """Lines, from the first to the last, that run only where a parameter is what ``says`` says."""

    parameter: str
    says: _Says
    first: int
    last: int

    def is_met(self, value: Expression) -> bool:
        """Return whether what a parameter is given leads to the lines; anything but a constant may."""
        if not isinstance(value, Constant):
            return True
        is_none = value.value is None
        holds = {"none": is_none, "given": not is_none, "true": bool(value.value), "false": not value.value}
        return holds[self.says]


def parameter_tests(head: Head, scope: Scope) -> tuple[ParameterTest, ...]:
    """Return the tests of parameters in a function."""
    names = {one.name for one in head.parameters if one.kind in ("positional", "keyword")}
    tested = [
        (index, block, name, says)
        for index, block in enumerate(scope.blocks)
        if block.kind in ("if", "else")
        for name, says in _said(block.head, holds=block.kind == "if")
        if name in names
    ]
    if not tested:
        return ()
    tries = Tries(scope, head.end_line)
    first: dict[int, int] = {}
    for one in scope.statements:
        first[one.block] = min(one.line, first.get(one.block, one.line))
    return tuple(
        ParameterTest(name, says, first[index], tries.last_line(index))
        for index, block, name, says in tested
        if index in first and not _is_bound(scope, index, block, name)
    )


def may_be_none(parameter: str, tests: Iterable[ParameterTest], scope: Scope) -> bool:
    """Return whether a function deals with None in the place of a parameter: it tests for it, and does not complain."""
    refused = {one.line for one in scope.statements if one.kind == "raise"}
    about = [one for one in tests if one.parameter == parameter and one.says in ("none", "given")]
    return bool(about) and not any(one.says == "none" and one.first in refused for one in about)


def _said(test: Expression, *, holds: bool) -> Iterator[tuple[str, _Says]]:
    """Yield what must be so for a test to hold, or not to hold."""
    said: _Says
    match test:
        case Name(id=name):
            yield name, "true" if holds else "false"
        case Operation(operator="not", operands=(inner,)):
            yield from _said(inner, holds=not holds)
        case Operation(operator="is" | "is not" as operator, operands=(Name(id=name), Constant(value=None))):
            said = "none" if operator == "is" else "given"
            yield name, said if holds else _OPPOSITE[said]
        case Choice(kind="and" | "or" as kind, options=options) if (kind == "and") is holds:
            for option in options:
                yield from _said(option, holds=holds)
        case _:
            pass


def _is_bound(scope: Scope, index: int, block: Block, name: str) -> bool:
    """Return whether a name may be bound anew before a block is entered; what another branch binds does not count."""
    blocks = scope.blocks
    around = _around(blocks, index)
    in_loop = any(blocks[one].kind in _LOOPS for one in around)
    for one in scope.statements:
        if (in_loop or one.line <= block.line) and any(_binds(target, name) for target in one.targets):
            apart = [other for other in _around(blocks, one.block) if other not in around]
            if in_loop or not any(_is_other_branch(blocks, other, around) for other in apart):
                return True
    return False


def _is_other_branch(blocks: tuple[Block, ...], index: int, around: list[int]) -> bool:
    one = blocks[index]
    return one.kind in ("if", "else") and any(
        (other.parent, other.line, other.head) == (one.parent, one.line, one.head) and other.kind != one.kind
        for other in (blocks[place] for place in around)
        if other.kind in ("if", "else")
    )


def _around(blocks: tuple[Block, ...], index: int) -> list[int]:
    found = [index]
    while found[-1]:
        found.append(blocks[found[-1]].parent)
    return found


def _binds(target: Expression, name: str) -> bool:
    match target:
        case Name(id=found):
            return found == name
        case _:
            return any(_binds(part, name) for part in parts(target))
