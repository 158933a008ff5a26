"""Does one request make many small calls across borders before it is answered?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.findings.evidence import Evidence
from analyzer.findings.meant import meant_together, written
from analyzer.findings.reach import Crossing, Entry
from analyzer.findings.severity import Circumstance, severity
from analyzer.model.code import Certainty
from analyzer.model.finding import Part
from analyzer.model.location import Location
from analyzer.model.run_findings import ChattyEntryPoint

MANY = 12
"""From how many operations on an entry point is chatty; one that is called in a loop counts ``IN_LOOP`` times.

Of what is known of five web applications and servers, cut into candidate services, half of the entry points use three
operations of other services or fewer and nine in ten fewer than ten; from twelve on one request does the work of many.
"""
IN_LOOP = 2


class _Request(msgspec.Struct, frozen=True):
    entry: Entry
    crossings: tuple[Crossing, ...]
    callees: frozenset[str]
    operations: int
    repeated: int

    @property
    def weight(self) -> int:
        return self.operations + (IN_LOOP - 1) * self.repeated


def check(evidence: Evidence) -> Iterator[ChattyEntryPoint]:
    """Yield one finding per entry point that uses many operations of other services.

    The definitions that one call may stand for count as one operation.
    Those that use nothing beyond what another one uses are counted with it.
    """
    requests = (_of(evidence, entry) for entry in evidence.reach.entries if entry.answers)
    chatty = [request for request in requests if request.weight >= MANY]
    chatty.sort(key=lambda one: (-len(one.callees), -one.weight, -len(one.crossings), one.entry.definition))
    kept: dict[str, list[tuple[_Request, list[_Request]]]] = {}
    for request in chatty:
        wider = kept.setdefault(min(request.callees), [])
        others = next((others for one, others in wider if request.callees <= one.callees), None)
        if others is None:
            group: list[_Request] = []
            for callee in request.callees:
                kept.setdefault(callee, []).append((request, group))
        else:
            others.append(request)
    for callee, groups in kept.items():
        for request, others in groups:
            if callee == min(request.callees):
                yield _finding(request, len(others), evidence)


def _of(evidence: Evidence, entry: Entry) -> _Request:
    crossings = tuple(evidence.reach.crossings(entry))
    groups = meant_together(one.call for one in crossings)
    looped = {one.call.callee for one in crossings if one.repeated}
    repeated = sum(not looped.isdisjoint(group) for group in groups)
    return _Request(entry, crossings, frozenset(one.call.callee for one in crossings), len(groups), repeated)


def _finding(request: _Request, others: int, evidence: Evidence) -> ChattyEntryPoint:
    entry, crossings = request.entry, request.crossings
    targets = sorted({one.target for one in crossings})
    places = {Location(one.call.path, one.call.line) for one in crossings}
    calls = len({written(one.call) for one in crossings})
    looped = f", {request.repeated} of them in loops" if request.repeated else ""
    need = "needs" if others == 1 else "need"
    alike = f" {_counted(others, 'more entry point')} of {entry.service} {need} a part of these." if others else ""
    return ChattyEntryPoint(
        subject=entry.definition,
        severity=severity("chatty-entry-point", [Circumstance.LOOP] if request.repeated else []),
        certainty=Certainty.TYPED,
        services=tuple(sorted({entry.service, *targets})),
        message=f"To answer, {entry.definition} of {entry.service} makes up to {calls} calls to "
        f"{_counted(request.operations, 'operation')} of {', '.join(targets)}{looped}.{alike}",
        evidence=tuple(sorted(places)),
        definition=entry.definition,
        names=entry.names,
        calls=calls,
        callees=tuple(Part(name, evidence.reach.service(name)) for name in sorted(request.callees)),
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
