"""Who writes what in a transaction of several services, and which conditions of the rules hold for it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby

import msgspec

from analyzer.model.data import Access, RowOperation
from analyzer.model.data_findings import OrderedWrite, TransactionAcross
from analyzer.model.location import Location
from analyzer.plan.grounds import Grounds
from analyzer.plan.rules import MANY_CALLS, MANY_TRANSACTIONS, Condition

_PAIR = 2
Pair = tuple[str, ...]


class Step(msgspec.Struct, frozen=True):
    """What one service does in a row: a transaction of its own.

    ``called`` is the service's definition that makes the writes, ``address`` how its contract offers that, empty where
    not. A definition that is called makes all its writes, those to tables of others too: it runs once.
    """

    service: str
    writes: tuple[OrderedWrite, ...]
    operations: frozenset[RowOperation]
    called: str
    address: str = ""


class TransactionCase:
    """A finding about a transaction.

    ``home`` is the service that stays in charge: the definition's own where it writes a table of its own, else the
    owner of the first write.
    """

    def __init__(self, grounds: Grounds, finding: TransactionAcross, writing_together: frozenset[Pair]) -> None:
        """Take a finding, what is known of the program, and the services that both write some table."""
        self.writing_together = writing_together
        self.grounds = grounds
        self.finding = finding
        own = grounds.evidence.service_of.get(finding.definition, "")
        owners = [write.owner for write in finding.writes]
        self.home = own if own in owners or not owners else owners[0]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The writes that must agree, in their order, those of one owner in a row together."""
        return self._runs(write for write in self.finding.writes if write not in self._left_behind)

    @cached_property
    def told(self) -> tuple[Step, ...]:
        """The writes to tables of others that can follow when all is done: nothing here needs them."""
        return self._runs(write for write in self.finding.writes if write in self._left_behind)

    @cached_property
    def foreign(self) -> tuple[OrderedWrite, ...]:
        """The writes to tables of other services."""
        return tuple(write for write in self.finding.writes if write.owner != self.home)

    @cached_property
    def holding(self) -> frozenset[Condition]:
        """The conditions that hold."""
        return frozenset(self._conditions())

    @cached_property
    def _left_behind(self) -> frozenset[OrderedWrite]:
        """The writes that only tell; what one call writes together is left behind together or not at all."""
        needed = {self._deed(write) for write in self.foreign if not self._only_tells(write)}
        return frozenset(write for write in self.foreign if self._deed(write) not in needed)

    def _deed(self, write: OrderedWrite) -> tuple[object, ...]:
        called = self.called(write)
        return (called, write.at) if called else (write.table, write.at)

    def _runs(self, writes: Iterable[OrderedWrite]) -> tuple[Step, ...]:
        return tuple(self._step(service, tuple(several)) for service, several in groupby(writes, key=self._does))

    def _does(self, write: OrderedWrite) -> str:
        """Return the service that makes a write: whose definition is called, if it also writes what is its own."""
        asked = self.grounds.evidence.service_of.get(self.called(write), "")
        return asked if asked in self._asked.get(write.at, ()) else write.owner

    @cached_property
    def _asked(self) -> dict[Location, set[str]]:
        """The services, by place, that are called there and write tables of their own."""
        found: dict[Location, set[str]] = defaultdict(set)
        for write in self.foreign:
            if self.grounds.evidence.service_of.get(self.called(write), "") == write.owner:
                found[write.at].add(write.owner)
        return found

    def called(self, write: OrderedWrite) -> str:
        """Return the definition that is called to make a write; nothing where the scope makes it itself."""
        if self._direct(write):
            return ""
        definition = self.finding.definition
        callees = {call.callee for call in self.grounds.calls_at.get((write.at.path, write.at.line), ())}
        making = [one for one in callees if self.grounds.writes_below(one, write.table)]
        service_of = self.grounds.evidence.service_of
        return min(
            (one for one in making if one != definition),
            key=lambda one: (service_of.get(one, "") != write.owner, one),
            default="",
        )

    def operations(self, write: OrderedWrite) -> frozenset[RowOperation]:
        """Return what the transaction does to the rows of a table."""
        direct = self._direct(write)
        if direct:
            return frozenset(one.operation for one in direct)
        return self.grounds.writes_below(self.called(write), write.table)

    def _direct(self, write: OrderedWrite) -> list[Access]:
        return [
            one for one in self.grounds.writes_at.get((write.at.path, write.at.line), ()) if one.table == write.table
        ]

    def _step(self, service: str, writes: tuple[OrderedWrite, ...]) -> Step:
        operations = frozenset(one for write in writes for one in self.operations(write))
        called = {self.called(write) for write in writes}
        name = called.pop() if len(called) == 1 else ""
        is_its_own = self.grounds.evidence.service_of.get(name, "") == service
        offered = self.grounds.promised.of(name) if is_its_own else None
        address = f"{offered.method} {offered.path}" if offered is not None else ""
        return Step(service, writes, operations, name if is_its_own else "", address)

    def _conditions(self) -> Iterator[Condition]:
        services = self.finding.services
        if len(services) == _PAIR:
            yield Condition.TWO_SERVICES
            if services in self.writing_together:
                yield Condition.SAME_TABLES
            if self.grounds.weaker_direction(*services) >= MANY_CALLS:
                yield Condition.CALL_EACH_OTHER
        if self.grounds.crossing_transactions[services] >= MANY_TRANSACTIONS and len(services) == _PAIR:
            yield Condition.SEVERAL_TRANSACTIONS
        is_left_behind = self.foreign and len(self._left_behind) == len(self.foreign)
        yield Condition.LEAVES_BEHIND if is_left_behind else Condition.MUST_AGREE

    def _only_tells(self, write: OrderedWrite) -> bool:
        """True where rows are left behind that nothing here needs again."""
        direct = self._direct(write)
        if direct and all(one.goes_along for one in direct):
            return True
        operations = self.operations(write)
        if not operations or RowOperation.UPDATE in operations:
            return False
        accesses = self.grounds.accesses.get(write.table, ())
        read_here = any(one.service == self.home and not one.operation.writes for one in accesses)
        return not read_here and not (RowOperation.INSERT in operations and self._is_referred_to(write))

    def _is_referred_to(self, write: OrderedWrite) -> bool:
        """True where a row of another owner in the transaction needs the key of the new row."""
        others = {one.table for one in self.finding.writes if one.owner != write.owner}
        return bool(others & self.grounds.referring.get(write.table, frozenset()))
