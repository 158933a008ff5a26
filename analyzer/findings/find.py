"""What does the cut cost? Runs every check and ranks what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analyzer.findings.checks import (
    blast_radius,
    bypassed_interface,
    call_cycle,
    call_in_loop,
    cascade,
    chatty_entry_point,
    dead_table,
    direct_access,
    foreign_key,
    inheritance,
    join,
    kernel_too_large,
    live_object,
    many_to_many,
    module_to_split,
    shared_bucket,
    shared_cache,
    shared_file,
    shared_index,
    shared_queue,
    shared_state,
    shared_table,
    shared_topic,
    signal_write,
    synchronous_chain,
    transaction,
    unowned_table,
    unreached_code,
)
from analyzer.findings.evidence import Evidence
from analyzer.model.findings import Finding

CHECKS: tuple[Callable[[Evidence], Iterable[Finding]], ...] = (
    shared_table.check,
    direct_access.check,
    foreign_key.check,
    many_to_many.check,
    join.check,
    transaction.check,
    cascade.check,
    signal_write.check,
    bypassed_interface.check,
    unowned_table.check,
    dead_table.check,
    call_cycle.check,
    blast_radius.check,
    call_in_loop.check,
    chatty_entry_point.check,
    inheritance.check,
    kernel_too_large.check,
    live_object.check,
    module_to_split.check,
    shared_bucket.check,
    shared_cache.check,
    shared_file.check,
    shared_index.check,
    shared_queue.check,
    shared_state.check,
    shared_topic.check,
    synchronous_chain.check,
    unreached_code.check,
)
"""A new check is one module in ``checks`` and one entry here."""


def find(evidence: Evidence) -> tuple[Finding, ...]:
    """Return all findings: worst first."""
    found = [finding for check in CHECKS for finding in check(evidence)]
    return tuple(sorted(found, key=lambda finding: finding.rank))
