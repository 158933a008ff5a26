"""Which pages does the report have, in which order?

A new page is one view, one template of the same key, and one line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from reports.views.contracts import contracts_page
from reports.views.decision import decision_page
from reports.views.findings import findings_page
from reports.views.mandate import mandate_page
from reports.views.matrix import matrix_page
from reports.views.page import PageData
from reports.views.risks import risks_page
from reports.views.roadmap import roadmap_page
from reports.views.services import services_page
from reports.views.shared_data import shared_data_page
from reports.views.transactions import transactions_page
from reports.views.unseen import unseen_page


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its key (deep link and template), title, the letter after ``g``, its view, and the kind of its cards.

    Cards add at most ``nodes`` elements to the document; the others wait in the data.
    """

    key: str
    title: str
    letter: str
    view: Callable[[Analysis], PageData]
    card_kind: str = ""
    nodes: int = 700


PAGES: tuple[Page, ...] = (
    Page("decision", "Decision sheet", "v", decision_page),
    Page("services", "Services", "s", services_page, "service"),
    Page("matrix", "Coupling matrix", "x", matrix_page),
    Page("data", "Shared data", "d", shared_data_page, "table"),
    Page("transactions", "Transactions", "t", transactions_page),
    Page("contracts", "Contracts", "c", contracts_page, "contract"),
    Page("risks", "Runtime risks", "r", risks_page),
    Page("roadmap", "Roadmap", "p", roadmap_page, "step"),
    Page("mandate", "API mandate", "m", mandate_page),
    Page("findings", "Findings", "f", findings_page),
    Page("unseen", "What we could not see", "u", unseen_page),
)
