"""Do several services use a search index?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.resources import sharing
from analyzer.model.resources import ResourceKind
from analyzer.model.run_findings import SharedIndex


def check(evidence: Evidence) -> Iterator[SharedIndex]:
    """Yield one finding per index of several services."""
    yield from sharing(SharedIndex, evidence.shared_resources.get(ResourceKind.INDEX, ()), "Search index")
