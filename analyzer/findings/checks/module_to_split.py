"""Does one module hold definitions of several services, so that the file must be taken apart first?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.model.code import Certainty
from analyzer.model.code_findings import SplitModule
from analyzer.model.location import Location

_WIDE = 3


def check(evidence: Evidence) -> Iterator[SplitModule]:
    """Yield one finding per module to split; the places are where each run of neighbours of a service begins."""
    for module in sorted(evidence.candidates.modules_to_split, key=lambda one: one.module):
        parts = [part for part in module.parts if evidence.is_service(part.service)]
        holding = ", ".join(f"{part.service} ({part.definitions})" for part in parts)
        yield SplitModule(
            subject=module.module,
            severity=severity("module-to-split", [Circumstance.WIDE] if len(parts) >= _WIDE else []),
            certainty=Certainty.LITERAL,
            services=tuple(sorted(part.service for part in parts)),
            message=f"Module {module.module} holds definitions of {len(parts)} services: {holding}.",
            evidence=tuple(sorted({Location(module.path, first) for part in parts for first, _ in part.ranges})),
            parts=module.parts,
        )
