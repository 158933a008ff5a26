"""How is a finding told in one cell: its message, what the team decided, its evidence, and what opens below?"""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.model.finding import Status
from analyzer.model.findings import Finding
from analyzer.model.plan import Remedy
from reports.views.details import detail
from reports.views.grid import Cell
from reports.views.remedies import remedies_block
from reports.views.rich import Block, code, soft

PLACES_PER_FINDING = 15
STATUS = {Status.OPEN: "open", Status.ACCEPTED: "accepted", Status.EXPIRED: "open again"}


def claim(finding: Finding, owners: Mapping[str, str], remedies: tuple[Remedy, ...] = ()) -> Cell:
    """Tell a finding: message, decision, number of places, the first of them, and what opens on demand."""
    summary, *lines = detail(finding, owners)
    own: Block = (summary or "Its id", *lines, (soft("id "), code(finding.id)))
    blocks = (own, *((remedies_block(remedies),) if remedies else ()))
    places = tuple(map(str, finding.evidence[:PLACES_PER_FINDING]))
    return (finding.message, decision(finding), len(finding.evidence), places, blocks)


def decision(finding: Finding) -> str:
    """Say what the team decided about it, if anything."""
    match finding.status:
        case Status.OPEN:
            return ""
        case Status.ACCEPTED:
            until = f" (until {finding.until})" if finding.until else ""
            return f"Accepted{until}: {finding.reason}"
        case Status.EXPIRED:
            return f"Open again: it was accepted until {finding.until}: {finding.reason}"
