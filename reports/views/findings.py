"""Which couplings were found, worst first?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.finding import Severity
from analyzer.model.findings import Finding
from reports.views.grid import Cell, Column, Grid, Kind
from reports.views.page import Card, Diagram

PLACES_PER_FINDING = 15

_COLUMNS = (
    Column("Severity", Kind.SEVERITY, "How much the finding costs a cut.", choose=True),
    Column("Kind", Kind.TEXT, choose=True),
    Column("Subject", Kind.SUBJECT, "Below it the id, which does not depend on lines."),
    Column("Services", Kind.SERVICES, choose=True),
    Column(
        "Certainty",
        Kind.TEXT,
        "How sure the analysis is, surest first: literal, typed, relation, implicit, cascade, guessed.",
        choose=True,
    ),
    Column("What, and where", Kind.CLAIM),
)


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The ranked findings and how many there are of each severity and kind."""

    findings: Grid
    severities: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    cards: tuple[Card, ...] = ()
    diagrams: tuple[Diagram, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return (self.findings,)


def findings_page(analysis: Analysis) -> FindingsPage:
    """Rank the findings by severity, kind and subject."""
    ranked = sorted(analysis.findings, key=lambda f: (f.severity.rank, f.kind, f.subject))
    severities = Counter(f.severity for f in ranked)
    kinds = Counter(f.kind for f in ranked)
    return FindingsPage(
        Grid(
            "findings", "Findings, worst first", _COLUMNS, tuple(map(_row, ranked)), _empty(analysis), "findings.csv", 2
        ),
        tuple((severity.value, severities[severity]) for severity in Severity if severities[severity]),
        tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
    )


def _row(finding: Finding) -> tuple[Cell, ...]:
    places = tuple(map(str, finding.evidence[:PLACES_PER_FINDING]))
    return (
        finding.severity.value,
        finding.kind,
        (finding.subject, finding.id),
        finding.services,
        finding.certainty.value,
        (finding.message, str(len(finding.evidence)), *places),
    )


def _empty(analysis: Analysis) -> str:
    if len(analysis.services) < 2:  # noqa: PLR2004 (coupling takes two)
        return (
            "There are no findings, because a finding is a coupling between two services and this analysis has "
            f"{len(analysis.services) or 'none'}. Ask for more with --services, or take it as a case for staying."
        )
    return (
        "There are no findings: no table is shared and no call cycle joins two services. Check under "
        "“What we could not see” that tables and calls were resolved before you rely on it."
    )
