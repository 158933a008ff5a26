"""Which service should leave first, why, what would it promise, and what becomes of its data?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Contract
from analyzer.model.decision import BorderEdges, Decision, Readiness, Step, WorkItem, WorkKind
from reports.views.beside import besides, kernel_line
from reports.views.contract_line import of_these
from reports.views.days import Days, days, days_of_whole, spent, whole_efforts
from reports.views.rich import Line, counted, shortened
from reports.views.shares import share
from reports.views.to_write import to_write

REMEDIES = 3
_NAME = 48


@dataclass(frozen=True, slots=True)
class DataRemedy:
    """What is done about a finding on data when the service leaves: the finding's id, its subject, and the days."""

    finding: str
    subject: str
    remedy: str
    days: str


@dataclass(frozen=True, slots=True)
class FirstExtraction:
    """The service to begin with; ``leaves`` where the verdict asks for it, ``later`` where it could follow.

    With neither it is the one that is nearest to leaving, and ``against`` says what speaks against it.
    """

    service: str
    why: str
    leaves: bool
    later: bool
    figures: tuple[tuple[str, str], ...]
    against: tuple[str, ...]
    contract: str
    days: str
    tables: int
    remedies: tuple[DataRemedy, ...]
    more: int
    beside: Line = ()
    """What no rule counts and who decides should know: the shared kernel calls it."""


def first_extraction(analysis: Analysis) -> FirstExtraction | None:
    """Return the first service that leaves or could, or the one nearest to it; None without services to part."""
    decision = analysis.decision
    if decision is None or len(decision.readiness) < 2:  # noqa: PLR2004 (one leaves, one stays)
        return None
    step = next((one for one in decision.steps if one.service), None)
    named = step.service if step else _nearest(decision).service
    ready = next((one for one in decision.readiness if one.service == named), None)
    return _told(analysis, decision.readiness, ready, step) if ready else None


def _nearest(decision: Decision) -> Readiness:
    return min(decision.readiness, key=lambda one: (len(one.against), one.edges, one.service))


def _told(analysis: Analysis, readiness: tuple[Readiness, ...], ready: Readiness, step: Step | None) -> FirstExtraction:
    contract = next((one for one in analysis.contracts if one.service == ready.service), None)
    owned = next((len(one.tables) for one in analysis.services if one.name == ready.service), 0)
    about_data = [one for one in step.items if one.remedy and one.findings] if step else []
    whole = whole_efforts(analysis.remedies)
    about_data.sort(key=lambda one: (-one.effort_high, one.name))
    return FirstExtraction(
        service=ready.service,
        why=_why(ready, readiness),
        leaves=step is not None and not step.optional,
        later=step is not None and step.optional,
        figures=_figures(ready),
        against=ready.against,
        contract=_contract(contract, ready.operations, len(to_write(analysis).get(ready.service, ()))),
        days=days(step.effort_low, step.effort_high) if step else "",
        tables=owned,
        remedies=tuple(_remedy(one, whole) for one in about_data[:REMEDIES]),
        more=max(0, len(about_data) - REMEDIES),
        beside=kernel_line(besides(analysis).get(ready.service)),
    )


def _why(one: Readiness, readiness: tuple[Readiness, ...]) -> str:
    ready = sum(other.is_ready for other in readiness)
    if not one.is_ready:
        return "the fewest reasons against it, then the fewest edges"
    if one.service == readiness[0].service:
        return (
            f"the fewest edges of the {counted(ready, 'service')} ready to leave"
            if ready > 1
            else "the only service that is ready to leave"
        )
    return "ready to leave, and asked by one that leaves after it"


def _figures(one: Readiness) -> tuple[tuple[str, str], ...]:
    ways = ((one.inbound, "in"), (one.outbound, "out"))
    told = "; ".join(f"{way}: {_edges(edges)}" for edges, way in ways if edges.total)
    return (
        ("Edges to break", f"{one.edges:,}, {share(one.share)} of all{'; ' * bool(told)}{told}"),
        ("Transactions", f"{one.transactions:,} would cross its border"),
        ("Stability", share(one.stability)),
        *((("Changed alone", f"in {one.alone:,} of {counted(one.changes, 'commit')}"),) * bool(one.changes)),
    )


def _edges(one: BorderEdges) -> str:
    kinds = ((one.calls, "calling pair"), (one.reads, "read"), (one.writes, "write"), (one.foreign_keys, "foreign key"))
    return ", ".join(counted(number, word) for number, word in kinds if number)


def _contract(one: Contract | None, for_others: int, missing: int) -> str:
    """Tell the contract in figures; it also holds what only the service's own entry points hand over to.

    ``missing`` operations are to be written besides.
    """
    if one is None or not one.border.operations:
        return "no operation: nobody asks it" + f"; {missing:,} to be written" * bool(missing)
    border = one.for_others
    own = max(0, one.border.operations - for_others)
    parts = [f"{counted(for_others, 'operation')} for others{of_these(border)}"]
    parts += [f"{own:,} for its own entry points"] * bool(own)
    parts += [counted(border.fields, "field")]
    parts += [f"besides {missing:,} to be written, to undo what a saga did"] * bool(missing)
    return ", ".join(parts)


def _remedy(item: WorkItem, whole: Mapping[tuple[str, str], Days]) -> DataRemedy:
    finding = item.findings[0]
    subject = finding.partition(":")[2]
    if item.kind is WorkKind.TRANSACTION:
        subject = subject.rpartition(".")[2] or subject
    said = days_of_whole(spent([item]), whole.get((finding, item.remedy)) if item.share else None)
    return DataRemedy(finding, shortened(subject, _NAME), item.remedy, said)
