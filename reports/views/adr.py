"""What do the records of the decision say: one for the verdict, and one for each step that leads there?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.code import ModuleStatus
from analyzer.model.decision import RULES, CutFigures, Decision, PlanOption, Verdict
from analyzer.model.finding import Status
from analyzer.model.findings import Finding
from analyzer.model.services import Service
from reports.views.adr_step import StepRecord, StepRecords
from reports.views.arguments import Argument, listed, of_option, option_title
from reports.views.crossing_places import CrossingPlaces, Places
from reports.views.findings import ranked_findings
from reports.views.rich import counted
from reports.views.strip import Strip, strip

_AT_END = re.compile(r"(.*) \(((.*):\d+)\)", re.DOTALL)
WORST = 10
"""Findings that the record of the verdict names as evidence."""


@dataclass(frozen=True, slots=True)
class OptionRecord:
    """An option, how it is called, and what speaks for and against it."""

    option: PlanOption
    title: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the analysis did not see: of which kind, why, how often, and the first places."""

    kind: str
    reason: str
    number: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """What the analysis could not see; ``files`` are those that it could not read."""

    meters: Strip
    files: tuple[tuple[str, str], ...]
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """The record of the verdict; ``drivers`` are what a full split would cost, ``worst`` the open findings."""

    title: str
    verdict: Verdict
    rule: str
    asked: int
    """How many rules were asked."""
    reasons: tuple[Argument, ...]
    services: tuple[Service, ...]
    edges: int
    drivers: tuple[Argument, ...]
    options: tuple[OptionRecord, ...]
    chosen: OptionRecord
    worst: tuple[Finding, ...]
    others: int
    """Open findings beyond the worst."""
    unseen: Unseen


@dataclass(frozen=True, slots=True)
class Records:
    """All records of one decision."""

    decision: Decision
    verdict: VerdictRecord
    steps: tuple[StepRecord, ...]


def decision_records(analysis: Analysis, decision: Decision) -> Records:
    """Collect what the records say, the verdict first, then the steps in their order."""
    crossing = CrossingPlaces(analysis)
    records = StepRecords(analysis, decision, crossing)
    return Records(decision, _verdict(analysis, decision, crossing), tuple(map(records.of, decision.steps)))


def _verdict(analysis: Analysis, decision: Decision, crossing: CrossingPlaces) -> VerdictRecord:
    edges = sum(one.inbound.total for one in decision.readiness)
    split = decision.options[-1]
    against = {one.service: one.against for one in decision.readiness}
    every = crossing.when_left(one.name for one in analysis.services)
    options = tuple(
        OptionRecord(
            one,
            option_title(one, len(analysis.services)),
            of_option(one, split, _places(one, crossing), edges, against),
        )
        for one in decision.options
    )
    chosen = next(one for one in options if one.option.chosen)
    ranked = [one for one in ranked_findings(analysis.findings) if one.status is not Status.ACCEPTED]
    return VerdictRecord(
        chosen.title,
        decision.verdict,
        RULES.get(decision.verdict.rule, decision.verdict.rule),
        list(RULES).index(decision.verdict.rule) + 1 if decision.verdict.rule in RULES else len(RULES),
        tuple(_placed(one, frozenset(module.path for module in analysis.modules)) for one in decision.verdict.reasons),
        analysis.services,
        edges,
        tuple(_drivers(split.figures, every)),
        options,
        chosen,
        tuple(ranked[:WORST]),
        len(ranked[WORST:]),
        unseen(analysis),
    )


def _placed(reason: str, paths: frozenset[str]) -> Argument:
    """Take the place off the end of a reason, where it names one of the files."""
    found = _AT_END.fullmatch(reason)
    return Argument("", found[1], (found[2],)) if found and found[3] in paths else Argument("", reason)


def _places(option: PlanOption, crossing: CrossingPlaces) -> Places:
    return crossing.when_left(option.extracted) if option.extracted else crossing.as_modules()


def _drivers(figures: CutFigures, places: Places) -> list[Argument]:
    """Say what holds the services together, as counted for a full split; what does not occur is left out."""
    calls = counted(figures.calls_cut, "call")
    said = (
        (counted(figures.crossing_transactions, "transaction"), "writing tables of several services", "transactions"),
        (counted(figures.shared_tables, "table"), "used by several services", "tables"),
        (calls, "between services", "calls"),
        (f"{figures.calls_in_loops} of these {calls}", "in loops", "loops"),
        (counted(figures.synchronous_depth, "border"), "crossed in a row by one chain of calls", "chains"),
        (counted(figures.modules_to_split, "module"), "holding code of several services", "modules"),
    )
    return [
        Argument("", f"{number} {what}", getattr(places, seen))
        for number, what, seen in said
        if not number.startswith("0 ")
    ]


def unseen(analysis: Analysis) -> Unseen:
    """Collect what was not seen, most frequent first, with the first places."""
    modules = ((one.path, one.reason) for one in analysis.modules if one.status is ModuleStatus.UNREAD)
    files = sorted([*modules, *((one.path, one.reason) for one in analysis.project.unread_documents)])
    counts = Counter((one.kind, one.reason) for one in analysis.unresolved)
    first: dict[tuple[str, str], list[str]] = {}
    for one in sorted(analysis.unresolved):
        first.setdefault((one.kind, one.reason), []).append(f"{one.path}:{one.line}")
    gaps = tuple(
        Gap(kind, reason, number, tuple(dict.fromkeys(first[kind, reason])))
        for (kind, reason), number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    notes = list(analysis.project.notes)
    if analysis.project.others:
        notes.append(f"the code uses {listed(analysis.project.others)}, which this version does not interpret")
    if reason := analysis.coverage.history.reason:
        notes.append(f"the history of changes was not read: {reason}")
    elif not analysis.coverage.history.commits:
        notes.append(f"the history of changes was not read: {counted(0, 'commit')}")
    return Unseen(strip(analysis), tuple(files), gaps, tuple(notes))
