"""Do messages of one service wait in a queue that another service empties, or fills too?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.resources import sharing
from analyzer.model.resources import ResourceKind
from analyzer.model.run_findings import SharedQueue


def check(evidence: Evidence) -> Iterator[SharedQueue]:
    """Yield one finding per queue of several services."""
    yield from sharing(SharedQueue, evidence.shared_resources.get(ResourceKind.QUEUE, ()), "Queue")
