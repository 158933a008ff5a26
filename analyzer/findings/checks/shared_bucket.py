"""Do several services use a bucket of an object store?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.resources import sharing
from analyzer.model.resources import ResourceKind
from analyzer.model.run_findings import SharedBucket


def check(evidence: Evidence) -> Iterator[SharedBucket]:
    """Yield one finding per bucket of several services."""
    yield from sharing(SharedBucket, evidence.shared_resources.get(ResourceKind.BUCKET, ()), "Bucket")
