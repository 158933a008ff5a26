"""Does a foreign key lead from a table of one service to a table of another?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.uses import Evidence
from analyzer.model.code import Certainty
from analyzer.model.findings import ForeignKeyAcross, Severity
from analyzer.model.location import Location


def check(evidence: Evidence) -> Iterator[ForeignKeyAcross]:
    """Yield one finding per column whose two tables have different owners; medium, for the database enforces it."""
    seen: set[str] = set()
    for key, owner, other in evidence.foreign_keys:
        subject = f"{key.table}.{key.column}"
        if not owner or not other or owner == other or subject in seen:
            continue
        seen.add(subject)
        yield ForeignKeyAcross(
            subject=subject,
            severity=Severity.MEDIUM,
            certainty=Certainty.LITERAL,
            services=tuple(sorted((owner, other))),
            message=f"Column {subject} of {owner} refers to table {key.to_table} of {other}.",
            evidence=(Location(key.path, key.line),),
            table=key.table,
            column=key.column,
            to_table=key.to_table,
        )
