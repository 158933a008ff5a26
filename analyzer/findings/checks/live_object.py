"""Does a definition take or give what cannot leave the process, while another service calls it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analyzer.findings.across import CallAcross
from analyzer.findings.certainty import of_calls
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import listed
from analyzer.model.entry_points import EntryKind
from analyzer.model.finding import Part
from analyzer.model.live_values import LiveKind, LiveRole, LiveValue
from analyzer.model.location import Location
from analyzer.model.run_findings import LiveObject

_WORDS = {
    LiveKind.ENTITY: "a mapped object",
    LiveKind.QUERY: "a query",
    LiveKind.SESSION: "a session",
    LiveKind.CONNECTION: "a connection",
    LiveKind.FILE: "an open file",
    LiveKind.LOCK: "a lock",
    LiveKind.THREAD: "a thread",
    LiveKind.FUTURE: "something still being done",
    LiveKind.QUEUE: "a queue in memory",
    LiveKind.SOCKET: "a socket",
    LiveKind.GENERATOR: "a generator",
    LiveKind.CONTEXT: "a context manager",
    LiveKind.CALLABLE: "a callable",
}
_HELD_OPEN = (LiveKind.SESSION, LiveKind.CONNECTION)


def check(evidence: Evidence) -> Iterator[LiveObject]:
    """Yield one finding per definition that another service calls and that takes or returns a live object.

    Handlers of signals take what the framework hands them, and are told by what they do. What a wrapper opens and puts
    before the arguments of the call, no caller hands over.
    """
    handlers = {one.definition for one in evidence.facts.entry_points if one.kind is EntryKind.SIGNAL}
    values: dict[str, list[LiveValue]] = defaultdict(list)
    for value in evidence.facts.live_values:
        if value.definition not in handlers:
            values[value.definition].append(value)
    calls: dict[str, list[CallAcross]] = defaultdict(list)
    for one in evidence.requests:
        if one.call.callee in values:
            calls[one.call.callee].append(one)
    begins = {one.name: Location(one.path, one.line) for one in evidence.facts.definitions if one.name in calls}
    for definition, asking in sorted(calls.items()):
        handed = values[definition]
        if all(one.call.through for one in asking):
            handed = [one for one in handed if one.role is not LiveRole.PARAMETER or one.what not in _HELD_OPEN]
        if handed:
            yield _finding(definition, begins[definition], handed, asking)


def _finding(definition: str, begins: Location, values: list[LiveValue], calls: list[CallAcross]) -> LiveObject:
    owner = calls[0].target
    asking = sorted({one.source for one in calls})
    surest = min((value.certainty for value in values), key=lambda one: one.rank)
    return LiveObject(
        subject=definition,
        severity=severity("live-object", [Circumstance.TRANSACTION for one in values if one.what in _HELD_OPEN]),
        certainty=max(surest, of_calls((one.source, one.call) for one in calls), key=lambda one: one.rank),
        services=tuple(sorted((owner, *asking))),
        message=f"{definition} of {owner}, which {listed(asking)} call{'s' if len(asking) == 1 else ''}, "
        f"{_told(values)}: that cannot leave its process.",
        evidence=tuple(sorted({begins, *(Location(one.call.path, one.call.line) for one in calls)})),
        definition=definition,
        values=tuple(sorted(values)),
        callers=tuple(sorted({Part(one.call.caller, one.source) for one in calls})),
    )


def _told(values: list[LiveValue]) -> str:
    parts = []
    for role, verb in ((LiveRole.PARAMETER, "takes"), (LiveRole.RESULT, "returns")):
        mine = [one for one in values if one.role is role]
        things = sorted({_WORDS[one.what] for one in mine if not one.kept})
        inside = sorted({_WORDS[one.what] for one in mine if one.kept} - set(things))
        told = things + [f"what holds {' and '.join(inside)}"] * bool(inside)
        if told:
            parts.append(f"{verb} {' and '.join(told)}")
    return " and ".join(parts)
