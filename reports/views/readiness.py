"""Which services are ready to leave, what ties each to the others, and what speaks against the rest?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analyzer.model.decision import BorderEdges, Readiness
from reports.views.grid import Cell, Column, Grid, Kind
from reports.views.remedies import sentence
from reports.views.rich import counted

ROWS = 15
READY, NOT_YET = "ready", "not yet"
_COLUMNS = (
    Column("Service", Kind.SERVICE),
    Column(
        "Ready",
        Kind.CHECK,
        "None of the reasons against leaving holds. Edges are work; only a large share of all speaks against it.",
        choose=True,
    ),
    Column("Edges", Kind.NUMBER, "All edges that must be broken when it leaves first."),
    Column(
        "Leading to it",
        Kind.TEXT,
        "Calling pairs: definitions that call one of its own, each two once, however many calls. Reads and writes: "
        "places. Keys: foreign keys.",
    ),
    Column("Leading away", Kind.TEXT, "What it asks of others, and which of their tables it uses."),
    Column("Share of all", Kind.SHARE, "Its edges in all edges between services."),
    Column("Transactions", Kind.NUMBER, "Definitions whose transaction ties it to others."),
    Column("Operations", Kind.NUMBER, "What it would offer the others."),
    Column("Stability", Kind.SHARE, "The share of the runs in which its members were together."),
)
_HISTORY = (
    Column("Commits", Kind.NUMBER, "Commits that touch it."),
    Column("Alone", Kind.NUMBER, "Commits that touch no other service."),
)


def readiness_grid(readiness: Sequence[Readiness], by_kernel: Collection[str] = ()) -> Grid:
    """Rank the services, those with the fewest edges to break first; without history its columns are left out.

    ``by_kernel`` are those that the shared kernel calls.
    """
    has_history = any(one.changes for one in readiness)
    return Grid(
        "readiness",
        "Readiness of all services: first the ready ones, then the others, each with the fewest edges first",
        (*_COLUMNS, *_HISTORY) if has_history else _COLUMNS,
        tuple(
            (*_row(one, by_kernel=one.service in by_kernel), *((one.changes, one.alone) if has_history else ()))
            for one in readiness
        ),
        "There are no services whose leaving could be weighed.",
        "readiness.csv",
        page=ROWS,
    )


def _row(one: Readiness, *, by_kernel: bool) -> tuple[Cell, ...]:
    check = (READY, "", ()) if one.is_ready else (NOT_YET, sentence("; ".join(one.against)), ())
    return (
        *(
            one.service,
            check,
            one.edges,
            _edges(one.inbound) + "; the shared kernel calls it" * by_kernel,
            _edges(one.outbound),
            one.share,
        ),
        *(one.transactions, one.operations, one.stability),
    )


def _edges(one: BorderEdges) -> str:
    kinds = ((one.calls, "calling pair"), (one.reads, "read"), (one.writes, "write"), (one.foreign_keys, "key"))
    return ", ".join(counted(number, kind) for number, kind in kinds if number) or "–"
