"""Does a foreign key lead from a table of one service to a table of another?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import severity
from analyzer.model.code import Certainty
from analyzer.model.data_findings import ForeignKeyAcross
from analyzer.model.location import Location


def check(evidence: Evidence) -> Iterator[ForeignKeyAcross]:
    """Yield one finding per column whose two tables have different owners."""
    seen: set[str] = set()
    for key in evidence.facts.foreign_keys:
        owner, other = evidence.owner_of.get(key.table, ""), evidence.owner_of.get(key.to_table, "")
        subject = f"{key.table}.{key.column}"
        if not owner or not other or owner == other or subject in seen:
            continue
        seen.add(subject)
        yield ForeignKeyAcross(
            subject=subject,
            severity=severity("foreign-key"),
            certainty=Certainty.LITERAL,
            services=tuple(sorted((owner, other))),
            message=f"Column {subject} of {owner} refers to table {key.to_table} of {other}.",
            evidence=(Location(key.path, key.line),),
            table=key.table,
            column=key.column,
            to_table=key.to_table,
        )
