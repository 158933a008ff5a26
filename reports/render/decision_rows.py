"""Which rows do the options, the readiness of services and the steps of the roadmap come to in CSV?"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.model.analysis import Analysis
from analyzer.model.decision import BorderEdges, CutFigures, Step
from reports.render.contract_rows import Row

_FIGURES = "calls_cut shared_tables crossing_transactions synchronous_depth calls_in_loops modules_to_split operations"
_EDGES = "calls reads writes foreign_keys"
OPTION = f"option extracted {_FIGURES} effort_low effort_high stability chosen"
READINESS = (
    f"service ready {' '.join(f'{way}_{name}' for way in ('in', 'out') for name in _EDGES.split())} edges share "
    "transactions operations stability changes alone against"
)
ITEM = (
    "step service item kind preconditions sites effort_low effort_high about findings counted remedy share "
    "making undoing"
)
STEP = f"step service title optional effort_low effort_high {_FIGURES} preconditions reason rollback"


def options(analysis: Analysis) -> Iterable[Row]:
    """Return a row per option, and which one is chosen."""
    decision = analysis.decision
    return [
        (
            *(one.kind, ";".join(one.extracted), *_figures(one.figures), one.effort_low, one.effort_high),
            *(one.stability, "yes" if one.chosen else ""),
        )
        for one in (decision.options if decision else ())
    ]


def readiness(analysis: Analysis) -> Iterable[Row]:
    """Return a row per service: what must be broken when it leaves, and what speaks against it."""
    decision = analysis.decision
    return [
        (
            *(one.service, "yes" if one.is_ready else "", *_edges(one.inbound), *_edges(one.outbound), one.edges),
            *(one.share, one.transactions, one.operations, one.stability, one.changes, one.alone),
            "; ".join(one.against),
        )
        for one in (decision.readiness if decision else ())
    ]


def items(analysis: Analysis) -> Iterable[Row]:
    """Return a row per item of work."""
    return [
        (
            *(step.number, step.service, one.name, one.kind, ";".join(one.preconditions)),
            *(";".join(map(str, one.sites)), one.effort_low, one.effort_high, one.about, ";".join(one.findings)),
            *(";".join(f"{name}={number}" for name, number in one.counted), one.remedy, one.share or ""),
            "; ".join(one.making),
            ";".join(f"{each.service}={each.definition or ' '.join(each.tables)}" for each in one.undoing),
        )
        for step in _steps(analysis)
        for one in step.items
    ]


def steps(analysis: Analysis) -> Iterable[Row]:
    """Return a row per step, with the figures of the system after it."""
    return [
        (
            *(one.number, one.service, one.title, "yes" if one.optional else "", one.effort_low, one.effort_high),
            *(*_figures(one.after), "; ".join(one.preconditions), one.reason, one.rollback),
        )
        for one in _steps(analysis)
    ]


def _steps(analysis: Analysis) -> tuple[Step, ...]:
    return analysis.decision.steps if analysis.decision else ()


def _figures(one: CutFigures) -> Row:
    return (
        *(one.calls_cut, one.shared_tables, one.crossing_transactions, one.synchronous_depth),
        *(one.calls_in_loops, one.modules_to_split, one.operations),
    )


def _edges(one: BorderEdges) -> Row:
    return (one.calls, one.reads, one.writes, one.foreign_keys)
