"""Which lines of a scope does a ``try`` or a ``with`` guard, and what do its handlers raise again?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from analyzer.model.chains import last_name
from analyzer.model.syntax import Block, Name, Scope, Statement, Unknown


class Try:
    """A ``try``: the lines it guards, the blocks of its handlers in order, and whether ``finally`` returns."""

    __slots__ = ("first", "handlers", "last", "swallows")

    def __init__(self, first: int) -> None:
        self.first = first
        self.last = 0
        self.handlers: list[int] = []
        self.swallows = 0  # the last line that a ``return`` in ``finally`` shields, 0 without


class Tries:
    """The ``try`` statements of a scope, and its handlers."""

    def __init__(self, scope: Scope, end: int) -> None:
        """``end`` is the last line of the scope."""
        self._scope = scope
        self._end = end

    @cached_property
    def _bound(self) -> dict[int, str]:
        """The names to which handlers bind what they catch, by their blocks."""
        return {
            one.block: one.targets[0].id
            for one in self._scope.statements
            if one.kind == "catch" and one.targets and isinstance(one.targets[0], Name)
        }

    def found(self) -> Iterator[Try]:
        """Yield those that have handlers, or that let nothing through, in order."""
        open_now: dict[int, Try] = {}
        made: list[Try] = []
        for index, block in enumerate(self._scope.blocks):
            if block.kind == "try":
                open_now[block.parent] = Try(block.line)
                made.append(open_now[block.parent])
            elif block.kind == "except":
                one = open_now[block.parent]
                one.last = one.last or max(block.line - 1, one.first)
                one.handlers.append(index)
            elif block.kind == "finally":
                open_now[block.parent].swallows = self._swallowed(index)
        for one in made:
            if one.handlers or one.swallows:
                yield one

    def handler(self, block: int) -> int:
        """Return the handler around a block, or itself; 0 where none is."""
        blocks = self._scope.blocks
        while block and blocks[block].kind != "except":
            block = blocks[block].parent
        return block

    def raised_again(self, statement: Statement) -> int:
        """Return the handler of which a ``raise`` raises again what it caught; 0 where it raises something else."""
        handler = self.handler(statement.block)
        if isinstance(statement.value, Unknown):
            return handler
        if not isinstance(statement.value, Name):
            return 0
        while handler and self._bound.get(handler) != statement.value.id:
            handler = self.handler(self._scope.blocks[handler].parent)
        if handler and self._assigned(handler, statement):
            return 0
        return handler

    def is_shield(self, handler: int) -> bool:
        """Return whether a handler does nothing but raise again what it caught."""
        inside = (one for one in self._scope.statements if self._is_in(one.block, handler))
        return all(one.kind in ("catch", "raise") for one in inside)

    def last_line(self, inside: int) -> int:
        """Return the last line of a block: the next statement after it begins on a later one."""
        seen = False
        for statement in self._scope.statements:
            if self._is_in(statement.block, inside):
                seen = True
            elif seen:
                return max(statement.line - 1, self._scope.blocks[inside].line)
        return self._end

    def block_of(self, statement: Statement) -> int:
        """Return the block that an item of a ``with`` opens; 0 where it holds nothing."""
        for index, block in enumerate(self._scope.blocks):
            if block.kind == "with" and block.parent == statement.block and block.head is statement.value:
                return index
        return self._by_line(statement)

    def _by_line(self, statement: Statement) -> int:
        def fits(block: Block) -> bool:
            return block.kind == "with" and block.parent == statement.block and block.line == statement.line

        return next((index for index, block in enumerate(self._scope.blocks) if fits(block)), 0)

    def _assigned(self, handler: int, statement: Statement) -> bool:
        """Return whether a handler binds the name that a ``raise`` in it raises to something else before."""
        name = last_name(statement.value)
        for one in self._scope.statements:
            if one is statement:
                return False
            bound = one.targets if one.kind == "assign" else ()
            is_bound = any(isinstance(target, Name) and target.id == name for target in bound)
            if is_bound and self._is_in(one.block, handler):
                return True
        return False

    def _is_in(self, block: int, outer: int) -> bool:
        while block > outer:
            block = self._scope.blocks[block].parent
        return block == outer

    def _swallowed(self, block: int) -> int:
        own = [one for one in self._scope.statements if one.block == block]
        return own[0].line - 1 if any(one.kind == "return" for one in own) else 0
