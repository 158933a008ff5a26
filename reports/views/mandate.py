"""Which services would pass the API mandate, and what speaks against the others?"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.plan import Mandate, MandateCheck
from reports.views.grid import Cell, Column, Grid, Kind
from reports.views.page import Card, Diagram
from reports.views.rich import Line, block, counted, finding, joined, places, soft

ROWS = 25
PASSES, FAILS = "passes", "fails"
_SHOWN = 4
_TITLES = {
    Mandate.INTERFACE: "Calls go through an interface",
    Mandate.DATA: "No direct access to tables of others",
    Mandate.RESOURCES: "Nothing shared but interfaces",
    Mandate.BORDER: "Operations could cross a process border",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """One check, and how many of the services that were judged pass it."""

    title: str
    passed: int
    judged: int


@dataclass(frozen=True, slots=True)
class MandatePage:
    """The four checks by service, how many services pass each, and which pass all.

    ``asked`` counts those that others call, ``asked_passing`` those of them that pass all.
    """

    matrix: Grid
    tallies: tuple[Tally, ...]
    passing: tuple[str, ...]
    judged: int
    asked: int
    asked_passing: int
    cards: tuple[Card, ...] = ()
    diagrams: tuple[Diagram, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return (self.matrix,)


def mandate_page(analysis: Analysis) -> MandatePage:
    """Rank the services by the number of checks that they fail, then by name."""
    judged: dict[str, dict[Mandate, MandateCheck]] = {}
    for one in analysis.mandate:
        judged.setdefault(one.service, {})[one.check] = one
    failed = {name: sum(not one.passed for one in checks.values()) for name, checks in judged.items()}
    ranked = sorted(judged, key=lambda name: (-failed[name], name))
    columns = (
        Column("Service", Kind.SERVICE),
        *(Column(_TITLES[check], Kind.CHECK, choose=True) for check in Mandate),
    )
    rows = tuple((name, *(_cell(judged[name].get(check)) for check in Mandate)) for name in ranked)
    passing = tuple(sorted(name for name in judged if len(judged[name]) == len(Mandate) and not failed[name]))
    asked = judged.keys() & {one.name for one in analysis.services if one.inbound_calls}
    return MandatePage(
        Grid("mandate", "The four checks by service", columns, rows, _empty(analysis), "mandate.csv", page=ROWS),
        tuple(_tally(check, list(judged.values())) for check in Mandate),
        passing,
        len(judged),
        len(asked),
        len(asked.intersection(passing)),
    )


def _tally(check: Mandate, judged: list[dict[Mandate, MandateCheck]]) -> Tally:
    found = [checks[check] for checks in judged if check in checks]
    return Tally(_TITLES[check], sum(one.passed for one in found), len(found))


def _cell(one: MandateCheck | None) -> Cell:
    if one is None:
        return ("not judged", "", ())
    counts = [counted(len(one.findings), "finding")] if one.findings else []
    counts += ["first places"] if one.evidence else []
    opened = block(", ".join(counts), (_findings(one), places(one.evidence, _SHOWN)))
    return (PASSES if one.passed else FAILS, one.message, (opened,) * bool(counts))


def _findings(one: MandateCheck) -> Line:
    left = len(one.findings) - _SHOWN
    more = (soft(f" and {left:,} more"),) if left > 0 else ()
    return (*joined(map(finding, one.findings[:_SHOWN])), *more)


def _empty(analysis: Analysis) -> str:
    if len(analysis.services) < 2:  # noqa: PLR2004 (what is between services takes two)
        return "There are fewer than two services, so there is nothing between them to judge."
    return "This result holds no API mandate; run `seamline analyze` again to have it."
