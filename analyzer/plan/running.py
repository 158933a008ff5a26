"""What does a transaction write as the code runs, and through which calls?

A finding names each table at the first write to it. Here every write stands in its turn, for a service may write again
after another one has written, and with the calls that lead to it: one of them is where another process is asked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec

from analyzer.model.code import CallEdge
from analyzer.model.data import RowOperation, TransactionKind
from analyzer.model.data_findings import TransactionAcross
from analyzer.model.location import Location
from analyzer.plan.grounds import Grounds

_LONGEST = 40  # calls in a row; each definition is entered once for a line, so this only guards the stack
Trail = tuple[CallEdge, ...]
_WHOLE = (TransactionKind.DECORATOR, TransactionKind.REQUEST)
"""The kinds of transaction that last until their definition ends."""


class Write(msgspec.Struct, frozen=True):
    """What is done to the rows of a table in one turn.

    ``at`` is the line of the transaction that leads to it, ``calls`` lead from there to the definition that writes,
    and ``by`` is that definition. ``goes_along`` where rows only go because others do.
    """

    table: str
    operations: frozenset[RowOperation]
    at: Location
    calls: Trail
    by: str
    goes_along: bool = False


def run(grounds: Grounds, finding: TransactionAcross) -> tuple[Write, ...]:
    """Return the writes of a transaction in their order; each table of the finding is among them."""
    turns = _Turns(grounds, finding)
    found: dict[tuple[object, ...], Write] = {}
    for one in turns.writes():
        key = (one.table, one.at, *(call.callee for call in one.calls))
        known = found.get(key)
        found[key] = _together(known, one) if known else one
    return tuple(found.values())


def _together(one: Write, other: Write) -> Write:
    both = one.operations | other.operations
    return msgspec.structs.replace(one, operations=both, goes_along=one.goes_along and other.goes_along)


class _Turns:
    """Follows one transaction line by line."""

    def __init__(self, grounds: Grounds, finding: TransactionAcross) -> None:
        self._grounds = grounds
        self._finding = finding
        self._first = {write.table: write.at.line for write in finding.writes}
        self._turn = {table: number for number, table in enumerate(self._first)}
        self._now: frozenset[str] = frozenset()  # what the finding names at the line that is followed
        self._met: set[str] = set()
        self._lines: dict[int, int] = {}
        for table, line in self._first.items():
            self._lines.setdefault(line, self._turn[table])

    def writes(self) -> Iterator[Write]:
        """Yield the writes in the order of the code, and what nothing was seen to write at the line that is known."""
        name, path = self._finding.definition, self._finding.writes[0].at.path
        for line in sorted(self._seen(name), key=self._order):
            wanted = frozenset(one for one, first in self._first.items() if self._order(first) <= self._order(line))
            self._now = frozenset(one for one, first in self._first.items() if first == line)
            self._met = {name}
            told = list(self._on(name, line, (), wanted, Location(path, line)))
            yield from told
            for table in sorted(self._now - {one.table for one in told}, key=self._turn.__getitem__):
                yield self._unseen(table, Location(path, line))

    def _unseen(self, table: str, at: Location) -> Write:
        rows = [one for one in self._grounds.writes_at.get((at.path, at.line), ()) if one.table == table]
        cascades = bool(rows) and all(one.goes_along for one in rows)
        return Write(table, frozenset(one.operation for one in rows), at, (), self._finding.definition, cascades)

    def _order(self, line: int) -> tuple[int, int]:
        """The lines that the finding names come in its order, the others after those above them."""
        above = [turn for known, turn in self._lines.items() if known < line]
        return self._lines.get(line, max(above, default=-1)), line

    def _seen(self, name: str) -> set[int]:
        """The lines of the transaction; where its end is not known, up to the last that the finding names."""
        known = {one.line for one in self._finding.evidence} | set(self._lines)
        rows = (*self._grounds.calls_from.get(name, ()), *self._grounds.writes_of.get(name, ()))
        last = math.inf if self._finding.transaction in _WHOLE else max(known)
        return {one.line for one in rows if min(known) <= one.line <= last} | set(self._lines)

    def _on(self, name: str, line: int, calls: Trail, wanted: frozenset[str], at: Location) -> Iterator[Write]:
        """Yield what a line of a definition writes: calls first, for values are made before they are assigned."""
        made = [one for one in self._grounds.calls_from.get(name, ()) if one.line == line]
        for call in sorted(made, key=self._soonest):
            yield from self._behind(call, calls, wanted, at)
        own = (one for one in self._grounds.writes_of.get(name, ()) if one.line == line and one.table in wanted)
        for one in sorted(own, key=lambda one: self._turn[one.table]):
            yield Write(one.table, frozenset((one.operation,)), at, calls, name, one.goes_along)

    def _soonest(self, call: CallEdge) -> tuple[int, str]:
        """Of several calls on a line that comes first which writes what the finding names first."""
        turns = [self._turn[table] for table in self._grounds.written_below(call.callee) & self._now]
        return min(turns, default=len(self._turn)), call.callee

    def _behind(self, call: CallEdge, calls: Trail, wanted: frozenset[str], at: Location) -> Iterator[Write]:
        """Yield what a call comes to; a transaction of its own is followed only for what the finding names there."""
        name = call.callee
        if name in self._grounds.in_transactions:
            wanted &= self._now
        if name in self._met or len(calls) >= _LONGEST or not wanted & self._grounds.written_below(name):
            return
        self._met.add(name)
        rows = (*self._grounds.calls_from.get(name, ()), *self._grounds.writes_of.get(name, ()))
        for line in sorted({one.line for one in rows}):
            yield from self._on(name, line, (*calls, call), wanted, at)
