"""What does the roadmap say of one step: why now, what must hold, the work, the way back, the figures after it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.model.analysis import Analysis
from analyzer.model.decision import CutFigures, Step, WorkItem, WorkKind
from reports.views.bare_imports import bare_imports
from reports.views.days import days, days_of_whole
from reports.views.plan_figures import FIGURES
from reports.views.remedies import sentence
from reports.views.work import (
    WORK,
    DataStep,
    DataWork,
    Precondition,
    Work,
    after_words,
    effort_of,
    precondition,
    work_by_kind,
)

SHOWN, SHOWN_OF_MANY = (12, 16), (2, 8)
"""Items of one kind, and of the data step, that a card shows, and that it shows of a step of more than ``MANY``."""
MANY = 40
PLACES, FINDINGS = 2, 3
LAST = WORK[WorkKind.PROCESS]
"""The kind of work that comes after the data step."""


@dataclass(frozen=True, slots=True)
class After:
    """A figure of the system after a step, and by how much the step changes it."""

    title: str
    number: int
    more: int


@dataclass(frozen=True, slots=True)
class Task:
    """An item of work; ``finding`` is the one that it answers, ``findings`` several, of which ``others`` are not named.

    ``more`` counts the places beyond those shown.
    """

    name: str
    about: str
    finding: str
    findings: tuple[str, ...]
    others: int
    after: str
    places: tuple[str, ...]
    more: int
    days: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """The items of one kind of work; ``share`` is that of the most days of the step (0..1)."""

    title: str
    number: int
    days: str
    share: float
    shown: tuple[Task, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.shown)


@dataclass(frozen=True, slots=True)
class DataTask:
    """An item of the data step, and what its remedy says; ``part`` is how much of the remedy the step bears (0..1)."""

    task: Task
    reason: str
    making: tuple[str, ...]
    consistency: str
    part: float
    counted: str = ""
    """What its days are the sum of, where that is not the whole remedy of a finding."""


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step; ``owners`` are the teams of the service that leaves, ``others`` those whose code must change besides."""

    step: Step
    days: str
    figures: tuple[After, ...]
    reasons: tuple[str, ...]
    preconditions: tuple[Precondition, ...]
    owners: tuple[str, ...]
    others: tuple[str, ...]
    work: tuple[Tasks, ...]
    """The work before the data step, kind by kind."""
    data: tuple[DataTask, ...]
    data_number: int
    """How many items the data step has, with those that are not shown."""
    data_days: str
    data_share: float
    last: tuple[Tasks, ...]
    """The work after the data step."""
    bare: tuple[str, ...] = ()
    """The places of imports across the border of what leaves with no call between the two modules: no item has them."""

    @property
    def more_data(self) -> int:
        """How many items of the data step are not shown."""
        return self.data_number - len(self.data)

    @property
    def name(self) -> str:
        """The number of the step, for its deep link."""
        return str(self.step.number)


class StepCards:
    """Makes the cards of steps."""

    def __init__(self, analysis: Analysis) -> None:
        """Index once what a card refers to."""
        self._data = DataStep(analysis)
        self._findings = frozenset(one.id for one in analysis.findings)
        self._services = {one.path: one.service for one in analysis.modules}
        self._bare = bare_imports(analysis)
        self._teams = {one.service: tuple(share.team for share in one.teams) for one in analysis.teams}

    def of(self, step: Step, before: CutFigures) -> StepCard:
        """Collect what a card says; ``before`` are the figures before the step."""
        data = self._data.of(step.items, step.service)
        work = tuple(work_by_kind(step.items))
        parted, (_, most) = effort_of(one.item for one in data), effort_of(step.items)
        each, of_data = SHOWN if len(step.items) <= MANY else SHOWN_OF_MANY
        owners = self._teams.get(step.service, ()) if step.service else ()
        return StepCard(
            step,
            days(step.effort_low, step.effort_high),
            tuple(_after(before, step)),
            tuple(step.reason.split("; ")),
            tuple(map(precondition, step.preconditions)),
            owners,
            self._others(step, owners),
            tuple(self._tasks(one, most, each) for one in work if one.title != LAST),
            tuple(map(self._data_task, data[:of_data])),
            len(data),
            days(*parted),
            parted[1] / most if most else 0.0,
            tuple(self._tasks(one, most, each) for one in work if one.title == LAST),
            self._bare.get(step.service, ()) if step.service else (),
        )

    def _others(self, step: Step, owners: Sequence[str]) -> tuple[str, ...]:
        places = (site.path for item in step.items for site in item.sites)
        services = {self._services.get(path, "") for path in places}
        teams = {team for service in services for team in self._teams.get(service, ())}
        return tuple(sorted(teams - set(owners)))

    def _tasks(self, one: Work, most: float, shown: int) -> Tasks:
        share = one.high / most if most else 0.0
        first = tuple(map(self._task, one.items[:shown]))
        return Tasks(one.title, len(one.items), days(one.low, one.high), share, first)

    def _task(self, one: WorkItem) -> Task:
        known = [name for name in one.findings if name in self._findings]
        single = known[0] if len(known) == 1 else ""
        places = tuple(dict.fromkeys(map(str, one.sites)))
        return Task(
            one.name,
            one.about,
            single,
            () if single else tuple(known[:FINDINGS]),
            0 if single else max(0, len(known) - FINDINGS),
            after_words(one.preconditions),
            places[:PLACES],
            max(0, len(places) - PLACES),
            days(one.effort_low, one.effort_high),
        )

    def _data_task(self, one: DataWork) -> DataTask:
        task, own, remedy = self._task(one.item), (one.item.effort_low, one.item.effort_high), one.remedy
        if remedy is not None and one.share < 1:
            task = replace(task, days=days_of_whole(own, (remedy.effort_low, remedy.effort_high)))
        reason = f"{sentence(one.reason.rstrip('.'))}." if one.reason else ""
        counted = ", ".join(f"{number} × {name}" for name, number in one.item.counted if one.item.remedy)
        return DataTask(task, reason, one.steps, one.consistency, one.share, counted)


def _after(before: CutFigures, step: Step) -> Iterator[After]:
    """Yield the figures of a step; where nothing leaves, those that it has, which lie inside one process."""
    for field, title, _ in FIGURES:
        number: int = getattr(step.after, field)
        if step.service:
            yield After(title, number, number - getattr(before, field))
        elif number:
            yield After(f"{title}, in one process", number, 0)
