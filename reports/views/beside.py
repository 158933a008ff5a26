"""Who comes to a service besides those that ask it: the shared kernel, and services that call and ask nothing of it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzer.model.analysis import Analysis
from analyzer.model.location import Location
from analyzer.model.run_findings import BlastRadius
from analyzer.model.services import KERNEL
from reports.views.rich import Line, counted, place, places, service, soft, text

NAMED = 6


@dataclass(slots=True)
class Beside:
    """The calls of a service in the shared kernel, and those of services that its contract does not name.

    In the kernel those of definitions come before those that modules make when they are imported.

    ``lost`` counts the entry points of others that stop when the service is down, ``losing`` their services.
    """

    kernel: list[Location] = field(default_factory=list)
    callers: dict[str, list[Location]] = field(default_factory=dict)
    lost: int = 0
    losing: int = 0


def besides(analysis: Analysis) -> dict[str, Beside]:
    """Return by service who comes to it and is counted among neither the calls between services nor the consumers.

    What is reached through a wrapper is no call.
    """
    service_of = {one.name: one.service for one in analysis.modules}
    service_of |= {one.name: one.service for one in analysis.definitions}
    asking = _asking(analysis)
    modules = {one.name for one in analysis.modules}
    kernel: defaultdict[str, set[tuple[bool, Location]]] = defaultdict(set)
    called: defaultdict[str, defaultdict[str, set[Location]]] = defaultdict(lambda: defaultdict(set))
    for one in analysis.calls:
        source, target = service_of.get(one.caller, ""), service_of.get(one.callee, "")
        if one.through or source in ("", target) or target in ("", KERNEL):
            continue
        if source == KERNEL:
            kernel[target].add((one.caller in modules, Location(one.path, one.line)))
        elif source not in asking.get(target, ()):
            called[target][source].add(Location(one.path, one.line))
    lost = {one.service: one.lost for one in analysis.findings if isinstance(one, BlastRadius)}
    return {
        name: Beside(
            list(dict.fromkeys(at for _, at in sorted(kernel[name]))),
            {other: sorted(found) for other, found in sorted(called[name].items())},
            sum(number for _, number, _ in lost.get(name, ())),
            len(lost.get(name, ())),
        )
        for name in sorted({*kernel, *called})
    }


def kernel_line(one: Beside | None) -> Line:
    """Say where the shared kernel calls a service, and who waits for it; nothing where it does not."""
    if one is None or not one.kernel:
        return ()
    waiting = f"; when it is down, {_entry_points(one)} stop working" if one.lost else ""
    return (
        text("the shared kernel, of which each service has a copy, calls it:"),
        *places(one.kernel, 1),
        *((text(waiting),) * bool(waiting)),
    )


def callers_line(one: Beside | None) -> Line:
    """Name the services that call a service and ask nothing of it; nothing where there are none."""
    if one is None or not one.callers:
        return ()
    shown = list(one.callers.items())[:NAMED]
    left = len(one.callers) - len(shown)
    named = [
        fragment
        for number, (name, at) in enumerate(shown)
        for fragment in (*((text(", "),) * bool(number)), service(name), text(" "), place(at[0]))
    ]
    more = (soft(f" and {left:,} more"),) if left else ()
    return (
        text("Called, and asked for nothing (objects are made, shown or read, code is inherited or copied), by "),
        *named,
        *more,
    )


def _entry_points(one: Beside) -> str:
    return f"{counted(one.lost, 'entry point')} of {counted(one.losing, 'other service')}"


def _asking(analysis: Analysis) -> Mapping[str, set[str]]:
    return {
        contract.service: {caller.service for one in contract.operations for caller in one.callers}
        for contract in analysis.contracts
    }
