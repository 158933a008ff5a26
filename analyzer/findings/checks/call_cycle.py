"""Do services call each other in a circle, so that none can be released or fail alone?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.uses import Evidence
from analyzer.graph.circles import circles
from analyzer.model.code import Certainty
from analyzer.model.findings import CallCycle, Severity

_PAIR = 2


def check(evidence: Evidence) -> Iterator[CallCycle]:
    """Yield one finding per pair that calls both ways, and one per larger circle that holds no such pair.

    In a large circle the pairs are what a team can act on; the circle as a whole is told by them.
    """
    calls = {(edge.source, edge.target): edge for edge in evidence.edges if edge.calls}
    mutual = {tuple(sorted(pair)) for pair in calls if (pair[1], pair[0]) in calls}
    found: list[tuple[str, ...]] = sorted(mutual)
    one_way = [pair for pair in calls if tuple(sorted(pair)) not in mutual]
    found += [circle for circle in circles(one_way) if len(circle) > _PAIR]
    for services in found:
        steps = [edge for pair, edge in sorted(calls.items()) if pair[0] in services and pair[1] in services]
        weakest = min(edge.calls for edge in steps)
        yield CallCycle(
            subject=" <> ".join(services),
            severity=Severity.HIGH if len(services) > _PAIR else Severity.MEDIUM,
            certainty=Certainty.TYPED,
            services=services,
            message=f"{' and '.join(services)} call each other; the weakest direction has {weakest} call"
            f"{'' if weakest == 1 else 's'}.",
            evidence=tuple(sorted({place for edge in steps for place in edge.call_evidence})),
            calls=tuple((edge.source, edge.target, edge.calls) for edge in steps),
        )
