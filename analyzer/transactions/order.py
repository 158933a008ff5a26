"""In which order does a scope run its calls and statements?

Arguments run before the call that takes them, values before what they are assigned to; branches and loops are taken
as they stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Set as AbstractSet

from analyzer.model.chains import last_name
from analyzer.model.parts import parts
from analyzer.model.syntax import (
    Attribute,
    Await,
    Call,
    Expression,
    Name,
    Scope,
    Statement,
)

_YIELDS = ("yield", "yield from")


class Entry:
    """A call, or a name given to a call that runs it later; ``late`` where it runs after the transaction."""

    __slots__ = ("call", "late", "name", "place")

    def __init__(self, place: int, name: str, call: Call | None, late: bool) -> None:  # a slot
        self.place = place
        self.name = name
        self.call = call
        self.late = late


class Order:
    """Places of a scope: numbers that rise in the order things happen; ``blocks`` has the block of each place.

    ``spans`` maps a block to the first place in it and the first one after it.
    """

    def __init__(self, scope: Scope, deferring: AbstractSet[int]) -> None:
        """``deferring`` are the identities of the calls whose arguments run after the transaction."""
        self.scope = scope
        self.blocks: list[int] = []
        self.spans: dict[int, tuple[int, int]] = {}
        self.of_call: dict[int, int] = {}
        self.yields: list[int] = []
        self._deferring = deferring
        self._late = False
        self._lines: dict[int, list[Entry]] = {}
        self._starts: list[tuple[int, int]] = []
        self._block = 0
        for statement in scope.statements:
            self._statement(statement)
        self._starts.sort()
        self._close()

    def of_access(self, line: int) -> int | None:
        """Return where a change of a row on a line happens: with the last call there; None where it is put off."""
        entries = self._lines.get(line, [])
        calls = [entry for entry in entries if entry.call is not None and id(entry.call) not in self._deferring]
        now = [entry.place for entry in calls if not entry.late]
        if now:
            return now[-1]
        if any(entry.late for entry in entries):
            return None
        return entries[-1].place if entries else self._within(line)

    def of_callee(self, line: int, name: str) -> Entry | None:
        """Return where a definition of a name is called on a line; None where that is put off."""
        entries = self._lines.get(line, [])
        named = [entry for entry in entries if entry.name == name]
        for entry in named:
            if not entry.late:
                return entry
        if named:
            return None
        now = [entry for entry in entries if not entry.late]
        return now[0] if now else None if entries else Entry(self._within(line), "", None, False)

    def called(self) -> list[tuple[str, int]]:
        """Return the bare names that are called, with the places."""
        return [
            (entry.call.function.id, entry.place)
            for entries in self._lines.values()
            for entry in entries
            if entry.call is not None and isinstance(entry.call.function, Name)
        ]

    def is_in(self, place: int, block: int) -> bool:
        """True where a place lies in a block or one inside it."""
        first, end = self.spans.get(block, (0, 0))
        return first <= place < end if block else True

    def chain(self, place: int) -> list[int]:
        """Return the blocks around a place, innermost first."""
        found = [self.blocks[place]]
        while found[-1]:
            found.append(self.scope.blocks[found[-1]].parent)
        return found

    def _within(self, line: int) -> int:
        """The end of the last statement that begins at a line or before it."""
        found = bisect_right(self._starts, (line, len(self.blocks))) - 1
        return self._starts[found][1] if found >= 0 else 0

    def _close(self) -> None:
        for place in range(len(self.blocks)):
            for block in self.chain(place):
                first, _ = self.spans.get(block, (place, 0))
                self.spans[block] = (first, place + 1)

    def _step(self) -> int:
        self.blocks.append(self._block)
        return len(self.blocks) - 1

    def _statement(self, statement: Statement) -> None:
        self._block = statement.block
        self._walk(statement.value)
        for target in statement.targets:
            self._walk(target)
        place = self._step()
        self._lines.setdefault(statement.line, []).append(Entry(place, "", None, False))
        self._starts.append((statement.line, place))

    def _walk(self, node: Expression) -> None:
        match node:
            case Call():
                self._call(node)
            case Await(kind=kind, value=value):
                self._walk(value)
                if kind in _YIELDS:
                    self.yields.append(self._step())
            case Name(id=name, line=line) if self._late:
                self._note(line, name, None)
            case _:
                for part in parts(node):
                    self._walk(part)

    def _call(self, call: Call) -> None:
        self._walk(call.function)
        before = self._late
        self._late = before or id(call) in self._deferring
        for arg in call.args:
            self._walk(arg)
        for given in call.keywords:
            self._walk(given.value)
        if self._late and not before:
            for arg in call.args:
                if isinstance(arg, Attribute):
                    self._note(call.line, arg.name, None)
        self._late = before
        self.of_call[id(call)] = self._note(call.line, last_name(call.function), call)

    def _note(self, line: int, name: str, call: Call | None) -> int:
        place = self._step()
        self._lines.setdefault(line, []).append(Entry(place, name, call, self._late))
        return place
