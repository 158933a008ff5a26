"""What does the summary tell, in the order of the report?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.finding import Severity, Status
from analyzer.model.findings import Finding
from analyzer.model.plan import Remedy
from reports.views.adr import Unseen, unseen
from reports.views.contract_card import ContractCard
from reports.views.contracts import ContractsPage, contracts_page
from reports.views.days import days
from reports.views.decision import DecisionPage, decision_page
from reports.views.findings import FindingsPage, findings_page, ranked_findings
from reports.views.grid import Cell, Grid
from reports.views.mandate import MandatePage, mandate_page
from reports.views.matrix import MatrixPage, matrix_page
from reports.views.remedies import remedies_by_finding
from reports.views.risks import RisksPage, risks_page
from reports.views.roadmap import RoadmapPage, roadmap_page
from reports.views.services import ServicesPage, services_page
from reports.views.shared_data import SharedDataPage, shared_data_page
from reports.views.strip import Strip, strip
from reports.views.table_card import TableCard
from reports.views.transactions import TransactionsPage, transactions_page
from reports.views.unseen import UnseenPage, unseen_page

SQUARE = 12
"""Up to so many services the coupling matrix is a table; beyond it the pairs tell it."""
_COUPLINGS = (("Calls", "c"), ("Reads", "r"), ("Writes", "w"), ("Keys", "k"))
"""The columns of the pairs that a cell of the matrix tells, each with its letter."""

_OF_TABLES = ("shared-table", "direct-access")
"""The kinds of finding whose remedies say what should be done about a shared table."""


@dataclass(frozen=True, slots=True)
class SharedTable:
    """A shared table: who uses it and how, what should be done about it, and where those use it that do not own it."""

    name: str
    owner: str
    writers: int
    users: tuple[tuple[str, str], ...]
    remedy: str
    days: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindLine:
    """The open findings of one kind: how many of each severity, worst first, how many in all, and the worst of them."""

    kind: str
    numbers: tuple[int, ...]
    number: int
    worst: Finding


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """The pages of the report, and what the summary tells otherwise.

    ``square`` is the coupling matrix, empty where there are too many services for a table; ``promises`` are the
    contracts of services that others call, and ``first`` the one whose operations are told.
    """

    strip: Strip
    decision: DecisionPage
    services: ServicesPage
    matrix: MatrixPage
    square: tuple[tuple[str, tuple[str, ...]], ...]
    data: SharedDataPage
    shared: tuple[SharedTable, ...]
    transactions: TransactionsPage
    contracts: ContractsPage
    promises: tuple[ContractCard, ...]
    first: ContractCard | None
    risks: RisksPage
    roadmap: RoadmapPage
    mandate: MandatePage
    findings: FindingsPage
    kinds: tuple[KindLine, ...]
    unseen: Unseen
    measured: UnseenPage


def summary_page(analysis: Analysis) -> SummaryPage:
    """Collect what the pages tell."""
    matrix, data, contracts = matrix_page(analysis), shared_data_page(analysis), contracts_page(analysis)
    promises = tuple(card for card in contracts.cards if card.across)
    return SummaryPage(
        strip(analysis),
        decision_page(analysis),
        services_page(analysis),
        matrix,
        _square(matrix) if len(analysis.services) <= SQUARE else (),
        data,
        _shared(analysis, data),
        transactions_page(analysis),
        contracts,
        promises,
        contracts.first or next(iter(promises), None),
        risks_page(analysis),
        roadmap_page(analysis),
        mandate_page(analysis),
        findings_page(analysis),
        _kinds(analysis.findings),
        unseen(analysis),
        unseen_page(analysis),
    )


def _square(page: MatrixPage) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Write the matrix row by row: what the service of the row needs of that of each column."""
    cells = {(str(row[0]), str(row[1])): _needed(page.pairs, row) for row in page.pairs.rows}
    order = [row.service for row in page.rows]
    return tuple(
        (name, tuple("–" if name == other else cells.get((name, other), "") for other in order)) for name in order
    )


def _needed(pairs: Grid, row: tuple[object, ...]) -> str:
    numbers = {column.title: value for column, value in zip(pairs.columns, row, strict=True)}
    return " ".join(f"{numbers[title]}{letter}" for title, letter in _COUPLINGS if numbers[title])


def _shared(analysis: Analysis, page: SharedDataPage) -> tuple[SharedTable, ...]:
    remedies = remedies_by_finding(analysis)
    made = []
    for card, row in zip(page.cards, page.heat.rows, strict=False):
        advised = (remedies[finding][0] for kind in _OF_TABLES if (finding := f"{kind}:{card.name}") in remedies)
        made.append(_table(card, row, next(advised, None)))
    return tuple(made)


def _table(card: TableCard, row: tuple[Cell, ...], remedy: Remedy | None) -> SharedTable:
    _, owner, writers, *_ = row
    return SharedTable(
        card.name,
        str(owner),
        writers if isinstance(writers, int) else 0,
        tuple((use.service, use.text) for use in card.uses),
        remedy.remedy.value if remedy else "",
        days(remedy.effort_low, remedy.effort_high) if remedy else "",
        tuple(f"{one.path}:{one.line}" for use in card.uses if not use.owns for one in use.accesses[:1]),
    )


def _kinds(findings: Iterable[Finding]) -> tuple[KindLine, ...]:
    """Count by kind and severity, the kinds with the most of the worst first."""
    found: dict[str, list[Finding]] = {}
    for one in ranked_findings(findings):
        if one.status is not Status.ACCEPTED:
            found.setdefault(one.kind, []).append(one)
    lines = (KindLine(kind, _by_severity(several), len(several), several[0]) for kind, several in found.items())
    return tuple(sorted(lines, key=lambda line: (*(-number for number in line.numbers), line.kind)))


def _by_severity(findings: list[Finding]) -> tuple[int, ...]:
    counts = Counter(one.severity for one in findings)
    return tuple(counts[each] for each in Severity)
