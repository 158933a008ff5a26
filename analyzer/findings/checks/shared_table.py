"""Is a table written by two services or more, or used by three or more, its owner counted?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.uses import SEVERAL_WRITERS, UsedTable, is_shared
from analyzer.model.data_findings import SharedTable


def check(evidence: Evidence) -> Iterator[SharedTable]:
    """Yield one finding per shared table: worse with several writers."""
    for table in evidence.tables:
        if is_shared(table):
            yield SharedTable(
                subject=table.name,
                severity=severity(
                    "shared-table", [Circumstance.WRITE] if len(table.writers) >= SEVERAL_WRITERS else []
                ),
                certainty=table.certainty,
                services=tuple(sorted(use.service for use in table.uses)),
                message=_message(table),
                evidence=tuple(sorted({place for use in table.uses for place in use.evidence})),
                owner=table.owner,
                uses=table.uses,
            )


def _message(table: UsedTable) -> str:
    readers = [use.service for use in table.uses if not use.writes]
    parts = []
    if table.writers:
        parts.append(f"written by {', '.join(table.writers)}")
    if readers:
        parts.append(f"read by {', '.join(readers)}")
    return f"Table {table.name} is {' and '.join(parts)}."
