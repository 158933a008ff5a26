"""Is a table written by two services or more, or used by three or more, its owner counted?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.uses import SEVERAL, UsedTable, is_shared
from analyzer.model.data_findings import SharedTable


def check(evidence: Evidence) -> Iterator[SharedTable]:
    """Yield one finding per shared table: worse where several change its rows."""
    for table in evidence.tables:
        if is_shared(table):
            yield SharedTable(
                subject=table.name,
                severity=severity("shared-table", [Circumstance.WRITE] if len(table.changing) >= SEVERAL else []),
                certainty=table.certainty,
                services=tuple(sorted(use.service for use in table.uses)),
                message=_message(table),
                evidence=tuple(sorted({place for use in table.uses for place in use.evidence})),
                owner=table.owner,
                uses=table.uses,
            )


def _message(table: UsedTable) -> str:
    along = [use.service for use in table.uses if use.writes and use.writes == use.along]
    readers = [use.service for use in table.uses if not use.writes]
    told = (("written by", table.writers), ("changed along with deletions by", along), ("read by", readers))
    *parts, last = (f"{words} {', '.join(services)}" for words, services in told if services)
    return f"Table {table.name} is {', '.join(parts)}{' and ' * bool(parts)}{last}."
