"""What crosses between each two services? Counted once, for every option and every step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from analyzer.model.code import CallEdge
from analyzer.model.contracts import Effect, Operation
from analyzer.model.data import Access, ForeignKey
from analyzer.model.data_findings import TransactionAcross
from analyzer.model.decision import BorderEdges
from analyzer.model.services import KERNEL, ModuleToSplit
from analyzer.plan.grounds import Grounds

Pair = tuple[str, str]
"""A service, and another one that it calls, whose tables it uses, or to whose tables its own refer."""


class Crossings:
    """Calls, accesses, keys, transactions, operations and modules, by the services that they tie together.

    The shared kernel and what belongs to nobody take no part: each service has a copy.
    """

    def __init__(self, grounds: Grounds) -> None:
        """Take the facts, and what the contracts promise."""
        self.grounds = grounds
        self._evidence = grounds.evidence
        self.services = {one.name: one for one in grounds.evidence.candidates.services}

    @cached_property
    def calls(self) -> dict[Pair, list[CallEdge]]:
        """The rows of calls.csv between services: who calls, whom."""
        found: dict[Pair, list[CallEdge]] = defaultdict(list)
        for one in self._evidence.calls_across:
            if not one.call.through:
                found[one.source, one.target].append(one.call)
        return found

    @cached_property
    def accesses(self) -> dict[Pair, list[Access]]:
        """The accesses of a service to tables that another owns, in the order of tables."""
        found: dict[Pair, list[Access]] = defaultdict(list)
        for table, accesses in sorted(self.grounds.accesses.items()):
            owner = self.owner_of(table)
            for access in accesses:
                if owner and access.service != owner:
                    found[access.service, owner].append(access)
        return found

    @cached_property
    def foreign_keys(self) -> dict[Pair, list[ForeignKey]]:
        """The keys from a table of one service to a table of another."""
        found: dict[Pair, list[ForeignKey]] = defaultdict(list)
        for key in self.grounds.facts.foreign_keys:
            source, target = self.owner_of(key.table), self.owner_of(key.to_table)
            if source and target and source != target:
                found[source, target].append(key)
        return found

    @cached_property
    def transactions(self) -> tuple[TransactionAcross, ...]:
        """The definitions whose transactions write tables of several owners, as the findings tell them."""
        return tuple(one for one in self.grounds.findings if isinstance(one, TransactionAcross))

    @cached_property
    def tables(self) -> dict[str, tuple[str, frozenset[str]]]:
        """The tables that somebody else than their owner uses: the owner (or nobody), and all who use them.

        The users are those that the findings name: not who runs a query or works on a row for another.
        """
        users = {
            one.name: (self.owner_of(one.name), frozenset(use.service for use in one.uses))
            for one in self._evidence.tables
        }
        return {
            table: (owner, using)
            for table, (owner, using) in sorted(users.items())
            if (using - {owner} if owner else len(using) > 1)
        }

    @cached_property
    def operations(self) -> tuple[tuple[Operation, frozenset[str]], ...]:
        """The operations that other services call, and these services."""
        found = ((one, _callers(one)) for name in sorted(self.services) for one in self.grounds.promised.across(name))
        return tuple((one, callers) for one, callers in found if callers)

    @cached_property
    def waiting(self) -> dict[str, set[str]]:
        """Who needs an answer of each service: reads its tables, or calls an operation that changes nothing."""
        found: dict[str, set[str]] = defaultdict(set)
        for (source, owner), accesses in self.accesses.items():
            if any(not one.operation.writes for one in accesses):
                found[owner].add(source)
        for operation, callers in self.operations:
            if operation.effect is not Effect.CHANGES:
                found[operation.service] |= callers
        return found

    @cached_property
    def modules(self) -> tuple[tuple[ModuleToSplit, frozenset[str]], ...]:
        """The modules that must be split, and the services that hold parts of them."""
        return tuple(
            (one, frozenset(part.service for part in one.parts) - {KERNEL, ""})
            for one in self._evidence.candidates.modules_to_split
        )

    @cached_property
    def edges(self) -> dict[Pair, BorderEdges]:
        """What must be broken between services, each thing once however often it is done."""
        return {
            pair: BorderEdges(
                calls=len({(call.caller, call.callee) for call in self.calls.get(pair, ())}),
                reads=_places(one for one in self.accesses.get(pair, ()) if not one.operation.writes),
                writes=_places(one for one in self.accesses.get(pair, ()) if one.operation.writes),
                foreign_keys=len({(key.table, key.column) for key in self.foreign_keys.get(pair, ())}),
            )
            for pair in sorted({*self.calls, *self.accesses, *self.foreign_keys})
        }

    @cached_property
    def between(self) -> dict[str, dict[str, int]]:
        """How many edges a service has with each other one, in both directions."""
        found: dict[str, dict[str, int]] = {name: defaultdict(int) for name in self.services}
        for (source, target), edges in self.edges.items():
            if source in found and target in found:
                found[source][target] += edges.total
                found[target][source] += edges.total
        return found

    def owner_of(self, table: str) -> str:
        """Return the service that should keep a table; empty for nobody."""
        owner = self._evidence.owner_of.get(table, "")
        return owner if self._evidence.is_service(owner) else ""

    def neighbours(self, service: str) -> Iterator[str]:
        """Yield the services with which one has edges, by name."""
        yield from sorted(self.between[service])


def _callers(operation: Operation) -> frozenset[str]:
    return frozenset(one.service for one in operation.callers) - {operation.service, KERNEL, ""}


def _places(accesses: Iterable[Access]) -> int:
    return len({(one.path, one.line, one.table, one.operation) for one in accesses})
