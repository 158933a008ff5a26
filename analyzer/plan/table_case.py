"""Who does what to a table that several services use, and which conditions of the rules hold for it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from analyzer.model.contracts import Form, Operation
from analyzer.model.data import Access, RowOperation
from analyzer.model.data_findings import DirectAccess, SharedTable
from analyzer.plan.grounds import Grounds
from analyzer.plan.recipe import definitions
from analyzer.plan.rules import FEW_READS, MANY_CALLS, MANY_READERS, MANY_WRITES, MOST_WRITES, MOSTLY, Condition

_PAIR = 2
_ANSWERS = (Form.READ_BY_KEY, Form.LIST)
"""How an operation answers that gives the rows themselves."""


class TableCase:
    """A finding about a table. Where nobody owns it, the first who writes it is taken for the owner."""

    def __init__(self, grounds: Grounds, finding: SharedTable | DirectAccess) -> None:
        """Take a finding, and what is known of the program."""
        self.grounds = grounds
        self.finding = finding
        self.table = finding.subject
        self.owner = finding.owner or (finding.uses[0].service if finding.uses else "")
        accesses = grounds.accesses.get(self.table, [])
        self.own = [one for one in accesses if one.service == self.owner]
        self.others = [one for one in accesses if one.service != self.owner]

    @cached_property
    def reads(self) -> list[Access]:
        """What other services read."""
        return [one for one in self.others if not one.operation.writes]

    @cached_property
    def writes(self) -> list[Access]:
        """What other services write themselves."""
        return [one for one in self.others if one.operation.writes and not one.goes_along]

    @cached_property
    def cascades(self) -> list[Access]:
        """Where other services delete rows of their own, with which rows of the table go."""
        return [one for one in self.others if one.goes_along]

    @cached_property
    def readers(self) -> tuple[str, ...]:
        """The other services that read it."""
        return tuple(sorted({one.service for one in self.reads}))

    @cached_property
    def writers(self) -> tuple[str, ...]:
        """The other services that write it, cascades included."""
        return tuple(sorted({one.service for one in (*self.writes, *self.cascades)}))

    @cached_property
    def services(self) -> tuple[str, ...]:
        """Its owner and all who use it."""
        return tuple(sorted({self.owner, *self.readers, *self.writers} - {""}))

    @cached_property
    def joined(self) -> list[Access]:
        """What other services read together with other tables."""
        return [one for one in self.reads if self._is_joined(one)]

    @cached_property
    def in_loops(self) -> list[Access]:
        """What other services read in definitions that are called in loops."""
        loops = self.grounds.called_in_loops
        return [one for one in self.reads if self.grounds.definition_of(one) in loops]

    @cached_property
    def both_writing(self) -> tuple[str, ...]:
        """The two services that write it, each a good part; nothing where it is not so."""
        writes = Counter(one.service for one in (*self.own, *self.writes) if one.operation.writes)
        most = sorted(one for one in writes if writes[one] >= max(MANY_WRITES, MOST_WRITES * writes.total()))
        return tuple(most) if len(most) == _PAIR == len(writes) else ()

    def owners_definition(self, operation: RowOperation) -> str:
        """Return a definition of the owner that does an operation, one that its contract has first; or nothing.

        Who itself writes other tables as well does more than was asked for, and who answers requests is not called.
        """
        found = {self.grounds.definition_of(one) for one in self.own if one.operation is operation}
        found = {
            one
            for one in found
            if self.grounds.tables_written_by(one) <= {self.table} and self.grounds.is_callable(one)
        }
        promised = self.grounds.promised
        return min(found, key=lambda name: (promised.of(name) is None, name), default="")

    def owners_operation(self, operation: RowOperation) -> Operation | None:
        """Return the operation of the owner's contract that answers for others what they do to the table; or None.

        It touches no other table, and gives rows where they are read. Which columns a change is about is not known.
        """
        near = self.near_operation(operation)
        if near is None or operation is RowOperation.UPDATE:
            return None
        if operation.writes:
            return near if near.changes == (self.table,) else None
        return near if near.form in _ANSWERS and near.reads == (self.table,) else None

    def near_operation(self, operation: RowOperation) -> Operation | None:
        """Return the operation of the owner's contract that does most nearly this to the table; or None."""
        promised = self.grounds.promised
        reading = () if operation.writes else promised.reading(self.owner, self.table)
        return min(reading, key=_rank, default=None) or promised.of(self.owners_definition(operation))

    @cached_property
    def holding(self) -> frozenset[Condition]:
        """The conditions that hold."""
        return frozenset((*self._of_users(), *self._of_reads(), *self._of_writes()))

    def _is_joined(self, access: Access) -> bool:
        statements = self.grounds.statements.get((access.path, access.line), ())
        return any(self.table in tables for tables in statements)

    def _of_users(self) -> Iterator[Condition]:
        if len(self.services) == _PAIR:
            yield Condition.TWO_SERVICES
            if self.grounds.weaker_direction(*self.services) >= MANY_CALLS:
                yield Condition.CALL_EACH_OTHER
        if self.both_writing:
            yield Condition.BOTH_WRITE_MOST

    def _of_reads(self) -> Iterator[Condition]:
        if self.reads:
            yield Condition.OTHERS_READ
        if len(definitions(self.reads)) <= FEW_READS:
            yield Condition.FEW_READS
        if self.joined:
            yield Condition.READ_TOGETHER
        if self.in_loops:
            yield Condition.READ_IN_LOOPS
        if len(self.readers) >= MANY_READERS:
            yield Condition.MANY_READERS
        every = (*self.own, *self.others)
        changing = definitions(one for one in every if one.operation.writes)
        reading = definitions(one for one in every if not one.operation.writes)
        if len(reading) >= MOSTLY * len(changing) and self.table not in self.grounds.written_for_callers:
            yield Condition.READ_MOSTLY
        if self.readers and self.grounds.reporting.issuperset(self.readers):
            yield Condition.REPORTS

    def _of_writes(self) -> Iterator[Condition]:
        if self.writes:
            yield Condition.OTHERS_WRITE
        if not self.writers:
            yield Condition.NOBODY_ELSE_WRITES
        changes = any(one.operation is RowOperation.UPDATE for one in self.writes)
        if self.writers and not self.reads and not changes:
            yield Condition.TELLS_ONLY
        definitions = {self.grounds.definition_of(one) for one in self.writes}
        if len(definitions) == 1 and not self.cascades:
            yield Condition.ONE_WRITER_OUTSIDE
            if all(self.owners_definition(one.operation) for one in self.writes):
                yield Condition.OWNER_WRITES_SO


def _rank(one: Operation) -> tuple[bool, bool, str]:
    return one.form not in _ANSWERS, not one.is_called_across, one.name
