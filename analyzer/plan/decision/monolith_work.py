"""What has to be done to the monolith as a whole, before anything leaves it or instead?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.model.code_findings import SplitModule
from analyzer.model.decision import OptionKind, WorkItem, WorkKind
from analyzer.model.run_findings import CallCycle
from analyzer.plan.decision.code_work import facade
from analyzer.plan.decision.crossings import Crossings
from analyzer.plan.decision.items import Items, Task, everything, listed
from analyzer.plan.recipe import definitions, places, plural

BOUNDARIES = "boundaries"


class MonolithWork:
    """The items of the first step."""

    def __init__(self, crossings: Crossings, items: Items) -> None:
        """Take what crosses between services, and what work costs."""
        self._crossings = crossings
        self._items = items

    def items(self, kind: OptionKind) -> Iterator[WorkItem]:
        """Yield the first step to an option: to enforce the borders, and for a modular monolith to clean them."""
        yield self._items.counted(
            Task(
                WorkKind.BOUNDARY,
                BOUNDARIES,
                "check the imports between services in every change, by the exported configuration; today's are its "
                "baseline",
            ),
            {"boundaries enforced": 1},
        )
        if kind is OptionKind.MODULAR:
            yield from self._modules()
            yield from self._interfaces()
            for finding in self._crossings.grounds.findings:
                if isinstance(finding, CallCycle):
                    yield self._items.circle(finding)
            yield from self._writes()

    def _modules(self) -> Iterator[WorkItem]:
        for finding in self._crossings.grounds.findings:
            if isinstance(finding, SplitModule):
                services = [part.service for part in finding.parts if part.service in self._crossings.services]
                yield self._items.counted(
                    Task(
                        WorkKind.MODULE,
                        f"split {finding.subject}",
                        f"deal out {finding.subject} to {listed(services)}",
                        after=(BOUNDARIES,),
                        sites=finding.evidence,
                        findings=(finding.id,),
                    ),
                    {"module split": len(services) - 1},
                )

    def _interfaces(self) -> Iterator[WorkItem]:
        for service in sorted(self._crossings.services):
            offered = [one for one, _ in self._crossings.operations if one.service == service]
            if offered:
                yield self._items.counted(
                    Task(
                        WorkKind.FACADE,
                        facade(service),
                        f"offer {plural(len(offered), 'operation')} as functions: "
                        f"{listed(one.name for one in offered)}",
                        after=(everything(WorkKind.MODULE),),
                        sites=tuple(one.at for one in offered),
                    ),
                    {"interface": len(offered)},
                )

    def _writes(self) -> Iterator[WorkItem]:
        for (source, owner), accesses in sorted(self._crossings.accesses.items()):
            writes = [one for one in accesses if one.operation.writes]
            if writes:
                yield self._items.counted(
                    Task(
                        WorkKind.WRITE,
                        f"writes from {source} to tables of {owner}",
                        f"let {owner} write {listed(one.table for one in writes)} where {source} does so today",
                        after=(facade(owner),),
                        sites=places(writes),
                    ),
                    {"call site": len(definitions(writes))},
                )
