"""Which steps lead to an option, what is to be done in each, and what are the figures after it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analyzer.model.decision import OptionKind, Readiness, Step, WorkItem, WorkKind
from analyzer.plan.decision.code_work import CodeWork, facade
from analyzer.plan.decision.crossings import Crossings
from analyzer.plan.decision.data_work import DataWork
from analyzer.plan.decision.figures import Figures
from analyzer.plan.decision.items import Items, Task, everything, within_step
from analyzer.plan.decision.monolith_work import MonolithWork
from analyzer.plan.effort import Effort
from analyzer.plan.recipe import percent, plural

WHOLE = ""
"""Stands for the service in a step about the monolith as a whole."""
_ORDER = {kind: number for number, kind in enumerate(WorkKind)}
_DONE = (WorkKind.MODULE, WorkKind.CYCLE)
"""What a modular monolith has behind it when a service leaves it."""


class Steps:
    """Makes the steps of any order of leaving."""

    def __init__(self, crossings: Crossings, items: Items, figures: Figures, ranked: Sequence[Readiness]) -> None:
        """Take what crosses, what it costs, and how ready each service is."""
        self._crossings = crossings
        self._items = items
        self._figures = figures
        self._readiness = {one.service: one for one in ranked}
        self._edges = sum(one.total for one in crossings.edges.values())
        self._whole = MonolithWork(crossings, items)
        self._code = CodeWork(crossings, items)
        self._data = DataWork(crossings, items)

    def to(self, kind: OptionKind, leaving: Sequence[str]) -> tuple[Step, ...]:
        """Return the steps to an option; ``leaving`` are the services that leave, first to last.

        Of the modular monolith they are those that could leave after it, in optional steps.
        """
        if kind is OptionKind.STAY:
            return ()
        left = (self._extraction(kind, leaving, place) for place in range(len(leaving)))
        return (self._first(kind), *left)

    def effort(self, kind: OptionKind, leaving: Sequence[str]) -> Effort:
        """Return the person-days of the steps to an option, without the optional ones."""
        if kind is OptionKind.STAY:
            return Effort(0.0, 0.0)
        items = list(self._whole.items(kind))
        if kind is not OptionKind.MODULAR:
            items += (item for place in range(len(leaving)) for item in self._extraction_items(kind, leaving, place))
        return _total(items)

    def _first(self, kind: OptionKind) -> Step:
        items = tuple(within_step(list(self._whole.items(kind))))
        days = _total(items)
        is_modular = kind is OptionKind.MODULAR
        return Step(
            number=1,
            service=WHOLE,
            title="Make it a modular monolith" if is_modular else "Enforce the boundaries inside the monolith",
            reason="the services become modules that ask each other through interfaces, in one process"
            if is_modular
            else "no new edge between services comes up while they are parted; today's edges are the baseline",
            preconditions=(),
            items=items,
            rollback="Nothing has moved: take the check of the boundaries out, and each item back on its own.",
            effort_low=days.low,
            effort_high=days.high,
            after=self._figures.modular() if is_modular else self._figures.when_left(()),
        )

    def _extraction(self, kind: OptionKind, leaving: Sequence[str], place: int) -> Step:
        service, before = leaving[place], frozenset(leaving[:place])
        items = tuple(self._extraction_items(kind, leaving, place))
        days = _total(items)
        return Step(
            number=place + 2,
            service=service,
            title=f"Extract {service}",
            reason=self._reason(service),
            preconditions=tuple(self._preconditions(service, leaving, place)),
            items=items,
            rollback=_rollback(service, len(self._crossings.services[service].tables)),
            effort_low=days.low,
            effort_high=days.high,
            after=self._figures.when_left({*before, service}),
            optional=kind is OptionKind.MODULAR,
        )

    def _extraction_items(self, kind: OptionKind, leaving: Sequence[str], place: int) -> list[WorkItem]:
        service = leaving[place]
        there = frozenset(self._crossings.services) - frozenset(leaving[: place + 1])
        found = [
            *self._code.items(service, there),
            *self._data.items(service, there),
            self._items.counted(
                Task(
                    WorkKind.PROCESS,
                    f"process of {service}",
                    f"start {service} as a process of its own: build, deployment, secrets, monitoring, on-call",
                    after=(facade(service), everything(WorkKind.CALLS), everything(WorkKind.RESOURCE)),
                ),
                {"service": 1},
            ),
            self._items.counted(
                Task(
                    WorkKind.ROLLBACK,
                    "way back",
                    _rollback(service, len(self._crossings.services[service].tables)),
                    after=(f"process of {service}",),
                ),
                {},
            ),
        ]
        wanted = (one for one in found if kind is not OptionKind.MODULAR or one.kind not in _DONE)
        return within_step(sorted(wanted, key=lambda one: _ORDER[one.kind]))

    def _reason(self, service: str) -> str:
        one = self._readiness[service]
        grounds = self._crossings.grounds
        calling, called = grounds.callers_of(service), sum(source == service for source, _ in self._crossings.calls)
        kernel = ", by the shared kernel" if grounds.calls_of_kernel.get(service) else ""
        told = [
            f"{plural(one.edges, 'edge')} to break, {percent(one.share)} of the {self._edges} between services",
            f"it is called by {plural(len(calling), 'service')}{kernel} and calls {called or 'nobody'}",
            f"it keeps {plural(len(self._crossings.services[service].tables), 'table')}",
            f"{plural(one.operations, 'operation')} for others",
        ]
        if one.transactions:
            told.append(f"{plural(one.transactions, 'transaction')} of several services must be taken apart")
        if one.changes:
            told.append(f"{one.alone} of the {plural(one.changes, 'commit')} that touched it touched no other service")
        if one.stability < 1:
            told.append(f"{percent(one.stability)} stable")
        return "; ".join(told)

    def _preconditions(self, service: str, leaving: Sequence[str], place: int) -> Iterator[str]:
        yield "step 1"
        for number, other in enumerate(leaving[:place]):
            if (service, other) in self._crossings.calls:
                yield f"step {number + 2}: it asks {other}"
        there = frozenset(self._crossings.services) - frozenset(leaving[: place + 1])
        for finding in self._data.merging(service, there):
            yield f"decide against merging, which is the better remedy of {finding}"


def _rollback(service: str, tables: int) -> str:
    """Return how to come back while the old path is still there."""
    if not tables:
        return f"Keep the code of {service} in the monolith behind its interface, and switch the interface back."
    return (
        f"Keep the code of {service} in the monolith behind its interface, and its {plural(tables, 'table')} in the "
        "old database until both have agreed through a full business cycle; to go back, switch the interface, and "
        "copy the rows that were changed since."
    )


def _total(items: Iterable[WorkItem]) -> Effort:
    days = [(one.effort_low, one.effort_high) for one in items]
    return Effort(round(sum((low for low, _ in days), 0.0), 1), round(sum((high for _, high in days), 0.0), 1))
