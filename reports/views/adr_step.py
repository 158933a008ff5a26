"""What does the record of one step say: why now, what must be done, what is owed, what can go wrong?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Operation
from analyzer.model.decision import CutFigures, Decision, Readiness, Step
from analyzer.model.findings import Finding
from analyzer.model.plan import RemedyKind
from analyzer.model.services import Service
from reports.views.arguments import Argument, of_keeping, of_order, of_step
from reports.views.crossing_places import CrossingPlaces
from reports.views.findings import ranked_findings
from reports.views.to_write import ToWrite, to_write
from reports.views.work import DataStep, DataWork, Precondition, Work, precondition, work_by_kind

RISKS = {
    "transaction": "a transaction is cut",
    "call-cycle": "a circle of calls",
    "call-in-loop": "calls in a loop",
    "synchronous-chain": "a chain of waiting",
    "chatty-entry-point": "many calls for one answer",
    "blast-radius": "what an outage takes along",
    "live-object": "an object that cannot travel",
    "cascade": "rows that go with others",
}
"""The kinds of finding that tell of trouble after a service has left, and how each is called."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation that is called across the border of the service that leaves: by whom, and where."""

    operation: Operation
    callers: tuple[str, ...]
    places: tuple[str, ...]
    in_loop: bool
    in_transaction: bool


@dataclass(frozen=True, slots=True)
class StepRecord:
    """The record of one step; without a service it is about the monolith as a whole."""

    step: Step
    before: CutFigures
    service: Service | None
    readiness: Readiness | None
    teams: tuple[str, ...]
    """Who owns code of it, most first."""
    entries: int
    """Its entry points."""
    rank: tuple[int, int]
    """Its place among those that are ready, by fewest edges, and how many there are; 0 where it is not ready."""
    tables: tuple[tuple[str, str], ...]
    """Each table that it owns, with its place."""
    preconditions: tuple[Precondition, ...]
    reasons: tuple[str, ...]
    arguments: tuple[Argument, ...]
    keeping: tuple[Argument, ...]
    """What speaks for and against not taking the step."""
    merging: tuple[tuple[str, str], ...]
    """The services with which merging it would be the better remedy, and of which finding."""
    work: tuple[Work, ...]
    data: tuple[DataWork, ...]
    owes: tuple[Asked, ...]
    to_write: tuple[ToWrite, ...]
    """What it has to write for this step: what undoes a part of a saga."""
    asks: tuple[Asked, ...]
    risks: tuple[tuple[str, Finding], ...]
    gaps: tuple[tuple[str, int], ...]
    """Why accesses and names of its code stayed unresolved, and how often."""


class StepRecords:
    """Makes the records of steps."""

    def __init__(self, analysis: Analysis, decision: Decision, crossing: CrossingPlaces) -> None:
        """Index once what a record refers to."""
        self._analysis = analysis
        self._steps = decision.steps
        self._crossing = crossing
        self._services = {one.name: one for one in analysis.services}
        self._readiness = {one.service: one for one in decision.readiness}
        self._ready = [one.service for one in decision.readiness if one.is_ready]
        self._teams = {one.service: tuple(share.team for share in one.teams) for one in analysis.teams}
        self._entries = Counter(one.service for one in analysis.entry_points)
        self._tables = {one.name: f"{one.path}:{one.line}" for one in analysis.tables}
        self._data = DataStep(analysis)
        self._remedies = {(one.finding, str(one.remedy)): one for one in analysis.remedies}
        self._ranked = ranked_findings(analysis.findings)
        self._to_write = to_write(analysis)

    def of(self, step: Step) -> StepRecord:
        """Collect what the record of a step says."""
        name = step.service
        earlier = [one for one in self._steps if one.service and one.number < step.number]
        before = earlier[-1].after if earlier else CutFigures()
        gone = [one.service for one in earlier]
        seen = self._crossing.when_left((*gone, name)).beyond(self._crossing.when_left(gone))
        service, readiness = self._services.get(name), self._readiness.get(name)
        unresolved = Counter(one.reason for one in self._analysis.unresolved if name and one.service == name)
        return StepRecord(
            step,
            before,
            service,
            readiness,
            self._teams.get(name, ()),
            self._entries[name],
            (self._ready.index(name) + 1 if name in self._ready else 0, len(self._ready)),
            tuple((table, self._tables.get(table, "")) for table in service.tables) if service else (),
            tuple(map(precondition, step.preconditions)),
            tuple(step.reason.split("; ")),
            of_step(before, step, seen) if service else of_order(step),
            of_keeping(step, service, readiness),
            tuple(self._merging(name, frozenset(gone))) if name else (),
            tuple(work_by_kind(step.items)),
            self._data.of(step.items, name),
            tuple(self._asked(name, owed=True)),
            tuple(
                one for one in self._to_write.get(name, ()) if any(number == step.number for number, _ in one.needed)
            ),
            tuple(self._asked(name, owed=False)),
            tuple((RISKS[one.kind], one) for one in self._ranked if one.kind in RISKS and name in one.services),
            tuple(sorted(unresolved.items(), key=lambda item: (-item[1], item[0]))),
        )

    def _merging(self, service: str, gone: frozenset[str]) -> Iterator[tuple[str, str]]:
        for one in self._ranked:
            remedy = self._remedies.get((one.id, RemedyKind.MERGE_SERVICES.value))
            if remedy is not None and remedy.recommended and service in one.services:
                for other in sorted(set(one.services) - {service} - gone):
                    yield other, one.id

    def _asked(self, service: str, *, owed: bool) -> Iterator[Asked]:
        """Yield the operations that a service offers to others, or that it asks of them."""
        for contract in self._analysis.contracts:
            if service and (contract.service == service) == owed:
                for one in sorted(contract.operations, key=lambda one: (one.service, one.name, one.at)):
                    yield from self._across(one, {service} if not owed else set(self._services) - {service})

    def _across(self, one: Operation, asking: set[str]) -> Iterator[Asked]:
        callers = [caller for caller in one.callers if caller.service in asking]
        if callers and one.service in self._services:
            places = sorted({(caller.path, caller.line) for caller in callers})
            yield Asked(
                one,
                tuple(sorted({caller.service for caller in callers})),
                tuple(f"{path}:{line}" for path, line in places),
                any(caller.in_loop for caller in callers),
                any(caller.in_transaction for caller in callers),
            )
