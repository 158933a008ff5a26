"""What do the checks judge? The placed facts, and what several of them ask of these."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from analyzer.cluster.services import Candidates
from analyzer.findings.across import NOBODY, CallAcross, calls_across
from analyzer.findings.data import Data
from analyzer.findings.heirs import Heirs
from analyzer.findings.mixins import reads_for_heirs
from analyzer.findings.reach import Reach
from analyzer.findings.requests import questions, requests
from analyzer.findings.resources import UsedResource, shared_resources
from analyzer.findings.uses import UsedTable, used_tables
from analyzer.model.data import Access
from analyzer.model.live_values import LiveKind, LiveRole
from analyzer.model.resources import ResourceKind


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
        return used_tables(self.facts, self.for_others)

    @cached_property
    def for_others(self) -> frozenset[Access]:
        """The accesses that make their service no user of another's table."""
        of_heirs = reads_for_heirs(self.facts, self.heirs, self.data.name)
        return self.data.alternatives | self.handed_queries | of_heirs

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
        return tuple(calls_across(self.facts, self.service_of))

    @cached_property
    def requests(self) -> tuple[CallAcross, ...]:
        """Those of them that ask the other service for something."""
        return tuple(requests(self.facts, self.service_of, self.calls_across, self.heirs))

    @cached_property
    def questions(self) -> tuple[CallAcross, ...]:
        """Those of the requests that need the other service: its data is used for the answer, or an object of it shown.

        Of the others the code is copied to whoever calls it.
        """
        shown = {one.definition for one in self.facts.live_values if one.what is LiveKind.ENTITY}
        return tuple(questions(self.requests, self.reach.touching | shown, self.service_of))

    @cached_property
    def heirs(self) -> Heirs:
        """Who derives from whom."""
        return Heirs(
            self.facts, {name: service for name, service in self.service_of.items() if self.is_service(service)}
        )

    @cached_property
    def questions_between(self) -> dict[tuple[str, str], tuple[CallAcross, ...]]:
        """The questions of one service to another, by the two."""
        found: dict[tuple[str, str], list[CallAcross]] = defaultdict(list)
        for one in self.questions:
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
        return name not in NOBODY
