"""Do services call each other in a circle, so that none can be released or fail alone?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from analyzer.circles import circles
from analyzer.findings.certainty import of_calls
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import listed
from analyzer.model.code import CallEdge
from analyzer.model.location import Location
from analyzer.model.run_findings import CallCycle

_PAIR = 2


def check(evidence: Evidence) -> Iterator[CallCycle]:
    """Yield one finding per pair that calls both ways, and one per larger circle that holds no such pair.

    What needs no data of the other service is no call back. In a large circle the pairs are what a team can act on; the
    circle as a whole is told by them.
    """
    calls = {pair: [one.call for one in those] for pair, those in evidence.questions_between.items()}
    mutual = {tuple(sorted(pair)) for pair in calls if (pair[1], pair[0]) in calls}
    found: list[tuple[str, ...]] = sorted(mutual)
    one_way = [pair for pair in calls if tuple(sorted(pair)) not in mutual]
    found += [circle for circle in _circles(one_way) if len(circle) > _PAIR and mutual.isdisjoint(_pairs(circle))]
    for services in found:
        steps = {pair: those for pair, those in sorted(calls.items()) if pair[0] in services and pair[1] in services}
        weakest = min(len(those) for those in steps.values())
        made = [(pair, call) for pair, those in steps.items() for call in those]
        yield CallCycle(
            subject=" <> ".join(services),
            severity=severity("call-cycle", _circumstances(evidence, services, weakest, made)),
            certainty=of_calls((" > ".join(pair), call) for pair, call in made),
            services=services,
            message=f"{listed(services)} call each other; the weakest direction has {weakest} call"
            f"{'' if weakest == 1 else 's'}.",
            evidence=tuple(sorted({Location(call.path, call.line) for _, call in made})),
            calls=tuple((*pair, len(those)) for pair, those in steps.items()),
        )


def _pairs(circle: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (tuple(sorted(pair)) for pair in combinations(circle, _PAIR))


def _circles(pairs: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    called: dict[str, list[str]] = defaultdict(list)
    for source, target in sorted(pairs):
        called[source].append(target)
    return sorted(circles(sorted(called), lambda name: called.get(name, ()), frozenset()))


def _circumstances(
    evidence: Evidence, services: tuple[str, ...], weakest: int, made: list[tuple[tuple[str, str], CallEdge]]
) -> Iterator[Circumstance]:
    if len(services) > _PAIR:
        yield Circumstance.WIDE
    if weakest > 1:
        yield Circumstance.OFTEN
    if any((call.path, call.line) in evidence.lines_in_transactions for _, call in made):
        yield Circumstance.TRANSACTION
    if any(call.in_loop for _, call in made):
        yield Circumstance.LOOP
