"""Do several services keep or look up values under the same keys of a cache?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.resources import sharing
from analyzer.model.resources import ResourceKind
from analyzer.model.run_findings import SharedCache


def check(evidence: Evidence) -> Iterator[SharedCache]:
    """Yield one finding per family of keys of several services."""
    yield from sharing(SharedCache, evidence.shared_resources.get(ResourceKind.CACHE, ()), "Cache")
