"""How is a finding told in one cell: its message, what the team decided, its evidence, and what opens below?"""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.model.finding import Status
from analyzer.model.findings import Finding
from analyzer.model.plan import Remedy
from reports.views.details import detail
from reports.views.grid import Cell
from reports.views.remedies import remedies_block
from reports.views.rich import pointing, shortened

PLACES_PER_FINDING = 15
SHORT, SHORT_WORDS = 1, 180
STATUS = {Status.OPEN: "open", Status.ACCEPTED: "accepted", Status.EXPIRED: "open again"}


def claim(finding: Finding, owners: Mapping[str, str], remedies: tuple[Remedy, ...] = ()) -> Cell:
    """Tell a finding: message, decision, number of places, the first of them, and what opens on demand."""
    own = detail(finding, owners)
    blocks = (*((own,) * (len(own) > 1)), *((remedies_block(remedies),) if remedies else ()))
    places = tuple(map(str, finding.evidence[:PLACES_PER_FINDING]))
    opened = tuple(pointing(one, places) for one in blocks)
    return (finding.message, decision(finding), len(finding.evidence), places, opened)


def short_claim(finding: Finding) -> Cell:
    """Tell a finding where its row is a click away: how it begins, the first place, and nothing to open."""
    places = tuple(map(str, finding.evidence[:SHORT]))
    return (shortened(finding.message, SHORT_WORDS), decision(finding), len(places), places, ())


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
