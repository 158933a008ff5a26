"""Where in the code is seen what crosses between processes, once some services have left?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import pairwise

from analyzer.model.analysis import Analysis
from analyzer.model.code import CallEdge
from analyzer.model.contracts import Caller, Operation, OperationKind
from analyzer.model.data_findings import DirectAccess, SharedTable, TransactionAcross
from analyzer.model.finding import Part
from analyzer.model.findings import Finding
from analyzer.model.location import Location
from analyzer.model.run_findings import SynchronousChain
from reports.views.findings import ranked_findings

Process = Mapping[str, str]
"""Service -> the process that it runs in: its own name, or nothing for the monolith."""


@dataclass(frozen=True, slots=True)
class Places:
    """For each figure of a cut the places on which it rests; of findings the worst first."""

    calls: tuple[str, ...] = ()
    loops: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    transactions: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()

    def beyond(self, before: Places) -> Places:
        """Give those that are not among these already."""
        kept = {}
        for one in fields(self):
            known = set(getattr(before, one.name))
            kept[one.name] = tuple(place for place in getattr(self, one.name) if place not in known)
        return Places(**kept)


class CrossingPlaces:
    """The places of all that crosses between services, and which of it crosses in an option."""

    def __init__(self, analysis: Analysis) -> None:
        """Find once what has two ends in different services."""
        self._services = [one.name for one in analysis.services]
        self._findings = ranked_findings(analysis.findings)
        self._modules = analysis.modules_to_split
        self._operations = [
            one for contract in analysis.contracts for one in contract.operations if one.kind is OperationKind.CALL
        ]
        self._calls = _calls(analysis, frozenset(self._services))

    def when_left(self, extracted: Iterable[str]) -> Places:
        """Give the places of what crosses when these services are processes of their own."""
        gone = frozenset(extracted)
        process = {name: name if name in gone else "" for name in self._services}
        crossing = [call for call, one, other in self._calls if process[one] != process[other]]
        tables = [one for one in self._findings if isinstance(one, SharedTable | DirectAccess) and _used(one, process)]
        writing = [one for one in self._findings if isinstance(one, TransactionAcross) and _written(one, process)]
        chains = [(one, _borders(one.steps, process)) for one in self._findings if isinstance(one, SynchronousChain)]
        deepest = sorted((item for item in chains if item[1]), key=lambda item: -item[1])
        return Places(
            calls=_told(Location(one.path, one.line) for one in crossing),
            loops=_told(Location(one.path, one.line) for one in crossing if one.in_loop),
            tables=tuple(dict.fromkeys(str(_use(one, process)) for one in tables)),
            transactions=_first(writing),
            chains=_first(one for one, _ in deepest),
            modules=self._to_split(process),
            operations=_told(one.at for one in self._operations if _is_asked(one, process)),
        )

    def as_modules(self) -> Places:
        """Give the places of what a modular monolith must order: between services, and within one process."""
        every = {name: name for name in self._services}
        asked = (one.at for one in self._operations if _is_asked(one, every))
        return Places(modules=self._to_split(every), operations=_told(asked))

    def _to_split(self, process: Process) -> tuple[str, ...]:
        return tuple(
            str(Location(one.path, one.parts[0].ranges[0][0]))
            for one in self._modules
            if len({process[part.service] for part in one.parts if part.service in process}) > 1
        )


def _calls(analysis: Analysis, services: frozenset[str]) -> list[tuple[CallEdge, str, str]]:
    service = {one.name: one.service for one in analysis.modules}
    service |= {one.name: one.service for one in analysis.definitions}
    ends = ((one, service.get(one.caller, ""), service.get(one.callee, "")) for one in analysis.calls)
    return [
        (call, source, target)
        for call, source, target in ends
        if source != target and source in services and target in services and not call.through
    ]


def _used(one: SharedTable | DirectAccess, process: Process) -> bool:
    users = {process[use.service] for use in one.uses if use.service in process}
    return len(users | ({process[one.owner]} if one.owner in process else set())) > 1


def _use(one: SharedTable | DirectAccess, process: Process) -> Location:
    """The first place where the table is used away from its owner."""
    home = process.get(one.owner)
    away = (use for use in one.uses if use.service in process and process[use.service] != home and use.evidence)
    return next((use.evidence[0] for use in away), one.evidence[0])


def _written(one: TransactionAcross, process: Process) -> bool:
    return len({process[write.owner] for write in one.writes if write.owner in process}) > 1


def _borders(steps: tuple[Part, ...], process: Process) -> int:
    passed = [process[one.service] for one in steps if one.service in process]
    return sum(one != other for one, other in pairwise(passed))


def _is_asked(one: Operation, process: Process) -> bool:
    return any(_is_away(caller, one, process) for caller in one.callers)


def _is_away(caller: Caller, one: Operation, process: Process) -> bool:
    return caller.service in process and one.service in process and process[caller.service] != process[one.service]


def _told(places: Iterable[Location]) -> tuple[str, ...]:
    return tuple(map(str, sorted(set(places))))


def _first(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The first place of each finding."""
    return tuple(dict.fromkeys(str(one.evidence[0]) for one in findings if one.evidence))
