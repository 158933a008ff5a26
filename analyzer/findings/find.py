"""What does the cut cost? Runs every check and ranks what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analyzer.findings.checks import call_cycle, direct_access, foreign_key, shared_table
from analyzer.findings.evidence import Evidence
from analyzer.model.findings import Finding

CHECKS: tuple[Callable[[Evidence], Iterable[Finding]], ...] = (
    shared_table.check,
    direct_access.check,
    foreign_key.check,
    call_cycle.check,
)
"""A new check is one module in ``checks`` and one entry here."""


def find(evidence: Evidence) -> tuple[Finding, ...]:
    """Return all findings: worst first, then by kind and subject."""
    found = [finding for check in CHECKS for finding in check(evidence)]
    return tuple(sorted(found, key=lambda finding: (finding.severity.rank, finding.kind, finding.subject)))
