"""How is work put down as an item, and what does it cost?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from analyzer.model.decision import WorkItem, WorkKind
from analyzer.model.findings import Finding
from analyzer.model.location import Location
from analyzer.model.plan import Coefficient, Remedy, RemedyKind
from analyzer.model.run_findings import CallCycle
from analyzer.plan.effort import effort

SHOWN = 5  # names in a sentence
_DIGITS = 4


class Items:
    """Makes items by one table of coefficients and the remedies of the findings."""

    def __init__(self, remedies: Iterable[Remedy], table: tuple[Coefficient, ...]) -> None:
        """Take the remedies, of each finding the recommended one first, and what counted things cost."""
        self._table = table
        self._remedies: dict[str, list[Remedy]] = {}
        for one in remedies:
            self._remedies.setdefault(one.finding, []).append(one)

    def counted(  # noqa: PLR0913  # what an item says
        self,
        kind: WorkKind,
        name: str,
        about: str,
        counted: Mapping[str, int],
        *,
        after: Iterable[str] = (),
        sites: Iterable[Location] = (),
        findings: tuple[str, ...] = (),
    ) -> WorkItem:
        """Return an item that costs what is counted."""
        days = effort(counted, self._table)
        return WorkItem(
            name=name,
            kind=kind,
            about=about,
            preconditions=tuple(after),
            sites=tuple(sorted(set(sites))),
            effort_low=days.low,
            effort_high=days.high,
            findings=findings,
            counted=tuple((what, number) for what, number in counted.items() if number),
        )

    def finding(self, finding: Finding, kind: WorkKind, name: str, about: str, coefficient: str) -> WorkItem:
        """Return an item that answers one finding; ``coefficient`` says what that costs."""
        told = f"{about}: {finding.message}"
        return self.counted(kind, name, told, {coefficient: 1}, sites=finding.evidence, findings=(finding.id,))

    def circle(self, finding: CallCycle) -> WorkItem:
        """Return the item that opens a circle of calls."""
        about = f"open the circle of calls between {listed(finding.services)}"
        return self.finding(finding, WorkKind.CYCLE, f"circle {finding.subject}", about, "cycle")

    def shared(  # noqa: PLR0913  # what an item says
        self,
        kind: WorkKind,
        name: str,
        about: str,
        remedy: Remedy,
        share: float,
        *,
        after: Iterable[str] = (),
        sites: Iterable[Location] = (),
    ) -> WorkItem:
        """Return an item that costs a share of what the remedy of a finding costs."""
        exact = round(share, _DIGITS)
        return WorkItem(
            name=name,
            kind=kind,
            about=about,
            preconditions=tuple(after),
            sites=tuple(sorted(set(sites))),
            effort_low=round(exact * remedy.effort_low, 1),
            effort_high=round(exact * remedy.effort_high, 1),
            findings=(remedy.finding,),
            remedy=remedy.remedy,
            share=exact,
        )

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
        msgspec.structs.replace(one, preconditions=tuple(before for before in one.preconditions if before in names))
        for one in items
    ]


def listed(names: Iterable[str]) -> str:
    """Return names in a row, the first few: ``a, b, c and 4 more``."""
    ordered = sorted(set(names))
    more = f" and {len(ordered) - SHOWN} more" if len(ordered) > SHOWN else ""
    return ", ".join(ordered[:SHOWN]) + more
