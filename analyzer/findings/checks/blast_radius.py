"""What stops working elsewhere when a service is down?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.reach import Entry
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import listed
from analyzer.model.code import Certainty
from analyzer.model.location import Location
from analyzer.model.run_findings import BlastRadius

_WIDE = 3
NOTABLE = 0.1
"""A service is told where entry points of ``_WIDE`` services stop, or this share of all that the others have."""


def check(evidence: Evidence) -> Iterator[BlastRadius]:
    """Yield one finding per service that entry points of several others, or many of them, wait for."""
    reach = evidence.reach
    totals = Counter(entry.service for entry in reach.entries)
    lost: dict[str, list[Entry]] = defaultdict(list)
    for entry in reach.entries:
        for service in reach.services_behind(entry):
            lost[service].append(entry)
    for service, entries in sorted(lost.items()):
        others = totals.total() - totals[service]
        if len({entry.service for entry in entries}) >= _WIDE or len(entries) >= NOTABLE * others:
            yield _finding(service, entries, totals, evidence)


def _finding(service: str, entries: list[Entry], totals: Counter[str], evidence: Evidence) -> BlastRadius:
    counted = Counter(entry.service for entry in entries)
    by_service = tuple((name, counted[name], totals[name]) for name in sorted(counted, key=lambda n: (-counted[n], n)))
    lost = listed([f"{number} of {total} of {name}" for name, number, total in by_service])
    noun = "entry point fails where it asks" if len(entries) == 1 else "entry points fail where they ask"
    return BlastRadius(
        subject=service,
        severity=severity("blast-radius", [Circumstance.WIDE] if len(by_service) >= _WIDE else []),
        certainty=Certainty.TYPED,
        services=tuple(sorted({service, *counted})),
        message=f"When {service} is down, {len(entries)} {noun} it: {lost}.",
        evidence=_places(service, evidence),
        service=service,
        lost=by_service,
    )


def _places(service: str, evidence: Evidence) -> tuple[Location, ...]:
    """Return where code behind entry points of others waits for the service."""
    reach = evidence.reach
    calls = reach.calls_into.get(service, ())
    return tuple(sorted({Location(call.path, call.line) for call in calls}))
