"""In which order are the statements of a body read, and which of its branches are taken?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.frameworks.plain_shapes import LIST
from analyzer.frameworks.request_reads.frames import Frame
from analyzer.frameworks.request_reads.refusals import denied
from analyzer.frameworks.request_reads.values import (
    Known,
    Listed,
    Source,
    Taken,
    Value,
)
from analyzer.model.chains import last_name
from analyzer.model.interfaces import Place
from analyzer.model.shapes import Origin
from analyzer.model.syntax import (
    Block,
    Call,
    Choice,
    Expression,
    Name,
    Operation,
    Scope,
    Statement,
)

if TYPE_CHECKING:
    from analyzer.frameworks.request_reads.run import Run

_MOST_TURNS = 80  # of a loop over a written list
_CERTAIN = ("with", "try", "finally", "body")


class Body:
    """The statements of one body, and which of its blocks are taken."""

    def __init__(self, run: Run, frame: Frame, body: Scope) -> None:
        self._run = run
        self._frame = frame
        self._statements = body.statements
        self._blocks = body.blocks
        self._truths: dict[tuple[int, int], bool | None] = {}
        self._turned: dict[int, bool] = {}
        self._over: set[int] = set()
        self._refusals = run.remembered.refusals(body)
        self._outer = frame.conditional

    def read(self, first: int, last: int) -> None:
        """Read some statements in order."""
        place = first
        while place < last and self._run.spend():
            statement = self._statements[place]
            taken = self._taken(statement.block)
            place += 1
            if taken is not None and not self._is_left(statement.block):
                self._frame.conditional = self._outer or not taken
                self._frame.line = statement.line
                place = self._one(statement, place, last)
        self._frame.conditional = self._outer

    def _taken(self, block: int) -> bool | None:
        """Return whether a block is surely entered; None where it surely is not."""
        sure = True
        while block:
            one = self._blocks[block]
            truth = self._enters(block, one)
            if truth is False:
                return None
            sure = sure and truth is True
            block = one.parent
        return sure

    def _enters(self, index: int, block: Block) -> bool | None:
        if block.kind in ("if", "else", "while"):
            truth = self._truths.get((block.parent, block.line))
            return None if truth is None else truth is (block.kind != "else")
        if block.kind == "for":
            return self._turned.get(index) or None
        if block.kind == "try" and self._refusals.is_forgiven(index):
            return None
        return True if block.kind in _CERTAIN else None

    def _is_left(self, block: int) -> bool:
        """Return whether a ``return`` was surely met before, in this block or one around it."""
        if not self._over:
            return False
        while True:
            if block in self._over:
                return True
            if not block:
                return False
            block = self._blocks[block].parent

    def _leave(self, block: int) -> None:
        """A ``return`` or ``raise`` ends its block, and those around it that are surely entered."""
        while True:
            self._over.add(block)
            if not block or self._enters(block, self._blocks[block]) is not True:
                return
            if self._blocks[block].kind == "try":
                return
            block = self._blocks[block].parent

    def _one(self, statement: Statement, place: int, last: int) -> int:
        """Read a statement; return the place of the next one."""
        run, frame = self._run, self._frame
        if statement.kind == "delete" or (statement.kind == "expression" and run.is_dropped(statement.value, frame)):
            return place
        value = run.value(statement.value, frame)
        match statement.kind:
            case "assign" | "annotate" | "with":
                targets = statement.targets[:1] if statement.kind == "annotate" else statement.targets
                for target in targets:
                    run.bind(target, value, frame)
            case "for":
                return self._loop(statement, value, place, last)
            case "test":
                self._truths[statement.block, statement.line] = _truth(value)
                spared = any(map(self._may_hold, self._refusals.spared(statement)))
                for refused in self._refusals.refused(statement, self._holds):
                    self._insist(refused, spared=spared)
                self._insist_around(statement)
            case "return" | "raise":
                if statement.kind == "return":
                    frame.returned.append((value, statement.line))
                    self._stand_in(self._blocks[statement.block], value)
                self._leave(statement.block)
            case "jump":
                self._skip(statement.block)
            case "augment":
                run.bind(statement.targets[0], None, frame)
        return place

    def _skip(self, block: int) -> None:
        """After ``continue`` or ``break`` the rest of a turn may not be reached."""
        while block and self._blocks[block].kind != "for":
            block = self._blocks[block].parent
        if block in self._turned:
            self._turned[block] = False

    def _may_hold(self, tests: tuple[Expression, ...]) -> bool:
        """Return whether no test is ruled out by what a parameter was given: ``not required and …``."""
        return not any(self._is_ruled_out(test) for test in tests)

    def _is_ruled_out(self, test: Expression) -> bool:
        match test:
            case Choice(kind="and", options=parts):
                return any(map(self._is_ruled_out, parts))
            case _:
                return self._said(test) is False

    def _holds(self, test: Expression) -> bool:
        return self._said(test) is True

    def _said(self, test: Expression) -> bool | None:
        """Return what a name that is tested was given: ``required``, ``not required``."""
        match test:
            case Name(id=name):
                return _truth(self._frame.held.get(name))
            case Operation(operator="not", operands=(Name(id=name),)):
                truth = _truth(self._frame.held.get(name))
                return None if truth is None else not truth
            case _:
                return None

    def _insist_around(self, test: Statement) -> None:
        """``if x is None:`` around ``if required: abort(400)``, where ``required`` is known."""
        around = self._refusals.around(test)
        if not around or self._truths[test.block, test.line] is not True:
            return
        block, inner = self._blocks[around], self._frame.conditional
        self._frame.conditional = self._outer or not self._taken(block.parent)
        spared = any(map(self._may_hold, self._refusals.left(around, test.line)))
        for refused in denied(block.head, self._holds):
            self._insist(refused, spared=spared)
        self._frame.conditional = inner

    def _stand_in(self, block: Block, value: Value | None) -> None:
        """``if x is None: return default``."""
        if block.kind != "if" or not isinstance(value, Known):
            return
        for missing in denied(block.head, self._holds):
            held = self._frame.held.get(missing.id) if isinstance(missing, Name) else None
            if isinstance(held, (Source, Taken)):
                self._frame.stood_in.append((held, value))

    def _insist(self, expression: Expression, *, spared: bool) -> None:
        asked, kind = expression, ""
        match expression:
            case Call(function=Name(id="isinstance"), args=(value, wanted)):
                asked, kind = value, last_name(wanted)
        taken, notes = self._run.value(asked, self._frame), self._run.notes
        if isinstance(taken, Source) and taken.picked:
            taken = notes.take(taken.places, taken.picked, self._frame.path, self._frame.line)
        if isinstance(taken, Taken) and not self._frame.conditional:
            if not spared:
                notes.insist(taken)
            if kind == "list":
                notes.refine(taken, LIST, Origin.FLOW)
        if isinstance(taken, Source) and taken.places == (Place.BODY,) and kind == "list":
            notes.list_body(refused=True)
            if spared:
                notes.spare_body()

    def _loop(self, loop: Statement, value: Value | None, place: int, last: int) -> int:
        """Read the body of a loop over a written list once for each item."""
        end = self._end_of_loop(loop, place, last)
        block = self._statements[place].block if place < end else 0
        while block and self._blocks[block].parent != loop.block:
            block = self._blocks[block].parent
        if not isinstance(value, Listed) or len(value.items) > _MOST_TURNS or any(i is None for i in value.items):
            item = self._run.element(value)
            for target in loop.targets:
                self._run.bind(target, item, self._frame)
            return place
        self._turned[block] = bool(value.items)
        for item in value.items:
            for target in loop.targets:
                self._run.bind(target, item, self._frame)
            self._over.discard(block)
            self.read(place, end)
        return end

    def _end_of_loop(self, loop: Statement, place: int, last: int) -> int:
        while place < last:
            block, inside = self._statements[place].block, False
            while block:
                one = self._blocks[block]
                inside = inside or (one.kind == "for" and one.line == loop.line and one.parent == loop.block)
                block = one.parent
            if not inside:
                break
            place += 1
        return place


def _truth(value: Value | None) -> bool | None:
    if isinstance(value, Known):
        return bool(value.value)
    return bool(value.items) if isinstance(value, Listed) else None
