"""What is known where branches begin and end?

A branch starts from what is known before it; after it a name may be what either branch left. One that ends in
``return``, ``raise``, ``break`` or ``continue`` leaves nothing, and what its test excludes is known afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.frame import Environment
from analyzer.link.narrowing import narrowed
from analyzer.link.texts import begun
from analyzer.link.types import join
from analyzer.model.syntax import Block, Unknown

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_LOOPS = ("for", "while")
_ALWAYS = ("with", "try", "finally")


class _Open:
    """A block that is being read: what was known before it, and whether it may be left at its end."""

    __slots__ = ("before", "block", "dead", "ended", "in_loop", "index")

    def __init__(self, index: int, block: Block, before: Environment, in_loop: bool) -> None:  # a slot
        self.index = index
        self.block = block
        self.before = before
        self.in_loop = in_loop
        self.ended = False
        self.dead = False


class _Left:
    """An ``if`` branch that was read, while its ``else`` may follow."""

    __slots__ = ("block", "ended", "left")

    def __init__(self, block: Block, left: Environment, ended: bool) -> None:  # a slot
        self.block = block
        self.left = left
        self.ended = ended


class Blocks:
    """The blocks of a scope that are open while it is read."""

    def __init__(self, evaluator: Evaluator, blocks: tuple[Block, ...]) -> None:
        self._evaluator = evaluator
        self._blocks = blocks
        self._opened: list[_Open] = []
        self._indexes: list[int] = []
        self._waiting: dict[int, _Left] = {}
        self.is_dead = False  # in a branch that is never taken

    def end(self) -> None:
        """The branch is left here."""
        if self._opened:
            self._opened[-1].ended = True

    def close(self) -> None:
        """Leave all blocks."""
        while self._opened:
            self._leave()
        self._settle_waiting(0)

    def move(self, target: int) -> None:
        """Leave and enter blocks until the target is the innermost."""
        open_now = self._indexes
        chain = []
        node = target
        while node and node not in open_now:
            chain.append(node)
            node = self._blocks[node].parent
        while self._opened and self._opened[-1].index != node:
            self._leave()
        for index in reversed(chain):
            self._enter(index, self._blocks[index])
        if not chain:
            self._settle_waiting(target)

    def _enter(self, index: int, block: Block) -> None:
        frame = self._evaluator.frame
        follows = False
        if block.parent in self._waiting:
            pending = self._waiting[block.parent]
            follows = block.kind == "else" and block.line == pending.block.line and block.head.__class__ is not Unknown
            if not follows:
                self._settle_waiting(block.parent)
        entry = _Open(index, block, frame.locals, frame.in_loop)
        entry.dead = self.is_dead
        self._opened.append(entry)
        self._indexes.append(index)
        if block.kind in _ALWAYS:
            return  # what such a block binds stays bound
        frame.locals = dict(frame.locals)
        if block.kind in _LOOPS:
            frame.in_loop = True
        if block.kind in ("if", "while") or follows:
            changes = narrowed(self._evaluator, block.head, holds=block.kind != "else")
            if changes is None:
                entry.dead = self.is_dead = True
                entry.ended = True
            elif changes:
                self._learn(changes)

    def _leave(self) -> None:
        frame = self._evaluator.frame
        entry = self._opened.pop()
        self._indexes.pop()
        self.is_dead = bool(self._opened) and self._opened[-1].dead
        self._settle_waiting(entry.index)
        block, after = entry.block, frame.locals
        frame.in_loop = entry.in_loop
        frame.locals = entry.before
        pending = self._waiting.get(block.parent)
        if block.kind == "if":
            self._waiting[block.parent] = _Left(block, after, entry.ended)
        elif block.kind == "else" and pending is not None and pending.block.line == block.line:
            del self._waiting[block.parent]
            frame.locals = self._merged(entry.before, pending, after, ended=entry.ended)
            if entry.ended and pending.ended and self._opened:
                self._opened[-1].ended = True
        elif block.kind in _ALWAYS or (block.kind == "else" and isinstance(block.head, Unknown)):
            frame.locals = after
            if entry.ended and block.kind == "with" and self._opened:
                self._opened[-1].ended = True
        elif not entry.ended or block.kind in _LOOPS:
            frame.locals = _either(entry.before, after)

    def _merged(self, before: Environment, first: _Left, second: Environment, *, ended: bool) -> Environment:
        if first.ended and ended:
            return before
        if first.ended:
            return second
        if ended:
            return first.left
        return _either(first.left, second)

    def _settle_waiting(self, parent: int) -> None:
        """No ``else`` follows: go on with what either way leaves."""
        if parent not in self._waiting:
            return
        pending = self._waiting.pop(parent)
        frame = self._evaluator.frame
        if not pending.ended:
            frame.locals = _either(frame.locals, pending.left)
            return
        changes = narrowed(self._evaluator, pending.block.head, holds=False)
        if changes:
            self._learn(changes)

    def _learn(self, changes: Environment) -> None:
        """Take over what a test says, also of attributes of names."""
        frame = self._evaluator.frame
        frame.locals = {**frame.locals, **changes}
        for name in changes:
            root, dot, _ = name.partition(".")
            if dot:
                frame.has_paths = True
                frame.path_roots.add(root)


def _either(first: Environment, second: Environment) -> Environment:
    """Return what names may be after one of two ways; a name that only one binds is what that one says."""
    merged = dict(first)
    for name, value in second.items():
        known = merged.setdefault(name, value)
        if known is not value:
            merged[name] = join(known, value) or begun(known, value)
    return merged
