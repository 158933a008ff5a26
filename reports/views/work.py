"""Which work does a step come to, kind by kind, and what does its data step carry out?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.decision import WorkItem, WorkKind
from analyzer.model.plan import Remedy

WORK = {
    WorkKind.BOUNDARY: "Enforce the boundaries",
    WorkKind.MODULE: "Split modules",
    WorkKind.FACADE: "Offer interfaces",
    WorkKind.CALLS: "Turn calls round to the interfaces",
    WorkKind.CYCLE: "Open circles of calls",
    WorkKind.WRITE: "Stop writing tables of others",
    WorkKind.RESOURCE: "Part shared resources",
    WorkKind.INHERITANCE: "Part classes from their bases",
    WorkKind.PROCESS: "Start the process",
}
"""The kinds of work outside the data step, in their order, and how each is called."""
DATA = {
    WorkKind.TRANSACTION: "all transactions",
    WorkKind.DATA: "all tables of others",
    WorkKind.FOREIGN_KEY: "all foreign keys",
    WorkKind.TABLES: "all tables of its own",
}
"""The kinds of work of the data step, in their order, and how all of a kind are called."""
_ON_STEP = re.compile(r"step (\d+)(?:: )?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Work:
    """The items of one kind, and their sum in person-days."""

    title: str
    items: tuple[WorkItem, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DataWork:
    """An item of the data step, and the remedy that it carries out a share of, if it does."""

    item: WorkItem
    remedy: Remedy | None
    steps: tuple[str, ...] = ()
    """What has to be made; of the steps of the remedy those that concern the service that leaves."""

    @property
    def reason(self) -> str:
        """Why this is done."""
        return self.remedy.reason if self.remedy else self.item.reason

    @property
    def consistency(self) -> str:
        """What becomes of the guarantees of today."""
        return self.remedy.consistency if self.remedy else self.item.consistency

    @property
    def share(self) -> float:
        """How much of the remedy the step bears (0..1)."""
        return self.item.share or 1.0


@dataclass(frozen=True, slots=True)
class Precondition:
    """What must hold before a step; ``step`` is the number of the one that it names, or 0."""

    step: int
    text: str


class DataStep:
    """Tells of the items of data steps what remedy each carries out."""

    def __init__(self, analysis: Analysis) -> None:
        """Index the remedies, and who owns which table."""
        self._services = [one.name for one in analysis.services]
        self._owners = {one.table: one.owner for one in analysis.ownership}
        self._remedies = {(one.finding, str(one.remedy)): one for one in analysis.remedies}

    def of(self, items: Iterable[WorkItem], service: str) -> tuple[DataWork, ...]:
        """Choose the items of the data step of a service, in their order."""
        return tuple(self._data(one, service) for one in items if one.kind in DATA)

    def _data(self, item: WorkItem, service: str) -> DataWork:
        if item.making or item.consistency:  # what the step itself comes to, not a part of what a full split does
            return DataWork(item, None, item.making)
        remedy = next((self._remedies.get((one, item.remedy)) for one in item.findings), None)
        if remedy is None or item.kind is not WorkKind.DATA or item.share == 1:
            return DataWork(item, remedy, remedy.steps if remedy else ())
        owner = self._owners.get(remedy.finding.partition(":")[2], "")
        if owner == service:
            return DataWork(item, remedy, remedy.steps)
        others = [name for name in self._services if name not in (service, owner)]
        mine = tuple(one for one in remedy.steps if _names(one, (service,)) or not _names(one, others))
        return DataWork(item, remedy, mine)


def work_by_kind(items: Iterable[WorkItem]) -> Iterator[Work]:
    """Group the items outside the data step."""
    by_kind: dict[WorkKind, list[WorkItem]] = defaultdict(list)
    for one in items:
        by_kind[one.kind].append(one)
    for kind, title in WORK.items():
        if those := by_kind[kind]:
            low, high = effort_of(those)
            yield Work(title, tuple(those), low, high)


def effort_of(items: Iterable[WorkItem]) -> tuple[float, float]:
    """Sum the least and the most person-days of items."""
    days = [(one.effort_low, one.effort_high) for one in items]
    return round(sum(low for low, _ in days), 1), round(sum(high for _, high in days), 1)


def precondition(text: str) -> Precondition:
    """Read which step a precondition names."""
    found = _ON_STEP.fullmatch(text)
    return Precondition(int(found[1]), found[2]) if found else Precondition(0, text)


def after_words(names: Iterable[str]) -> str:
    """Say after which items one is done; one that stands for all of a kind is said by the heading of that kind."""
    kinds = {f"all {kind}": f"all of “{title}”" for kind, title in WORK.items()}
    kinds |= {f"all {kind}": said for kind, said in DATA.items()}
    return ", ".join(kinds.get(name, name) for name in names)


def _names(text: str, services: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in services)
