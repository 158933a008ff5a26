"""Do services call each other in a circle, so that none can be released or fail alone?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations

from analyzer.circles import circles
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.model.code import Certainty
from analyzer.model.run_findings import CallCycle

_PAIR = 2


def check(evidence: Evidence) -> Iterator[CallCycle]:
    """Yield one finding per pair that calls both ways, and one per larger circle that holds no such pair.

    In a large circle the pairs are what a team can act on; the circle as a whole is told by them.
    """
    calls = {(edge.source, edge.target): edge for edge in evidence.edges if edge.calls}
    mutual = {tuple(sorted(pair)) for pair in calls if (pair[1], pair[0]) in calls}
    found: list[tuple[str, ...]] = sorted(mutual)
    one_way = [pair for pair in calls if tuple(sorted(pair)) not in mutual]
    found += [circle for circle in _circles(one_way) if len(circle) > _PAIR]
    for services in found:
        steps = [edge for pair, edge in sorted(calls.items()) if pair[0] in services and pair[1] in services]
        weakest = min(edge.calls for edge in steps)
        yield CallCycle(
            subject=" <> ".join(services),
            severity=severity("call-cycle", _circumstances(evidence, services, weakest)),
            certainty=Certainty.TYPED,
            services=services,
            message=f"{' and '.join(services)} call each other; the weakest direction has {weakest} call"
            f"{'' if weakest == 1 else 's'}.",
            evidence=tuple(sorted({place for edge in steps for place in edge.call_evidence})),
            calls=tuple((edge.source, edge.target, edge.calls) for edge in steps),
        )


def _circles(pairs: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    called: dict[str, list[str]] = defaultdict(list)
    for source, target in sorted(pairs):
        called[source].append(target)
    return sorted(circles(sorted(called), lambda name: called.get(name, ()), frozenset()))


def _circumstances(evidence: Evidence, services: tuple[str, ...], weakest: int) -> Iterator[Circumstance]:
    if len(services) > _PAIR:
        yield Circumstance.WIDE
    if weakest > 1:
        yield Circumstance.OFTEN
    pairs = permutations(services, 2)
    calls = [one.call for pair in pairs for one in evidence.calls_between.get(pair, ())]
    if any((call.path, call.line) in evidence.lines_in_transactions for call in calls):
        yield Circumstance.TRANSACTION
    if any(call.in_loop for call in calls):
        yield Circumstance.LOOP
