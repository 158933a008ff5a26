"""Does one service change a value in memory, or a setting, that another one reads?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.resources import sharing
from analyzer.model.resources import ResourceKind
from analyzer.model.run_findings import SharedState


def check(evidence: Evidence) -> Iterator[SharedState]:
    """Yield one finding per value, then one per setting that is changed while the program runs."""
    shared = evidence.shared_resources
    yield from sharing(SharedState, shared.get(ResourceKind.STATE, ()), "The value in memory")
    yield from sharing(SharedState, shared.get(ResourceKind.SETTING, ()), "The setting")
