"""Which couplings were found, worst first?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.finding import Severity, Status
from analyzer.model.findings import Finding
from reports.views.blockers import blocking_findings
from reports.views.claims import STATUS, claim
from reports.views.grid import Cell, Column, Grid, Kind
from reports.views.page import Card, Diagram
from reports.views.remedies import remedies_by_finding

_STATUS = Column(
    "Status",
    Kind.TEXT,
    "A blocker stands in the way that the verdict chose; accepted by the team; open again once the day has passed.",
    True,
)
BLOCKER = "blocker"
ROWS = 25  # claims are long: more of them at once cost more time to draw than a click may take


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The ranked findings; how many open ones there are of each severity and kind, and how many were accepted.

    ``blockers`` counts those that stand in the way that was chosen.
    """

    findings: Grid
    severities: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    accepted: int = 0
    expired: int = 0
    blockers: int = 0
    cards: tuple[Card, ...] = ()
    diagrams: tuple[Diagram, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return (self.findings,)


def findings_page(analysis: Analysis) -> FindingsPage:
    """Rank the findings, the accepted ones below all others."""
    ranked = ranked_findings(analysis.findings)
    open_ones = [one for one in ranked if one.status is not Status.ACCEPTED]
    severities = Counter(one.severity for one in open_ones)
    kinds = Counter(one.kind for one in open_ones)
    blocking = blocking_findings(analysis)
    return FindingsPage(
        _grid(analysis, ranked, frozenset(one.id for one in blocking)),
        tuple((severity.value, severities[severity]) for severity in Severity if severities[severity]),
        tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        len(ranked) - len(open_ones),
        sum(one.status is Status.EXPIRED for one in ranked),
        len(blocking),
    )


def ranked_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings: open ones first, and the worst first."""
    return sorted(findings, key=lambda f: (f.status is Status.ACCEPTED, f.rank))


def _grid(analysis: Analysis, ranked: list[Finding], blocking: frozenset[str]) -> Grid:
    decided = any(one.status is not Status.OPEN for one in ranked)
    decided = decided or len({one.id in blocking for one in ranked}) > 1
    columns = (
        Column("Severity", Kind.SEVERITY, "How much the finding costs a cut.", choose=True),
        Column("Kind", Kind.TEXT, "docs/guide/findings.md says what each kind means.", choose=True),
        Column("Subject", Kind.SUBJECT, "What the finding is about."),
        Column("Services", Kind.SERVICES, choose=True),
        Column(
            "Certainty",
            Kind.TEXT,
            "How sure the analysis is, surest first: literal, typed, relation, implicit, cascade, guessed.",
            choose=True,
        ),
        *((_STATUS,) * decided),
        Column("What, and where", Kind.CLAIM),
    )
    remedies = remedies_by_finding(analysis)
    owners = {table.name: table.owner for table in analysis.tables}
    rows = tuple(
        (*_head(one), *((_status(one, blocking),) * decided), claim(one, owners, remedies.get(one.id, ())))
        for one in ranked
    )
    caption = "Findings, worst first; the id of one is its kind, a colon and its subject"
    return Grid("findings", caption, columns, rows, _empty(analysis), "findings.csv", 2, ROWS)


def _status(one: Finding, blocking: frozenset[str]) -> str:
    return BLOCKER if one.id in blocking else STATUS[one.status]


def _head(finding: Finding) -> tuple[Cell, ...]:
    return (
        finding.severity.value,
        finding.kind,
        (finding.subject, finding.id),
        finding.services,
        finding.certainty.value,
    )


def _empty(analysis: Analysis) -> str:
    if len(analysis.services) < 2:  # noqa: PLR2004 (coupling takes two)
        return (
            "There are no findings, because a finding is a coupling between two services and this analysis has "
            f"{len(analysis.services) or 'none'}. Ask for more with --services, or take it as a case for staying."
        )
    return (
        "There are no findings: the services share no table, key or resource, call each other in no circle and no "
        "loop, and no transaction spans two of them. Check under “What we could not see” that tables and calls were "
        "resolved before you rely on it."
    )
