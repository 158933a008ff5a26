"""What do the checks judge? The placed facts, and what several of them ask of these."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import msgspec

from analyzer.cluster.services import Candidates
from analyzer.findings.data import Data
from analyzer.findings.heirs import reads_for_heirs
from analyzer.findings.reach import Reach
from analyzer.findings.resources import UsedResource, shared_resources
from analyzer.findings.uses import UsedTable, used_tables
from analyzer.model.code import CallEdge
from analyzer.model.data import Access
from analyzer.model.live_values import LiveKind, LiveRole
from analyzer.model.resources import ResourceKind
from analyzer.model.services import KERNEL

_NOBODY = ("", KERNEL)


class CallAcross(msgspec.Struct, frozen=True):
    """A call from one service to another; the shared kernel is no service, for each has a copy of it."""

    call: CallEdge
    source: str
    target: str


class Evidence:
    """The facts of a cut program, each index made once, when the first check asks for it."""

    def __init__(self, candidates: Candidates) -> None:
        """Take the services, and the facts with everything placed in one."""
        self.candidates = candidates
        self.facts = candidates.facts
        self.edges = candidates.edges

    @cached_property
    def tables(self) -> tuple[UsedTable, ...]:
        """The tables that services use, with who uses each."""
        of_heirs = reads_for_heirs(self.facts, lambda name: self.service_of.get(name, ""), self.data.name)
        return used_tables(self.facts, self.data.alternatives | self.handed_queries | of_heirs)

    @cached_property
    def handed_queries(self) -> frozenset[Access]:
        """Reads on the very line where another service hands the query over: that one made it, and owes the rows."""
        made = {
            live.definition
            for live in self.facts.live_values
            if live.role is LiveRole.RESULT and live.what is LiveKind.QUERY
        }
        lines = {(one.call.path, one.call.line) for one in self.calls_across if one.call.callee in made}
        return frozenset(
            access
            for access in self.facts.accesses
            if (access.path, access.line) in lines and not access.operation.writes
        )

    @cached_property
    def shared_resources(self) -> dict[ResourceKind, tuple[UsedResource, ...]]:
        """What services share besides tables, by kind."""
        return shared_resources(self.facts)

    @cached_property
    def data(self) -> Data:
        """What definitions do to tables, and what hangs on what."""
        return Data(self.facts, self.name_at)

    @cached_property
    def owner_of(self) -> dict[str, str]:
        """The service that should keep each table."""
        return {table.name: table.owner for table in self.facts.tables}

    @cached_property
    def service_of(self) -> dict[str, str]:
        """The service of each definition and each module, by dotted name; empty or the kernel where it has none."""
        modules = {module.name: module.service for module in self.facts.modules}
        return modules | {definition.name: definition.service for definition in self.facts.definitions}

    @cached_property
    def name_at(self) -> dict[tuple[str, str], str]:
        """The dotted name of what stands at a path and qualname; that of the module for ``<module>``."""
        modules = {(module.path, "<module>"): module.name for module in self.facts.modules}
        return modules | {(one.path, one.qualname): one.name for one in self.facts.definitions}

    @cached_property
    def calls_across(self) -> tuple[CallAcross, ...]:
        """The calls between services, in the order of the facts."""
        service = self.service_of
        placed = ((call, service.get(call.caller, ""), service.get(call.callee, "")) for call in self.facts.calls)
        return tuple(
            CallAcross(call, source, target)
            for call, source, target in placed
            if source != target and source not in _NOBODY and target not in _NOBODY
        )

    @cached_property
    def calls_between(self) -> dict[tuple[str, str], tuple[CallAcross, ...]]:
        """The calls from one service to another, by the two."""
        found: dict[tuple[str, str], list[CallAcross]] = defaultdict(list)
        for one in self.calls_across:
            found[one.source, one.target].append(one)
        return {pair: tuple(calls) for pair, calls in found.items()}

    @cached_property
    def lines_in_transactions(self) -> frozenset[tuple[str, int]]:
        """Path and line of every write of a transaction, and of every call in its scope that leads to one."""
        return frozenset((one.path, line) for one in self.facts.transactions for line in one.at)

    @cached_property
    def reach(self) -> Reach:
        """What runs behind the entry points."""
        return Reach(self.facts, self.service_of)

    def is_service(self, name: str) -> bool:
        """True for the name of a service: neither the kernel nor nothing."""
        return name not in _NOBODY
