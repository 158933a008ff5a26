"""Does a definition call another service once for each turn of a loop?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analyzer.findings.evidence import CallAcross, Evidence
from analyzer.findings.requests import requests
from analyzer.findings.severity import Circumstance, severity
from analyzer.model.code import Certainty
from analyzer.model.finding import Part
from analyzer.model.location import Location
from analyzer.model.run_findings import CallInLoop

_WIDE = 3


def check(evidence: Evidence) -> Iterator[CallInLoop]:
    """Yield one finding per caller: each turn costs as many trips over the network as it has such calls."""
    by_caller: dict[str, list[CallAcross]] = defaultdict(list)
    for one in requests(evidence):
        if one.call.in_loop:
            by_caller[one.call.caller].append(one)
    for caller, calls in sorted(by_caller.items()):
        mine = calls[0].source
        targets = sorted({one.target for one in calls})
        callees = tuple(sorted({Part(one.call.callee, one.target) for one in calls}))
        yield CallInLoop(
            subject=caller,
            severity=severity("call-in-loop", _circumstances(evidence, calls, targets)),
            certainty=_certainty(calls),
            services=tuple(sorted((mine, *targets))),
            message=f"{caller} of {mine} calls {' and '.join(f'{one.name} of {one.service}' for one in callees)} "
            "once for each turn of a loop.",
            evidence=tuple(sorted({Location(one.call.path, one.call.line) for one in calls})),
            caller=caller,
            callees=callees,
        )


def _circumstances(evidence: Evidence, calls: list[CallAcross], targets: list[str]) -> Iterator[Circumstance]:
    if len(targets) + 1 >= _WIDE:
        yield Circumstance.WIDE
    if any((one.call.path, one.call.line) in evidence.lines_in_transactions for one in calls):
        yield Circumstance.TRANSACTION


def _certainty(calls: Iterable[CallAcross]) -> Certainty:
    """The surest call of each service that is named, and of these the least sure."""
    surest: dict[str, Certainty] = {}
    for one in calls:
        known = surest.get(one.target, one.call.certainty)
        surest[one.target] = min(known, one.call.certainty, key=lambda certainty: certainty.rank)
    return max(surest.values(), key=lambda certainty: certainty.rank)
