"""Does exactly one other service use a table directly, past its owner's interface?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.uses import Evidence, is_shared
from analyzer.model.findings import DirectAccess, Severity


def check(evidence: Evidence) -> Iterator[DirectAccess]:
    """Yield one finding per table that one service besides its owner uses: medium if it writes, else low."""
    for table in evidence.tables:
        others = [use for use in table.uses if use.service != table.owner]
        if is_shared(table) or len(others) != 1 or not table.owner:
            continue
        other = others[0]
        does = "writes" if other.writes else "reads"
        yield DirectAccess(
            subject=table.name,
            severity=Severity.MEDIUM if other.writes else Severity.LOW,
            certainty=table.certainty,
            services=tuple(sorted((other.service, table.owner))),
            message=f"Service {other.service} {does} table {table.name} of {table.owner} directly.",
            evidence=other.evidence,
            owner=table.owner,
            uses=table.uses,
        )
