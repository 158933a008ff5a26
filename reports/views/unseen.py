"""What could the analysis not see, and how did it measure the rest?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import msgspec

from analyzer.model.analysis import Analysis, EdgeWeight, Partition, Project, SetWeight
from analyzer.model.code import ModuleStatus
from analyzer.model.history import HistoryRead
from analyzer.model.options import Options, ServiceRange
from reports.views.cut_rows import FIGURES, FORMULAS_OF_CUTS, CutLine, Figure, cut_lines
from reports.views.glossary import FORMULAS, GLOSSARY, NOT_YET
from reports.views.grid import Column, Grid, Kind
from reports.views.open_questions import Question, unseen_questions
from reports.views.page import Card, Diagram
from reports.views.unresolved import unresolved_data


@dataclass(frozen=True, slots=True)
class UnseenPage:
    """Lists of what was not seen, and the facts about how the figures were made."""

    unread: Grid
    unresolved_kinds: Grid
    unresolved_data: Grid
    unresolved: Grid
    calls: Grid
    calls_unresolved: int
    skipped: tuple[tuple[str, int], ...]
    lowered: int
    lines: int
    history: HistoryRead
    project: Project
    partition: Partition
    weights: tuple[EdgeWeight, ...]
    sets: tuple[SetWeight, ...]
    cuts: tuple[CutLine, ...]
    options: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    figures: tuple[Figure, ...] = FIGURES
    formulas: tuple[tuple[str, str, str], ...] = (*FORMULAS, *FORMULAS_OF_CUTS)
    glossary: tuple[tuple[str, str], ...] = GLOSSARY
    not_yet: tuple[str, ...] = NOT_YET
    cards: tuple[Card, ...] = ()
    diagrams: tuple[Diagram, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return (self.unread, self.unresolved_kinds, self.unresolved_data, self.unresolved, self.calls)


def unseen_page(analysis: Analysis) -> UnseenPage:
    """Collect what was not seen, most frequent first, and how the figures were made."""
    seen = analysis.coverage
    reasons = (m.reason.partition(";")[0] or m.kind for m in analysis.modules if m.status is ModuleStatus.SKIPPED)
    skipped = Counter(map(str, reasons))
    return UnseenPage(
        _unread(analysis),
        _unresolved_kinds(analysis),
        _unresolved_data(analysis),
        _unresolved(analysis),
        _calls(analysis),
        seen.calls_unresolved,
        tuple(sorted(skipped.items(), key=lambda item: (-item[1], item[0]))),
        seen.files_lowered,
        seen.lines_read,
        seen.history,
        analysis.project,
        analysis.partition,
        tuple(sorted(analysis.partition.weights, key=lambda weight: (-weight.weight, weight.kind))),
        analysis.partition.sets,
        cut_lines(analysis.partition.rows),
        _changed_options(analysis.options),
        unseen_questions(analysis),
    )


def _unread(analysis: Analysis) -> Grid:
    modules = ((m.path, m.reason) for m in analysis.modules if m.status is ModuleStatus.UNREAD)
    unread = sorted([*modules, *((one.path, one.reason) for one in analysis.project.unread_documents)])
    return Grid(
        "unread",
        "Files that could not be read",
        (Column("File", Kind.PLACE), Column("Reason", Kind.TEXT)),
        tuple((f"{path}:0", reason) for path, reason in unread),
        "Every file that was meant to be read could be read.",
        "modules.csv",
    )


def _unresolved_kinds(analysis: Analysis) -> Grid:
    kinds = Counter((u.kind, u.reason) for u in analysis.unresolved)
    return Grid(
        "unresolved-kinds",
        "Why names, statements and accesses stayed unresolved",
        (Column("Kind", Kind.TEXT), Column("Reason", Kind.TEXT), Column("Places", Kind.NUMBER)),
        tuple((*key, number) for key, number in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        "Everything of these kinds was resolved, so there is nothing to explain.",
        "unresolved.csv",
    )


def _unresolved_data(analysis: Analysis) -> Grid:
    """How many accesses to data of each service stayed unresolved, and why."""
    found = unresolved_data(analysis)
    counted = [(-number, name, reason) for name, why in found.items() for reason, number in why]
    rows = tuple((name or "in no service", reason, -number) for number, name, reason in sorted(counted))
    return Grid(
        "unresolved-data",
        "Accesses to data that stayed unresolved, by service",
        (Column("Service", Kind.TEXT, choose=True), Column("Reason", Kind.TEXT), Column("Places", Kind.NUMBER)),
        rows,
        "Every access to data that the analysis met could be resolved.",
        "unresolved.csv",
    )


def _unresolved(analysis: Analysis) -> Grid:
    rows = sorted((u.kind, u.path, u.line, u.what, u.reason) for u in analysis.unresolved)
    return Grid(
        "unresolved",
        "Imports, models, keys, SQL, accesses, resources and routes that could not be resolved",
        (
            Column("Kind", Kind.TEXT, choose=True),
            Column("What", Kind.CODE),
            Column("Reason", Kind.TEXT),
            Column("Where", Kind.PLACE),
        ),
        tuple((kind, what, reason, f"{path}:{line}") for kind, path, line, what, reason in rows),
        "Every import, model, foreign key, SQL text and access that the analysis met could be resolved.",
        "unresolved.csv",
    )


def _calls(analysis: Analysis) -> Grid:
    reasons = sorted(analysis.coverage.call_reasons, key=lambda count: (-count.number, count.what))
    return Grid(
        "call-reasons",
        "Why the target of a call is unknown",
        (Column("Reason", Kind.TEXT), Column("Calls", Kind.NUMBER)),
        tuple((count.what, count.number) for count in reasons),
        "The target of every call is known, or no reasons were recorded.",
        "unresolved.csv",
    )


def _changed_options(options: Options) -> tuple[tuple[str, str], ...]:
    """List options that differ from their default; the number of jobs cannot change the result and is left out."""
    default = Options()
    silent = ("jobs", "cache", "service", "weights", "accepted", "origins")
    names = [field.name for field in msgspec.structs.fields(Options) if field.name not in silent]
    changed = tuple(
        (_FLAGS.get(name, f"--{name.replace('_', '-')}"), _text(value))
        for name in names
        if (value := getattr(options, name)) != getattr(default, name)
    )
    steered = tuple(
        (f"service.{service.name}.{key}", wish if isinstance(wish, str) else ", ".join(wish))
        for service in options.service
        for key in _STEERING
        if (wish := getattr(service, key))
    )
    weights = tuple((f"weights.{one.kind}", f"{one.weight:g}") for one in options.weights)
    accepted = tuple(
        (f"accepted {one.finding}", f"{one.reason} (until {one.until})" if one.until else one.reason)
        for one in options.accepted
    )
    return changed + steered + weights + accepted


def _text(value: object) -> str:
    if isinstance(value, ServiceRange):
        return str(value.most) if value.least == value.most else f"{value.least}..{value.most}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "yes" if isinstance(value, bool) else str(value)  # --no-git is the flag of what is on by default


_STEERING = ("pin", "seed", "tables", "never_with", "team")
_FLAGS = {"source_roots": "--source-root", "shared_kernel": "shared_kernel", "git": "--no-git"}
