"""What will go wrong at run time once calls cross a network: loops, chains, circles, shared state, outages?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.finding import Status
from analyzer.model.findings import Finding
from reports.views.claims import short_claim
from reports.views.findings import ranked_findings
from reports.views.grid import Column, Grid, Kind
from reports.views.page import Card, Diagram
from reports.views.rich import counted

ROWS = 10


@dataclass(frozen=True, slots=True)
class Risk:
    """A sort of trouble at run time: what happens, the kinds of finding that tell of it."""

    key: str
    title: str
    trouble: str
    kinds: tuple[str, ...]


RISKS = (
    Risk(
        "loops",
        "Calls in loops",
        "Each turn of the loop becomes a trip over the network: a list of a hundred takes a hundred of them.",
        ("call-in-loop",),
    ),
    Risk(
        "chatty",
        "Many calls for one answer",
        "One request makes so many trips that their times add up to what a user feels.",
        ("chatty-entry-point",),
    ),
    Risk(
        "chains",
        "Services that wait in a row",
        "The slowest sets the pace, and each one that is down takes down all before it.",
        ("synchronous-chain",),
    ),
    Risk(
        "circles",
        "Circles of calls",
        "Services that call each other for data can be neither released nor fail alone. Calls that need none of the "
        "other's, such as those of code that is copied, count in the coupling matrix and not here.",
        ("call-cycle",),
    ),
    Risk(
        "outages",
        "What an outage takes along",
        "Without this service entry points of others stop working. What several routes lead to counts once here, and "
        "what only a signal starts not at all.",
        ("blast-radius",),
    ),
    Risk(
        "memory",
        "Shared memory, and objects that cannot travel",
        "What one process keeps in memory another does not see; a session or an open file cannot be sent.",
        ("shared-state", "live-object"),
    ),
    Risk(
        "resources",
        "Shared queues, caches, files, buckets and indexes",
        "Whoever changes the form of what lies there breaks the others, without a call that would show it.",
        ("shared-queue", "shared-topic", "shared-cache", "shared-file", "shared-bucket", "shared-index"),
    ),
    Risk(
        "kernel",
        "Code that all need",
        "A change of it means a release of all services; base classes of another service do the same for two.",
        ("kernel-too-large", "inheritance"),
    ),
)
"""The sorts of trouble, in the order of the page."""

_UNITS = {
    "call-in-loop": "definition",
    "chatty-entry-point": "entry point",
    "synchronous-chain": "row",
    "call-cycle": "circle",
    "blast-radius": "service",
    "shared-state": "value",
    "live-object": "definition",
    "shared-queue": "queue",
    "shared-topic": "topic",
    "shared-cache": "cache",
    "shared-file": "file",
    "shared-bucket": "bucket",
    "shared-index": "index",
    "kernel-too-large": "shared kernel",
    "inheritance": "class",
}
"""Kind of finding -> what one of them is about: the unit in which its sort of trouble is counted."""
_SEVERAL = {"index": "indexes", "class": "classes"}


@dataclass(frozen=True, slots=True)
class FoundRisk:
    """A sort of trouble with its findings; ``told`` counts what the open ones are about."""

    risk: Risk
    grid: Grid
    told: str


@dataclass(frozen=True, slots=True)
class RisksPage:
    """The sorts of trouble that were found, and the names of those that were not."""

    found: tuple[FoundRisk, ...]
    absent: tuple[str, ...]
    empty: str
    cards: tuple[Card, ...] = ()
    diagrams: tuple[Diagram, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return tuple(one.grid for one in self.found)


def risks_page(analysis: Analysis) -> RisksPage:
    """Sort the findings about running by what goes wrong; the worst first in each."""
    ranked = ranked_findings(analysis.findings)
    sorted_out = [(risk, [one for one in ranked if one.kind in risk.kinds]) for risk in RISKS]
    return RisksPage(
        tuple(_found(risk, findings) for risk, findings in sorted_out if findings),
        tuple(risk.title.lower() for risk, findings in sorted_out if not findings),
        _empty(analysis),
    )


def _found(risk: Risk, findings: list[Finding]) -> FoundRisk:
    several = len(risk.kinds) > 1
    columns = (
        Column("Severity", Kind.SEVERITY, "How much it costs a cut.", choose=True),
        *((Column("Kind", Kind.TEXT, choose=True),) * several),
        Column("Subject", Kind.FINDING, "A click leads to the finding, with its steps and users."),
        Column("What, and where", Kind.CLAIM),
    )
    rows = tuple(
        (one.severity.value, *((one.kind,) * several), (one.subject, one.id), short_claim(one)) for one in findings
    )
    grid = Grid(f"risk-{risk.key}", risk.trouble, columns, rows, "", "findings.csv", 1 + several, ROWS)
    open_ones = Counter(one.kind for one in findings if one.status is not Status.ACCEPTED)
    units = [(open_ones[kind], _UNITS[kind]) for kind in risk.kinds if open_ones[kind]]
    told = ", ".join(counted(number, unit, _SEVERAL.get(unit, "")) for number, unit in units)
    accepted = f"; {len(findings) - open_ones.total():,} accepted" * (open_ones.total() < len(findings))
    return FoundRisk(risk, grid, (told or "none open") + accepted)


def _empty(analysis: Analysis) -> str:
    if len(analysis.services) < 2:  # noqa: PLR2004 (a call across takes two)
        return "There are fewer than two services, so no call can cross from one to another."
    return ""
