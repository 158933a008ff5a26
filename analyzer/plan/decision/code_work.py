"""What has to be done to the code when a service leaves: modules, interfaces, calls, resources, inheritance?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analyzer.model.code import CallEdge
from analyzer.model.code_findings import InheritanceAcross
from analyzer.model.contracts import Operation
from analyzer.model.decision import WorkItem, WorkKind
from analyzer.model.findings import Finding, SharedResources
from analyzer.model.location import Location
from analyzer.model.run_findings import CallCycle
from analyzer.plan.decision.crossings import Crossings
from analyzer.plan.decision.items import Items, Task, everything, listed
from analyzer.plan.recipe import plural


def facade(service: str) -> str:
    """Return the name of the item that makes the interface of a service."""
    return f"interface of {service}"


class CodeWork:
    """The items of one service that leaves, while some others are still there."""

    def __init__(self, crossings: Crossings, items: Items) -> None:
        """Index once what each service has a part in."""
        self._crossings = crossings
        self._items = items
        self._findings: dict[str, list[Finding]] = defaultdict(list)
        for one in crossings.grounds.findings:
            if isinstance(one, SharedResources | InheritanceAcross | CallCycle):
                for service in one.services:
                    self._findings[service].append(one)
        self._operations: dict[str, list[tuple[Operation, frozenset[str]]]] = defaultdict(list)
        for operation, callers in crossings.operations:
            for service in (operation.service, *sorted(callers)):
                self._operations[service].append((operation, callers))

    def items(self, service: str, there: frozenset[str]) -> Iterator[WorkItem]:
        """Yield what it takes to part a service from those that are still ``there``."""
        yield from self._modules(service, there)
        yield from self._interfaces(service, there)
        yield from self._calls(service, there)
        yield from self._of_findings(service, there)

    def _modules(self, service: str, there: frozenset[str]) -> Iterator[WorkItem]:
        for module, holders in self._crossings.modules:
            if service in holders and holders & there:
                part = next(one for one in module.parts if one.service == service)
                yield self._items.counted(
                    Task(
                        WorkKind.MODULE,
                        f"split {module.module}",
                        f"move {plural(part.definitions, 'definition')} of {service} ({plural(part.lines, 'line')}) "
                        f"out of {module.module} into a module of their own",
                        sites=tuple(Location(module.path, first) for first, _ in part.ranges),
                        findings=(f"module-to-split:{module.module}",),
                    ),
                    {"module split": 1},
                )

    def _interfaces(self, service: str, there: frozenset[str]) -> Iterator[WorkItem]:
        """Yield an item for each provider; an operation that was needed before is there already."""
        wanted: dict[str, list[Operation]] = defaultdict(list)
        for operation, callers in self._operations[service]:
            if _is_first((operation.service, *callers), service, there):
                wanted[operation.service].append(operation)
        for provider in sorted(wanted, key=lambda name: (name != service, name)):
            offered = wanted[provider]
            yield self._items.counted(
                Task(
                    WorkKind.FACADE,
                    facade(provider),
                    f"offer {plural(len(offered), 'operation')}: {listed(one.name for one in offered)}",
                    after=(everything(WorkKind.MODULE),) if provider == service else (),
                    sites=tuple(one.at for one in offered),
                ),
                {"operation": len(offered)},
            )

    def _calls(self, service: str, there: frozenset[str]) -> Iterator[WorkItem]:
        for other in self._crossings.neighbours(service):
            if other not in there:
                continue
            for source, target in ((other, service), (service, other)):
                calls = self._crossings.calls.get((source, target), ())
                if calls:
                    yield self._asking(source, target, list(calls))

    def _asking(self, source: str, target: str, calls: list[CallEdge]) -> WorkItem:
        callers = {one.caller for one in calls}
        loops = {(one.caller, one.callee) for one in calls if one.in_loop}
        told = f", {plural(len(loops), 'call')} in a loop as one request each" if loops else ""
        return self._items.counted(
            Task(
                WorkKind.CALLS,
                f"calls from {source} to {target}",
                f"ask {target} through its interface in {plural(len(callers), 'definition')} of {source}{told}",
                after=(facade(target),),
                sites=tuple(Location(one.path, one.line) for one in calls),
            ),
            {"call site": len(callers), "batch call": len(loops)},
        )

    def _of_findings(self, service: str, there: frozenset[str]) -> Iterator[WorkItem]:
        for one in self._findings[service]:
            if not there.intersection(one.services):
                continue
            others = listed(set(one.services) - {service})
            if isinstance(one, CallCycle):
                if _is_first(one.services, service, there):
                    yield self._items.circle(one)
            elif isinstance(one, InheritanceAcross):
                about = f"part {one.definition} from classes of {others}"
                task = Task(WorkKind.INHERITANCE, f"class {one.definition}", about)
                yield self._items.finding(one, task, "inheritance")
            else:
                what = one.kind.removeprefix("shared-")
                about = f"give {service} a {what} of its own, or ask its owner"
                task = Task(WorkKind.RESOURCE, f"{what} {one.subject}", about)
                yield self._items.finding(one, task, "shared resource")


def _is_first(services: Iterable[str], service: str, there: frozenset[str]) -> bool:
    """True where all the others are still there."""
    return set(services) - {service} <= there
