"""Which findings concern a table, which a service?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from analyzer.model.data_findings import (
    BypassedInterface,
    CascadeAcross,
    DeadTable,
    DirectAccess,
    ForeignKeyAcross,
    JoinAcross,
    ManyToMany,
    SharedTable,
    SignalWrite,
    TransactionAcross,
    UnownedTable,
)
from analyzer.model.finding import Status
from analyzer.model.findings import AboutTables, Finding
from reports.views.findings import ranked_findings

NAMED = 4


@dataclass(frozen=True, slots=True)
class KindCount:
    """The open findings of one kind that concern a service: how many, how bad the worst is, and the first of them."""

    kind: str
    number: int
    severity: str
    first: tuple[Finding, ...]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.number - len(self.first)


def findings_by_table(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """Return the findings by each table that they are about, worst first."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for one in ranked_findings(findings):
        if isinstance(one, AboutTables):
            for table in sorted(set(_tables(one))):
                found[table].append(one)
    return {table: tuple(several) for table, several in found.items()}


def findings_by_service(findings: Iterable[Finding]) -> dict[str, tuple[KindCount, ...]]:
    """Count the open findings by each service that they name, and by kind; the worst kinds come first."""
    found: defaultdict[str, defaultdict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for one in ranked_findings(findings):
        if one.status is not Status.ACCEPTED:
            for service in one.services:
                found[service][one.kind].append(one)
    return {service: _ranked(by_kind) for service, by_kind in found.items()}


def _ranked(by_kind: dict[str, list[Finding]]) -> tuple[KindCount, ...]:
    ordered = sorted(by_kind.items(), key=lambda item: (item[1][0].severity.rank, -len(item[1]), item[0]))
    return tuple(KindCount(kind, len(all_of), all_of[0].severity, tuple(all_of[:NAMED])) for kind, all_of in ordered)


def _tables(finding: AboutTables) -> list[str]:
    match finding:
        case SharedTable() | DirectAccess() | BypassedInterface():
            return [finding.subject]
        case UnownedTable() | DeadTable():
            return [finding.table]
        case ForeignKeyAcross():
            return [finding.table, finding.to_table]
        case ManyToMany():
            return [finding.table, *(one.name for one in finding.ends)]
        case JoinAcross() | SignalWrite():
            return [one.name for one in finding.tables]
        case CascadeAcross():
            return [*finding.deleted, *(one.name for one in finding.tables)]
        case TransactionAcross():
            return [one.table for one in finding.writes]
        case _:
            assert_never(finding)
