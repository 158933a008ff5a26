"""How many services wait for each other in a row before a request is answered?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from analyzer.findings.chains import Chain, longest_chains
from analyzer.findings.evidence import Evidence
from analyzer.findings.reach import Entry
from analyzer.findings.severity import Circumstance, severity
from analyzer.model.code import Certainty
from analyzer.model.finding import Part
from analyzer.model.run_findings import SynchronousChain

DEEP = 3
"""From how many services on, the first one included, a row is told: two that call each other are what a cut is for."""
MOST_ROWS = 4
"""How many rows that begin with one service are told: those that are no part of a longer one, the longest first."""
_WIDE = 3

Waiting = tuple[Entry, Chain]


class _Row(msgspec.Struct):
    """A row of services, who waits for it, and how many more wait for a part of it, or for rows that are not told."""

    services: tuple[str, ...]
    waiting: list[Waiting]
    parts: int = 0
    untold: int = 0


def check(evidence: Evidence) -> Iterator[SynchronousChain]:
    """Yield one finding per row of services, about the first of the entry points that wait for it."""
    chains = longest_chains(evidence.reach)
    by_first: dict[str, dict[tuple[str, ...], _Row]] = defaultdict(dict)
    for entry in evidence.reach.entries:
        chain = max((chains.get(start, ()) for start in entry.runs), key=len)
        if entry.answers and len(chain) >= DEEP:
            services = tuple(step.service for step in chain)
            by_first[services[0]].setdefault(services, _Row(services, [])).waiting.append((entry, chain))
    for _, rows in sorted(by_first.items()):
        yield from map(_finding, _told(rows.values()))


def _told(rows: Iterable[_Row]) -> list[_Row]:
    """Return the longest rows of one service, with what the others add to them."""
    told: list[_Row] = []
    for row in sorted(rows, key=lambda row: (-len(row.services), -len(row.waiting), row.services)):
        whole = next((one for one in told if _is_part(row.services, one.services)), None)
        if whole is not None:
            whole.parts += len(row.waiting)
        elif len(told) < MOST_ROWS:
            told.append(row)
        else:
            told[0].untold += len(row.waiting)
    return told


def _is_part(some: tuple[str, ...], services: tuple[str, ...]) -> bool:
    """Return whether some services stand in a row in the same order, others between them or not."""
    left = iter(services)
    return all(one in left for one in some)


def _finding(row: _Row) -> SynchronousChain:
    (entry, chain), services = row.waiting[0], row.services
    return SynchronousChain(
        subject=entry.definition,
        severity=severity("synchronous-chain", [Circumstance.WIDE] if len(chain) > _WIDE else []),
        certainty=Certainty.TYPED,
        services=tuple(sorted(services)),
        message=f"{entry.definition} of {services[0]} waits for {', which waits for '.join(services[1:])}."
        + _others(len(row.waiting) - 1, services[0], "does the same", "do the same")
        + _others(row.parts, services[0], "waits for a part of these", "wait for a part of these")
        + _others(row.untold, services[0], "waits for others in a row", "wait for others in a row"),
        evidence=tuple(sorted({entry.place, *(step.place for step in chain[1:])})),
        steps=(Part(entry.definition, entry.service), *(Part(step.definition, step.service) for step in chain[1:])),
    )


def _others(number: int, service: str, one: str, several: str) -> str:
    if not number:
        return ""
    return f" {number} more entry point{'s' * (number > 1)} of {service} {one if number == 1 else several}."
