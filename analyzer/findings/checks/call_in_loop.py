"""Does a definition call another service once for each turn of a loop?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from analyzer.findings.across import CallAcross
from analyzer.findings.certainty import of_calls
from analyzer.findings.evidence import Evidence
from analyzer.findings.meant import meant_together
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import listed
from analyzer.model.finding import Part
from analyzer.model.location import Location
from analyzer.model.run_findings import CallInLoop

_WIDE = 3
_NAMED = 3


def check(evidence: Evidence) -> Iterator[CallInLoop]:
    """Yield one finding per caller: each turn costs as many trips over the network as it has such calls."""
    by_caller: dict[str, list[CallAcross]] = defaultdict(list)
    for one in evidence.questions:
        if one.call.in_loop:
            by_caller[one.call.caller].append(one)
    for caller, calls in sorted(by_caller.items()):
        mine = calls[0].source
        targets = sorted({one.target for one in calls})
        callees = tuple(sorted({Part(one.call.callee, one.target) for one in calls}))
        yield CallInLoop(
            subject=caller,
            severity=severity("call-in-loop", _circumstances(evidence, calls, targets)),
            certainty=of_calls((one.target, one.call) for one in calls),
            services=tuple(sorted((mine, *targets))),
            message=f"{caller} of {mine} calls {_told(calls)} once for each turn of a loop.",
            evidence=tuple(sorted({Location(one.call.path, one.call.line) for one in calls})),
            caller=caller,
            callees=callees,
        )


def _told(calls: list[CallAcross]) -> str:
    """Name what is called, or count it by service where that is much; of what one call may stand for one is called."""
    target = {one.call.callee: one.target for one in calls}
    groups = meant_together(one.call for one in calls)
    if len(target) <= _NAMED:
        return " and ".join(" or ".join(f"{name} of {target[name]}" for name in group) for group in groups)
    counts = Counter(target[group[0]] for group in groups)
    parts = [f"{number} definition{'' if number == 1 else 's'} of {name}" for name, number in sorted(counts.items())]
    return listed(parts)


def _circumstances(evidence: Evidence, calls: list[CallAcross], targets: list[str]) -> Iterator[Circumstance]:
    if len(targets) + 1 >= _WIDE:
        yield Circumstance.WIDE
    if any((one.call.path, one.call.line) in evidence.lines_in_transactions for one in calls):
        yield Circumstance.TRANSACTION
