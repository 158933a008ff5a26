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
    writers = [use.service for use in table.uses if use.writes > use.along]
    along = [use.service for use in table.uses if use.writes and use.writes == use.along]
    readers = [use.service for use in table.uses if not use.writes]
    parts = []
    if writers:
        parts.append(f"is written by {', '.join(writers)}")
    if along:
        parts.append(
            f"loses rows along with those that {', '.join(along)} {'deletes' if len(along) == 1 else 'delete'}"
        )
    if readers:
        parts.append(f"is read by {', '.join(readers)}" if along or not writers else f"read by {', '.join(readers)}")
    return f"Table {table.name} {', '.join(parts[:-1])}{' and ' if parts[1:] else ''}{parts[-1]}."
