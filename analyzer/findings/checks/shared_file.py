"""Do several services use a file that one of them changes?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.resources import sharing
from analyzer.model.resources import ResourceKind
from analyzer.model.run_findings import SharedFile


def check(evidence: Evidence) -> Iterator[SharedFile]:
    """Yield one finding per file, or family of files, of several services."""
    yield from sharing(SharedFile, evidence.shared_resources.get(ResourceKind.FILE, ()), "File")
