"""Which open findings stand in the way that was chosen, worst first?"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace

from analyzer.model.analysis import Analysis
from analyzer.model.code_findings import InheritanceAcross, SplitModule
from analyzer.model.contracts import Contract, Operation
from analyzer.model.decision import OptionKind, PlanOption, WorkItem, WorkKind
from analyzer.model.finding import Status
from analyzer.model.findings import AboutTables, Finding
from analyzer.model.plan import Remedy
from analyzer.model.run_findings import CallCycle, CallInLoop, ChattyEntryPoint, LiveObject
from reports.views.contract_told import ways_to_change
from reports.views.days import Days, days_of_whole, spent, whole_efforts, work_by_finding
from reports.views.portal import in_loops
from reports.views.remedies import remedies_by_finding
from reports.views.rich import shortened

WORST = 5
_SAID = 140
_WORK = {
    WorkKind.MODULE: "split the module",
    WorkKind.CYCLE: "open the circle of calls",
    WorkKind.WRITE: "leave the write to the owner",
    WorkKind.RESOURCE: "one of its own, or ask the owner",
    WorkKind.INHERITANCE: "part the classes",
    WorkKind.FOREIGN_KEY: "drop the foreign key",
}
_WITHIN = AboutTables | InheritanceAcross | SplitModule | CallCycle
"""What costs something though all stay in one process; a call, an object or a queue does not."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """A finding in the way: what it says, the first place that has to be changed, its remedy and the days for it."""

    id: str
    kind: str
    severity: str
    said: str
    place: str
    remedy: str
    days: str
    first: str = ""
    """Where no remedy is worked out: what its contract says must change first."""


@dataclass(frozen=True, slots=True)
class Blockers:
    """The worst findings in the way, how many there are in all, and by what they were chosen and ranked.

    ``stands_in_way`` where a way was chosen that meets them; else they speak against any cut.
    """

    worst: tuple[Blocker, ...]
    number: int
    chosen_by: str
    stands_in_way: bool

    @property
    def remedied(self) -> int:
        """How many of the worst have a remedy."""
        return sum(bool(one.remedy) for one in self.worst)

    @property
    def title(self) -> str:
        """What they are called."""
        return "Blockers" if self.stands_in_way else "What speaks against a cut"


_STATED = 2


def blockers(analysis: Analysis, concerned: tuple[Finding, ...], chosen: PlanOption | None) -> Blockers:
    """Rank the findings in the way: by severity, then by the days that they cost on it, then as among all findings."""
    work = work_by_finding(analysis.decision)
    remedies = remedies_by_finding(analysis)
    cost = {one.id: _cost(work.get(one.id, ()), remedies.get(one.id, ())) for one in concerned}
    crosses = chosen is not None and bool(chosen.extracted)

    def rank(one: Finding) -> tuple[object, ...]:
        return one.severity.rank, -cost[one.id][1] if crosses else 0.0, one.rank

    ranked = sorted(concerned, key=rank)[:WORST]
    made = (_blocker(one, work.get(one.id, ()), remedies.get(one.id, ()), cost[one.id]) for one in ranked)
    worst = tuple(
        mine if mine.remedy else replace(mine, first=_changed_first(one, analysis.contracts))
        for one, mine in zip(ranked, made, strict=True)
    )
    return Blockers(
        worst, len(concerned), _chosen_by(chosen), chosen is not None and chosen.kind is not OptionKind.STAY
    )


def concerned_findings(analysis: Analysis, chosen: PlanOption | None) -> tuple[Finding, ...]:
    """Return the open findings that the chosen way meets.

    Where services leave, those whose parts come to lie in several processes. In a modular monolith, those about
    tables, classes, modules and circles: what only a network makes costly is left out. Staying meets none of them, so
    that all are shown: they speak against a cut.
    """
    is_met = _meets(chosen)
    return tuple(one for one in analysis.findings if one.status is not Status.ACCEPTED and is_met(one))


def blocking_findings(analysis: Analysis) -> tuple[Finding, ...]:
    """Return the open findings that stand in the way that was chosen; none where nothing is to be moved."""
    options = analysis.decision.options if analysis.decision else ()
    chosen = next((one for one in options if one.chosen and one.kind is not OptionKind.STAY), None)
    return concerned_findings(analysis, chosen) if chosen else ()


def _meets(chosen: PlanOption | None) -> Callable[[Finding], bool]:
    if chosen is not None and chosen.extracted:
        left = frozenset(chosen.extracted)
        return lambda one: len({name if name in left else "" for name in one.services}) > 1
    if chosen is not None and chosen.kind is OptionKind.MODULAR:
        return lambda one: isinstance(one, _WITHIN) and len(one.services) > 1
    return lambda one: len(one.services) > 1


def _chosen_by(chosen: PlanOption | None) -> str:
    if chosen is not None and chosen.extracted:
        return "between the processes of this way, by severity, then by the days that they cost on it"
    if chosen is not None and chosen.kind is OptionKind.MODULAR:
        return "about tables, classes, modules and circles, worst first; what only a network makes costly is left out"
    return "between services, worst first: what a cut would have to deal with"


def _cost(items: tuple[WorkItem, ...], remedies: tuple[Remedy, ...]) -> Days:
    if items or not remedies:
        return spent(items)
    return remedies[0].effort_low, remedies[0].effort_high


def _changed_first(one: Finding, contracts: tuple[Contract, ...]) -> str:
    """Name what must change first of the operations that a finding is about, as their contract says."""
    found: list[str] = []
    match one:
        case LiveObject():
            found = [way for each in _operations(contracts, (one.definition,)) for way in ways_to_change(each)]
        case CallInLoop() | ChattyEntryPoint():
            caller = one.caller if isinstance(one, CallInLoop) else one.definition
            asked = _operations(contracts, {part.name for part in one.callees})
            looped = (each for each in asked if any(by.in_loop and by.definition == caller for by in each.callers))
            found = [change.instead for each in looped for change in in_loops(each)]
        case _:
            pass
    said = [*dict.fromkeys(found)]
    return ", ".join(said[:_STATED]) + f" and {len(said) - _STATED} more" * (len(said) > _STATED)


def _operations(contracts: tuple[Contract, ...], names: Container[str]) -> Iterator[Operation]:
    for contract in contracts:
        yield from (one for one in contract.operations if any(name in names for name in one.definitions))


def _blocker(one: Finding, items: tuple[WorkItem, ...], remedies: tuple[Remedy, ...], cost: Days) -> Blocker:
    sites = [str(at) for item in items for at in item.sites] or [str(at) for at in one.evidence]
    chosen = next((item.remedy or _WORK.get(item.kind, item.kind.value) for item in items), "")
    remedy = chosen or (remedies[0].remedy.value if remedies else "")
    whole = whole_efforts(remedies).get((one.id, remedy)) if any(item.share for item in items) else None
    return Blocker(
        one.id,
        one.kind,
        one.severity.value,
        shortened(one.message, _SAID),
        next(iter(sites), ""),
        remedy,
        days_of_whole(cost, whole),
    )
