"""Which transactions would cross services, what do they write in which order, and what should become of them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.data import TransactionKind
from analyzer.model.data_findings import TransactionAcross
from analyzer.model.decision import WorkKind
from analyzer.model.finding import Status
from analyzer.model.location import Location
from analyzer.model.plan import Remedy
from reports.views.claims import decision
from reports.views.details import ordered_writes
from reports.views.findings import ranked_findings
from reports.views.grid import Cell, Column, Grid, Kind
from reports.views.page import Card, Diagram
from reports.views.remedies import effort, person_days, remedies_by_finding, sentence
from reports.views.rich import Line, counted, place, soft, strong, text

ROWS = 25
STEPS = 3
"""Steps of the roadmap that are told beside the advice on a transaction."""
_WIDE = 3
_BEGINS = {
    TransactionKind.BLOCK: "a with block",
    TransactionKind.DECORATOR: "a decorated function",
    TransactionKind.REQUEST: "a whole request",
    TransactionKind.SESSION: "a session",
    TransactionKind.COMMIT: "up to a commit",
}
_COLUMNS = (
    Column("Severity", Kind.SEVERITY, "How much it costs a cut.", choose=True),
    Column("Definition", Kind.FINDING, "Where the transaction stands; a click leads to its finding."),
    Column("Scope", Kind.TEXT, "What makes it one transaction.", choose=True),
    Column("Services", Kind.SERVICES, "Whose tables it writes, and whose code it is.", choose=True),
    Column("Order of writes", Kind.LINES, "Each table at the first write to it."),
    Column("Advice", Kind.LINES, "The recommended remedy, and why."),
)


@dataclass(frozen=True, slots=True)
class TransactionsPage:
    """The transactions that would cross, and how many of them span three services; ``seen`` counts all that write.

    Like the findings, it counts definitions: one that begins two transactions counts once. ``left_out`` would write
    tables of several services only by a guess, one of several tables at a time, or by calling one that is told.
    """

    transactions: Grid
    seen: int
    wide: int
    left_out: int
    advice: tuple[tuple[str, int], ...]
    cards: tuple[Card, ...] = ()
    diagrams: tuple[Diagram, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return (self.transactions,)


def transactions_page(analysis: Analysis) -> TransactionsPage:
    """Rank the transactions that would cross, worst first."""
    ranked = [one for one in ranked_findings(analysis.findings) if isinstance(one, TransactionAcross)]
    remedies, planned = remedies_by_finding(analysis), _planned(analysis)
    advised = [found[0].remedy.value for one in ranked if (found := remedies.get(one.id)) and found[0].recommended]
    rows = tuple(_row(one, remedies.get(one.id, ()), planned.get(one.id, ())) for one in ranked)
    return TransactionsPage(
        Grid(
            "transactions",
            "Transactions that would cross services, worst first",
            _COLUMNS,
            rows,
            _empty(analysis),
            "findings.csv and remedies.csv",
            heading=1,
            page=ROWS,
        ),
        len({(one.path, one.qualname) for one in analysis.transactions if one.tables}),
        sum(len({write.owner for write in one.writes if write.owner}) >= _WIDE for one in ranked),
        _left_out(analysis, {one.definition for one in ranked}),
        tuple((name, advised.count(name)) for name in sorted(set(advised), key=lambda one: (-advised.count(one), one))),
    )


def _left_out(analysis: Analysis, told: Collection[str]) -> int:
    """Count the definitions of services whose transactions seem to write tables of several, and that are not told."""
    services = {one.name for one in analysis.services}
    owner = {one.name: one.owner for one in analysis.tables}
    place = {(one.path, "<module>"): (one.name, one.service) for one in analysis.modules}
    place |= {(one.path, one.qualname): (one.name, one.service) for one in analysis.definitions}
    found = set()
    for one in analysis.transactions:
        name, service = place.get((one.path, one.qualname), ("", ""))
        owners = {owner.get(table, "") for table in one.tables} & services
        if len(owners) > 1 and service in services and name not in told:
            found.add(name)
    return len(found)


def _planned(analysis: Analysis) -> dict[str, tuple[Line, ...]]:
    """Tell by finding what each step of the roadmap does about it, between those that have left by then."""
    found: defaultdict[str, tuple[Line, ...]] = defaultdict(tuple)
    for step in analysis.decision.steps if analysis.decision else ():
        for item in step.items:
            if item.kind is WorkKind.TRANSACTION and item.consistency:
                said = item.remedy or "stays one transaction"
                spent = f" {person_days(item.effort_low, item.effort_high)}"
                found[item.findings[0]] += ((soft(f"step {step.number} of the roadmap: "), text(said), soft(spent)),)
    return found


def _row(one: TransactionAcross, remedies: tuple[Remedy, ...], planned: tuple[Line, ...]) -> tuple[Cell, ...]:
    return (
        one.severity.value,
        (one.subject, one.id),
        _BEGINS[one.transaction],
        one.services,
        (*ordered_writes(one), *_beside(one)),
        (*_advice(one, remedies), *planned[:STEPS]),
    )


def _beside(one: TransactionAcross) -> tuple[Line, ...]:
    """Name the first place of the finding that is none of the writes."""
    written = {write.at for write in one.writes}
    other: list[Location] = [at for at in one.evidence if at not in written]
    return ((soft("also "), place(other[0])),) if other else ()


def _advice(one: TransactionAcross, remedies: tuple[Remedy, ...]) -> tuple[Line, ...]:
    decided = ((text(decision(one)),),) if one.status is not Status.OPEN else ()
    if not remedies:
        return (*decided, (soft("no remedy was worked out"),))
    first, others = remedies[0], len(remedies) - 1
    beside = ((soft(f"{counted(others, 'other remedy', 'other remedies')} on its finding"),),) if others else ()
    steps = tuple(_numbered(number, step) for number, step in enumerate(first.steps, 1))
    return (
        *decided,
        (strong(first.remedy), soft(f" {effort(first)}")),
        *(((text(sentence(first.reason)),),) if first.reason else ()),
        *steps,
        *beside,
    )


def _numbered(number: int, step: str) -> Line:
    """Number what is to be done; a step of a saga that bears this number already is not numbered twice."""
    return soft(f"{number}. "), text(sentence(step.removeprefix(f"step {number} of ")))


def _empty(analysis: Analysis) -> str:
    if not analysis.transactions:
        return (
            "No transaction was found in the code. If this system does use them, a decorator or context manager of the "
            "house may begin them: name it under `transactions` in seamline.toml."
        )
    return "No transaction writes tables of two services: each can keep its transactions as they are."
