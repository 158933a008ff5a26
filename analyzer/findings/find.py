"""What does the cut cost? Runs every check and ranks what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analyzer.cluster.services import Candidates
from analyzer.findings.checks import (
    call_cycle,
    call_in_loop,
    direct_access,
    foreign_key,
    inheritance,
    kernel_too_large,
    live_object,
    module_to_split,
    shared_bucket,
    shared_cache,
    shared_file,
    shared_index,
    shared_queue,
    shared_state,
    shared_table,
    shared_topic,
)
from analyzer.findings.evidence import Evidence
from analyzer.model.findings import Finding

CHECKS: tuple[Callable[[Evidence], Iterable[Finding]], ...] = (
    shared_table.check,
    direct_access.check,
    foreign_key.check,
    call_cycle.check,
    call_in_loop.check,
    live_object.check,
    shared_queue.check,
    shared_topic.check,
    shared_cache.check,
    shared_file.check,
    shared_bucket.check,
    shared_index.check,
    shared_state.check,
    inheritance.check,
    module_to_split.check,
    kernel_too_large.check,
)
"""A new check is one module in ``checks`` and one entry here."""


def find(candidates: Candidates) -> tuple[Finding, ...]:
    """Return all findings: worst first, then by kind and subject."""
    evidence = Evidence(candidates)
    found = [finding for check in CHECKS for finding in check(evidence)]
    return tuple(sorted(found, key=lambda finding: (finding.severity.rank, finding.kind, finding.subject)))
