"""Does exactly one other service use a table directly, past its owner's interface?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.uses import is_shared
from analyzer.model.data_findings import DirectAccess, TableUse


def check(evidence: Evidence) -> Iterator[DirectAccess]:
    """Yield one finding per table that one service besides its owner uses."""
    for table in evidence.tables:
        others = [use for use in table.uses if use.service != table.owner]
        if is_shared(table) or len(others) != 1 or not table.owner:
            continue
        other = others[0]
        does = "writes" if other.writes else "reads"
        yield DirectAccess(
            subject=table.name,
            severity=severity("direct-access", _circumstances(evidence, other)),
            certainty=table.certainty,
            services=tuple(sorted((other.service, table.owner))),
            message=f"Service {other.service} {does} table {table.name} of {table.owner} directly.",
            evidence=other.evidence,
            owner=table.owner,
            uses=table.uses,
        )


def _circumstances(evidence: Evidence, other: TableUse) -> Iterator[Circumstance]:
    if other.writes:
        yield Circumstance.WRITE
        if any((place.path, place.line) in evidence.lines_in_transactions for place in other.evidence):
            yield Circumstance.TRANSACTION
