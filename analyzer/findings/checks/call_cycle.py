"""Do services call each other in a circle, so that none can be released or fail alone?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from analyzer.circles import circles
from analyzer.findings.certainty import of_calls
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import listed
from analyzer.model.code import CallEdge
from analyzer.model.location import Location
from analyzer.model.run_findings import CallCycle

_Pair = tuple[str, str]
_Steps = dict[_Pair, list[CallEdge]]
_TWO = 2


def check(evidence: Evidence) -> Iterator[CallCycle]:
    """Yield one finding per pair that asks both ways, and one per larger circle that holds no such pair.

    What needs no data of the other service is no call back. In a large circle the pairs are what a team can act on; the
    circle as a whole is told by them.
    """
    calls = {pair: [one.call for one in those] for pair, those in evidence.questions_between.items()}
    mutual = {_sorted(pair) for pair in calls if (pair[1], pair[0]) in calls}
    one_way = [pair for pair in calls if _sorted(pair) not in mutual]
    larger = (circle for circle in _circles(one_way) if len(circle) > _TWO)
    found = [*sorted(mutual), *(circle for circle in larger if mutual.isdisjoint(combinations(circle, _TWO)))]
    for services in found:
        within = sorted(pair for pair in calls if pair[0] in services and pair[1] in services)
        yield _finding(services, {pair: calls[pair] for pair in within}, evidence)


def _finding(services: tuple[str, ...], steps: _Steps, evidence: Evidence) -> CallCycle:
    weakest = min(len(calls) for calls in steps.values())
    within = [call for calls in steps.values() for call in calls]
    return CallCycle(
        subject=" <> ".join(services),
        severity=severity("call-cycle", _circumstances(evidence, services, within, weakest)),
        certainty=of_calls((" > ".join(pair), call) for pair, calls in steps.items() for call in calls),
        services=services,
        message=f"{listed(services)} call each other; the weakest direction has {weakest} call"
        f"{'' if weakest == 1 else 's'}.",
        evidence=tuple(sorted({Location(call.path, call.line) for call in within})),
        calls=tuple((*pair, len(calls)) for pair, calls in steps.items()),
    )


def _sorted(pair: _Pair) -> _Pair:
    return min(pair), max(pair)


def _circles(pairs: Iterable[_Pair]) -> list[tuple[str, ...]]:
    called: dict[str, list[str]] = defaultdict(list)
    for source, target in sorted(pairs):
        called[source].append(target)
    return sorted(circles(sorted(called), lambda name: called.get(name, ()), frozenset()))


def _circumstances(
    evidence: Evidence, services: tuple[str, ...], calls: list[CallEdge], weakest: int
) -> Iterator[Circumstance]:
    if len(services) > _TWO:
        yield Circumstance.WIDE
    if weakest > 1:
        yield Circumstance.OFTEN
    if any((call.path, call.line) in evidence.lines_in_transactions for call in calls):
        yield Circumstance.TRANSACTION
    if any(call.in_loop for call in calls):
        yield Circumstance.LOOP
