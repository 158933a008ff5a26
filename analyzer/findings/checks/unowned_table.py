"""Is a table used that no service has a claim to?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import listed
from analyzer.model.data_findings import UnownedTable


def check(evidence: Evidence) -> Iterator[UnownedTable]:
    """Yield one finding per table that services use and none owns."""
    for table in evidence.tables:
        if evidence.data.owner(table.name):
            continue
        services = sorted(use.service for use in table.uses)
        verb = "uses" if len(services) == 1 else "use"
        yield UnownedTable(
            subject=table.name,
            severity=severity("unowned-table", [Circumstance.WRITE] if table.changing else []),
            certainty=table.certainty,
            services=tuple(services),
            message=f"{listed(services)} {verb} table {table.name}, which no service owns.",
            evidence=tuple(sorted({place for use in table.uses for place in use.evidence})),
            table=table.name,
        )
