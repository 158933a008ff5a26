"""What do remedies, mandate and scorecard ask of the facts? Indexes, each made once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from analyzer.extract.words import split_words
from analyzer.findings.across import CallAcross
from analyzer.findings.evidence import Evidence
from analyzer.findings.uses import accesses_by_table
from analyzer.model.code import CallEdge, Definition, DefinitionKind
from analyzer.model.contracts import Contract
from analyzer.model.data import Access, RowOperation
from analyzer.model.data_findings import TransactionAcross
from analyzer.model.findings import Finding
from analyzer.model.location import Location
from analyzer.model.services import KERNEL
from analyzer.plan.promised import Promised
from analyzer.plan.rules import REPORT_READS, REPORT_TABLES

_DEEPEST = 6  # calls that are followed from a transaction to a write


class Grounds:
    """The facts of a cut program, its findings and its contracts, as the plan asks for them."""

    def __init__(self, evidence: Evidence, findings: Iterable[Finding], contracts: Iterable[Contract]) -> None:
        """Take what the checks judged, what they found, and what the services would owe each other."""
        self.evidence = evidence
        self.facts = evidence.facts
        self.findings = tuple(findings)
        self.promised = Promised(contracts)

    @cached_property
    def accesses(self) -> dict[str, list[Access]]:
        """The accesses that say who uses each table."""
        return accesses_by_table(self.facts)

    @cached_property
    def statements(self) -> dict[tuple[str, int], tuple[frozenset[str], ...]]:
        """The tables of each statement that uses several, by path and line."""
        found: dict[tuple[str, int], list[frozenset[str]]] = defaultdict(list)
        for one in self.facts.statements:
            found[one.path, one.line].append(frozenset(one.tables))
        return {place: tuple(several) for place, several in found.items()}

    @cached_property
    def called_in_loops(self) -> frozenset[str]:
        """The definitions that are called once for each turn of some loop."""
        return frozenset(call.callee for call in self.facts.calls if call.in_loop)

    @cached_property
    def calls_at(self) -> dict[tuple[str, int], tuple[CallEdge, ...]]:
        """The calls where transactions write, by path and line."""
        found: dict[tuple[str, int], list[CallEdge]] = defaultdict(list)
        for call in self.facts.calls:
            if call.line in self._lines_written.get(call.path, ()):
                found[call.path, call.line].append(call)
        return {place: tuple(calls) for place, calls in found.items()}

    @cached_property
    def writes_at(self) -> dict[tuple[str, int], tuple[Access, ...]]:
        """The writing accesses where transactions write, by path and line."""
        found: dict[tuple[str, int], list[Access]] = defaultdict(list)
        for access in self.facts.accesses:
            if access.operation.writes and access.line in self._lines_written.get(access.path, ()):
                found[access.path, access.line].append(access)
        return {place: tuple(accesses) for place, accesses in found.items()}

    @cached_property
    def _lines_written(self) -> dict[str, set[int]]:
        """The lines where transactions across services write, by path."""
        found: dict[str, set[int]] = defaultdict(set)
        for one in self.findings:
            for write in one.writes if isinstance(one, TransactionAcross) else ():
                found[write.at.path].add(write.at.line)
        return found

    @cached_property
    def referring(self) -> dict[str, frozenset[str]]:
        """The tables whose keys lead to each table."""
        found: dict[str, set[str]] = defaultdict(set)
        for key in self.facts.foreign_keys:
            found[key.to_table].add(key.table)
        return {table: frozenset(tables) for table, tables in found.items()}

    @cached_property
    def reporting(self) -> frozenset[str]:
        """The services that read like reports, as ``Condition.REPORTS`` says."""
        owner = self.evidence.owner_of
        own: Counter[str] = Counter()
        others: Counter[str] = Counter()
        writes: Counter[str] = Counter()
        meddling = set()
        for table, accesses in self.accesses.items():
            for access in accesses:
                mine = access.service == owner.get(table, "")
                (own if mine else others)[access.service] += 1
                writes[access.service] += access.operation.writes
                if not mine and access.operation.writes:
                    meddling.add(access.service)
        return frozenset(
            one
            for one in self._joining - meddling
            if others[one] > own[one] and others[one] + own[one] - writes[one] >= REPORT_READS * writes[one]
        )

    @cached_property
    def written_for_callers(self) -> frozenset[str]:
        """The tables that some definition writes for whoever calls it: how often, nobody can say."""
        return frozenset(one.table for one in self.facts.accesses if one.generic and one.operation.writes)

    @cached_property
    def _joining(self) -> frozenset[str]:
        """The services with a statement that joins several tables of others."""
        owner, found = self.evidence.owner_of, set()
        for one in self.facts.statements:
            service = self.service_at(one.path, one.qualname)
            if sum(owner.get(table, service) != service for table in set(one.tables)) >= REPORT_TABLES:
                found.add(service)
        return frozenset(found)

    @cached_property
    def crossing_transactions(self) -> Counter[tuple[str, ...]]:
        """How many transactions cross between the same services."""
        return Counter(one.services for one in self.findings if isinstance(one, TransactionAcross))

    def weaker_direction(self, one: str, other: str) -> int:
        """Return how many calls the weaker of the two directions between services has."""
        between = self.evidence.questions_between
        return min(len(between.get((one, other), ())), len(between.get((other, one), ())))

    def service_at(self, path: str, qualname: str) -> str:
        """Return the service of what stands at a path and qualname."""
        return self.evidence.service_of.get(self.evidence.name_at.get((path, qualname), ""), "")

    def definition_of(self, access: Access) -> str:
        """Return the dotted name of the definition that makes an access; its path where it is not known."""
        return self.evidence.name_at.get((access.path, access.qualname), access.path)

    @cached_property
    def writes_of(self) -> dict[str, list[Access]]:
        """The writing accesses that each definition makes itself."""
        found: dict[str, list[Access]] = defaultdict(list)
        for access in self.facts.accesses:
            if access.operation.writes:
                found[self.definition_of(access)].append(access)
        return found

    @cached_property
    def _writes_of(self) -> dict[str, tuple[tuple[str, RowOperation], ...]]:
        """Which tables each definition writes itself, and how."""
        return {
            name: tuple(sorted({(one.table, one.operation) for one in writes}))
            for name, writes in self.writes_of.items()
        }

    @cached_property
    def calls_from(self) -> dict[str, list[CallEdge]]:
        """The calls that each definition makes."""
        found: dict[str, list[CallEdge]] = defaultdict(list)
        for call in self.facts.calls:
            found[call.caller].append(call)
        return found

    @cached_property
    def in_transactions(self) -> frozenset[str]:
        """The definitions that begin a transaction."""
        names = (self.evidence.name_at.get((one.path, one.qualname), "") for one in self.facts.transactions)
        return frozenset(names)

    @cached_property
    def calls_to(self) -> dict[str, list[CallAcross]]:
        """The calls of others to each service."""
        found: dict[str, list[CallAcross]] = defaultdict(list)
        for one in self.evidence.calls_across:
            found[one.target].append(one)
        return found

    @cached_property
    def calls_of_kernel(self) -> dict[str, list[CallEdge]]:
        """The calls of each service that the shared kernel makes: none between services, but every copy makes them."""
        found: dict[str, list[CallEdge]] = defaultdict(list)
        service_of = self.evidence.service_of
        for one in self.facts.calls:
            if not one.through and service_of.get(one.caller) == KERNEL:
                found[service_of.get(one.callee, "")].append(one)
        return {name: calls for name, calls in found.items() if self.evidence.is_service(name)}

    def callers_of(self, service: str) -> frozenset[str]:
        """Return the other services that call a service, by the rows of calls.csv."""
        return frozenset(one.source for one in self.calls_to.get(service, ()) if not one.call.through)

    @cached_property
    def place_of(self) -> dict[str, Location]:
        """Where each definition stands."""
        return {one.name: Location(one.path, one.line) for one in self.facts.definitions}

    @cached_property
    def bearing(self) -> dict[str, list[Definition]]:
        """The outermost definitions that bear each of the words that speak for services."""
        wanted = {word.word for service in self.evidence.candidates.services for word in service.words}
        found: dict[str, list[Definition]] = defaultdict(list)
        for one in self.facts.definitions:
            if not one.within and one.kind is not DefinitionKind.METHOD:
                for word in wanted.intersection(split_words(one.qualname)):
                    found[word].append(one)
        return found

    def is_callable(self, name: str) -> bool:
        """True for a function or method that others could call: no class, and neither entry point nor part of one."""
        return name in self._functions and self._entered.isdisjoint((name, name.rpartition(".")[0]))

    @cached_property
    def _functions(self) -> frozenset[str]:
        return frozenset(one.name for one in self.facts.definitions if one.kind is not DefinitionKind.CLASS)

    @cached_property
    def _entered(self) -> frozenset[str]:
        """The entry points, and the classes of those that are methods."""
        entries = {one.definition for one in self.facts.entry_points}
        methods = {one.name for one in self.facts.definitions if one.kind is DefinitionKind.METHOD}
        return frozenset(entries | {name.rpartition(".")[0] for name in entries & methods})

    def tables_written_by(self, name: str) -> frozenset[str]:
        """Return the tables that a definition writes itself."""
        return frozenset(table for table, _ in self._writes_of.get(name, ()))

    def writes_below(self, name: str, table: str) -> frozenset[RowOperation]:
        """Return how a definition, or what it calls, writes a table."""
        return frozenset(operation for written, operation in self._below(name) if written == table)

    def written_below(self, name: str) -> frozenset[str]:
        """Return the tables that a definition, or what it calls, writes."""
        return frozenset(table for table, _ in self._below(name))

    def _below(self, name: str) -> frozenset[tuple[str, RowOperation]]:
        if name not in self._known_below:
            seen, level = {name}, [name]
            for _ in range(_DEEPEST):
                level = sorted({call.callee for one in level for call in self.calls_from.get(one, ())} - seen)
                seen.update(level)
            self._known_below[name] = frozenset(write for one in seen for write in self._writes_of.get(one, ()))
        return self._known_below[name]

    @cached_property
    def _known_below(self) -> dict[str, frozenset[tuple[str, RowOperation]]]:
        return {}
