"""Do several services publish to a topic, or listen to what another publishes?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.resources import sharing
from analyzer.model.resources import ResourceKind
from analyzer.model.run_findings import SharedTopic


def check(evidence: Evidence) -> Iterator[SharedTopic]:
    """Yield one finding per topic of several services."""
    yield from sharing(SharedTopic, evidence.shared_resources.get(ResourceKind.TOPIC, ()), "Topic")
