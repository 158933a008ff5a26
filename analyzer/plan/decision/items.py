"""How is work put down as an item, and what does it cost?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from analyzer.model.decision import WorkItem, WorkKind
from analyzer.model.findings import Finding
from analyzer.model.location import Location
from analyzer.model.plan import Coefficient, Remedy, RemedyKind
from analyzer.model.run_findings import CallCycle
from analyzer.plan.effort import Effort, effort
from analyzer.plan.wishes import Wishes

SHOWN = 5  # names in a sentence
_DIGITS = 4


class Task(msgspec.Struct, frozen=True):
    """What an item says of itself, before anybody knows what it costs.

    It is done ``after`` other items of the same step; ``sites`` come as they are found.
    """

    kind: WorkKind
    name: str
    about: str
    after: tuple[str, ...] = ()
    sites: tuple[Location, ...] = ()
    findings: tuple[str, ...] = ()

    def item(self, days: Effort) -> WorkItem:
        """Return the item, its sites once each and sorted."""
        return WorkItem(
            name=self.name,
            kind=self.kind,
            about=self.about,
            preconditions=self.after,
            sites=tuple(sorted(set(self.sites))),
            effort_low=days.low,
            effort_high=days.high,
            findings=self.findings,
        )


class Items:
    """Makes items by one table of coefficients and the remedies of the findings."""

    def __init__(self, remedies: Iterable[Remedy], table: tuple[Coefficient, ...], wishes: Wishes) -> None:
        """Take the remedies, of each finding the recommended one first, what counted things cost, and the wishes."""
        self.wishes = wishes
        self._table = table
        self._remedies: dict[str, list[Remedy]] = {}
        for one in remedies:
            self._remedies.setdefault(one.finding, []).append(one)

    def counted(self, task: Task, counted: Mapping[str, int]) -> WorkItem:
        """Return an item that costs what is counted."""
        item = task.item(effort(counted, self._table))
        return replace(item, counted=tuple((what, number) for what, number in counted.items() if number))

    def shared(self, task: Task, remedy: Remedy, share: float) -> WorkItem:
        """Return an item that costs a share of what the remedy of a finding costs."""
        exact = round(share, _DIGITS)
        days = Effort(round(exact * remedy.effort_low, 1), round(exact * remedy.effort_high, 1))
        return replace(task.item(days), findings=(remedy.finding,), remedy=remedy.remedy, share=exact)

    def finding(self, finding: Finding, task: Task, coefficient: str) -> WorkItem:
        """Return an item that answers one finding; ``coefficient`` says what that costs."""
        said = f"{task.about}: {finding.message}"
        return self.counted(replace(task, about=said, sites=finding.evidence, findings=(finding.id,)), {coefficient: 1})

    def circle(self, finding: CallCycle) -> WorkItem:
        """Return the item that opens a circle of calls."""
        about = f"open the circle of calls between {listed(finding.services)}"
        return self.finding(finding, Task(WorkKind.CYCLE, f"circle {finding.subject}", about), "cycle")

    def remedy_of(self, finding: str) -> Remedy | None:
        """Return the remedy that a step carries out: the recommended one, or the next where that is to merge."""
        offered = self._remedies.get(finding, [])
        return next((one for one in offered if one.remedy is not RemedyKind.MERGE_SERVICES), None)

    def is_merging_better(self, finding: str) -> bool:
        """True where merging the services is what is recommended."""
        offered = self._remedies.get(finding, [])
        return bool(offered) and offered[0].remedy is RemedyKind.MERGE_SERVICES


def everything(kind: WorkKind) -> str:
    """Return the precondition that all items of a kind in the same step are done."""
    return f"all {kind}"


def within_step(items: list[WorkItem]) -> list[WorkItem]:
    """Return the items of one step without the preconditions that name nothing in it: what is there already."""
    names = {one.name for one in items} | {everything(one.kind) for one in items}
    return [
        replace(one, preconditions=tuple(before for before in one.preconditions if before in names)) for one in items
    ]


def listed(names: Iterable[str]) -> str:
    """Return names in a row, the first few: ``a, b, c and 4 more``."""
    ordered = sorted(set(names))
    more = f" and {len(ordered) - SHOWN} more" if len(ordered) > SHOWN else ""
    return ", ".join(ordered[:SHOWN]) + more
