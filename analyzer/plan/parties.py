"""Who takes part in a transaction once some services have left, and what does each do in its turn?

A service that has left is a process of its own. All others are still one process, the monolith: what they write
together is one local transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from analyzer.model.data import RowOperation
from analyzer.model.data_findings import TransactionAcross
from analyzer.plan.grounds import Grounds
from analyzer.plan.rules import Condition
from analyzer.plan.running import Write, run

MONOLITH = "the monolith"
"""The party of all services that have not left."""


class Turn(msgspec.Struct, frozen=True):
    """A write of a party. ``called`` is its definition that another process asks for it; empty where none does so.

    ``asking`` is the definition that asks, or that writes the table of another process itself.
    """

    party: str
    write: Write
    called: str = ""
    asking: str = ""


class Part(msgspec.Struct, frozen=True):
    """What one party does in a row."""

    party: str
    turns: tuple[Turn, ...]


class Parted:
    """A transaction when all services but those that are still ``there`` have left.

    ``running`` is the party whose process its definition runs in; ``home`` the one in charge: that, where it writes
    something, else the one that writes first.
    """

    def __init__(self, grounds: Grounds, finding: TransactionAcross, there: frozenset[str]) -> None:
        """Take a finding and the services that are still one process."""
        self.grounds = grounds
        self._finding = finding
        self._there = there
        self._owner = {write.table: write.owner for write in finding.writes}
        self.running = self.party(grounds.evidence.service_of.get(finding.definition, ""))
        self.turns = tuple(map(self._turn, run(grounds, finding)))
        self.parties = tuple(dict.fromkeys(one.party for one in self.turns))
        self.home = self.running if self.running in self.parties else self.parties[0]

    def party(self, service: str) -> str:
        """Return the party that a service belongs to."""
        return MONOLITH if service in self._there or not self.grounds.evidence.is_service(service) else service

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The writes that must agree, in the order of the code; a definition that is asked runs once, with all of its.

        A party comes again where it writes before and after another.
        """
        return _parts(one for one in self.turns if one not in self._left_behind)

    @cached_property
    def told(self) -> tuple[Part, ...]:
        """The writes of others that can follow when all is done: nothing here needs them."""
        return _parts(one for one in self.turns if one in self._left_behind)

    @cached_property
    def condition(self) -> Condition:
        """Whether all that others write is only left behind."""
        foreign = [one for one in self.turns if one.party != self.home]
        return Condition.LEAVES_BEHIND if self._left_behind.issuperset(foreign) else Condition.MUST_AGREE

    def _turn(self, write: Write) -> Turn:
        process, crossing = self.running, None
        for call in write.calls:
            party = self._of_code(call.callee, process)
            if party != process:
                process, crossing = party, call
        owner = self._owner[write.table]
        party = self.party(owner) if self.grounds.evidence.is_service(owner) else process
        if party == self.running:
            return Turn(party, write)
        if party == process and crossing is not None:
            return Turn(party, write, crossing.callee, crossing.caller)
        return Turn(party, write, "", write.by)

    def _of_code(self, definition: str, process: str) -> str:
        """Return the party that runs a definition; of what belongs to no service each process has a copy."""
        service = self.grounds.evidence.service_of.get(definition, "")
        return self.party(service) if self.grounds.evidence.is_service(service) else process

    @cached_property
    def _left_behind(self) -> frozenset[Turn]:
        """The writes that only tell; what one call writes together is left behind together or not at all."""
        foreign = [one for one in self.turns if one.party != self.home]
        needed = {_deed(one) for one in foreign if not self._only_tells(one)}
        return frozenset(one for one in foreign if _deed(one) not in needed)

    @cached_property
    def _in_charge(self) -> str:
        """The service whose code decides: the definition's own where it writes a table of its own."""
        own = self.grounds.evidence.service_of.get(self._finding.definition, "")
        owners = [write.owner for write in self._finding.writes]
        return own if own in owners else owners[0]

    def _only_tells(self, one: Turn) -> bool:
        """True where rows are left behind that nothing here needs again."""
        operations, table = one.write.operations, one.write.table
        if one.write.goes_along:
            return True
        if not operations or RowOperation.UPDATE in operations:
            return False
        accesses = self.grounds.accesses.get(table, ())
        if any(access.service == self._in_charge and not access.operation.writes for access in accesses):
            return False
        others = {turn.write.table for turn in self.turns if turn.party != one.party}
        return RowOperation.INSERT not in operations or not others & self.grounds.referring.get(table, frozenset())


def _deed(one: Turn) -> tuple[object, ...]:
    return (one.called, one.write.at) if one.called else (one.write.table, one.write.at)


def _at_once(one: Turn) -> tuple[object, ...]:
    """Return what is one with other writes of a party: a call, or a line of the transaction that writes itself."""
    return (one.party, one.called, one.write.at, *(call.callee for call in one.write.calls if not one.called))


def _parts(turns: Iterable[Turn]) -> tuple[Part, ...]:
    rows: list[list[Turn]] = []
    begun: dict[tuple[object, ...], list[Turn]] = {}
    for one in turns:
        known = begun.get(_at_once(one)) if one.called or not one.write.calls else None
        if known is not None:
            known.append(one)
            continue
        if not rows or rows[-1][0].party != one.party:
            rows.append([])
        rows[-1].append(one)
        begun[_at_once(one)] = rows[-1]
    return tuple(Part(row[0].party, tuple(row)) for row in rows)
