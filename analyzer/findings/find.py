"""What does the cut cost? Runs every check and ranks what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analyzer.cluster.services import Candidates
from analyzer.findings.checks import (
    blast_radius,
    call_cycle,
    chatty_entry_point,
    direct_access,
    foreign_key,
    shared_table,
    synchronous_chain,
    unreached_code,
)
from analyzer.findings.evidence import Evidence
from analyzer.model.findings import Finding

CHECKS: tuple[Callable[[Evidence], Iterable[Finding]], ...] = (
    shared_table.check,
    direct_access.check,
    foreign_key.check,
    call_cycle.check,
    chatty_entry_point.check,
    synchronous_chain.check,
    blast_radius.check,
    unreached_code.check,
)
"""A new check is one module in ``checks`` and one entry here."""


def find(candidates: Candidates) -> tuple[Finding, ...]:
    """Return all findings: worst first, then by kind and subject."""
    evidence = Evidence(candidates)
    found = [finding for check in CHECKS for finding in check(evidence)]
    return tuple(sorted(found, key=lambda finding: (finding.severity.rank, finding.kind, finding.subject)))
