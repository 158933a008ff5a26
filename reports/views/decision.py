"""What is to be decided in the meeting: the verdict, the options, what stands in the way, the first step?"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.decision import RULES, Decision, OptionKind, PlanOption, Step
from reports.views.across import Across, crossing_operations
from reports.views.blockers import Blockers, blockers, concerned_findings
from reports.views.days import days
from reports.views.first_extraction import FirstExtraction, first_extraction
from reports.views.grid import Grid
from reports.views.open_questions import Question, open_questions
from reports.views.page import Card, Diagram
from reports.views.rich import counted, shortened
from reports.views.shares import share

REASONS = 4
STEPS = 4
_SAID = 140
_SENTENCE = 240
_NAME = 80
_TITLES = {
    OptionKind.STAY: "Stay one process",
    OptionKind.MODULAR: "Modular monolith",
    OptionKind.EXTRACT: "Extract one to three",
    OptionKind.SPLIT: "Full split",
}
FIGURES = (
    ("Calls cut", "Calls in the code between two processes."),
    ("Shared tables", "Tables that several processes use."),
    ("Transactions across", "Definitions whose transaction ties several processes: that write tables of several."),
    ("Synchronous depth", "The most borders that one chain of calls crosses in a row."),
    ("Calls cut in loops", "Those of the calls cut that are made in a loop."),
    (
        "Modules to split",
        "Modules whose definitions go to several processes, or to several modules of the monolith. One counts once, "
        "and is work in the step of each service that leaves it.",
    ),
    ("Operations", "What one process offers another; in the modular monolith, one service another, as functions."),
    ("Person-days", "From least to most: the sum of the items of work of its steps."),
    ("Stability", "Mean stability of the services whose borders it draws, by their definitions."),
)
"""The columns of the options: title and meaning."""


@dataclass(frozen=True, slots=True)
class Option:
    """A line of the table of options: its title, what it means here, its figures in the order of ``FIGURES``."""

    title: str
    meaning: str
    figures: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict: the sentence, the rule with when it holds, the reasons, and what would change it."""

    sentence: str
    rule: str
    holds: str
    reasons: tuple[str, ...]
    would_change: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step of the way: its number, title and days; ``optional`` where the verdict does not ask for it."""

    number: int
    title: str
    days: str
    optional: bool


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """The decision sheet; ``ruling`` is None where the result was made before there were verdicts.

    ``to_decide`` are what the boxes are for; ``services`` is how many candidate services there are.
    """

    ruling: Ruling | None
    options: tuple[Option, ...]
    blockers: Blockers
    first: FirstExtraction | None
    steps: tuple[NextStep, ...]
    more_steps: int
    questions: tuple[Question, ...]
    to_decide: tuple[tuple[str, str], ...]
    services: int
    operations: str = ""
    """Whose the operations are that cross on the chosen way, if some do."""
    figures: tuple[tuple[str, str], ...] = FIGURES
    grids: tuple[Grid, ...] = ()
    cards: tuple[Card, ...] = ()
    diagrams: tuple[Diagram, ...] = ()


def decision_page(analysis: Analysis) -> DecisionPage:
    """Collect the sheet."""
    decision = analysis.decision
    chosen = next((one for one in decision.options if one.chosen), None) if decision else None
    met = concerned_findings(analysis, chosen)
    first = first_extraction(analysis)
    found = blockers(analysis, met, chosen)
    steps = decision.steps if decision else ()
    questions = open_questions(analysis, chosen, met)
    return DecisionPage(
        ruling=_ruling(decision) if decision else None,
        options=tuple(_option(one, len(analysis.services)) for one in decision.options) if decision else (),
        blockers=found,
        first=first,
        steps=tuple(map(_step, steps[:STEPS])),
        more_steps=max(0, len(steps) - STEPS),
        questions=questions,
        to_decide=_to_decide(chosen, first, found, questions),
        services=len(analysis.services),
        operations=_operations(crossing_operations(analysis, chosen)),
    )


def _operations(across: Across) -> str:
    if not across.all:
        return ""
    theirs, rest = len(across.theirs), len(across.of_rest)
    return f"{counted(theirs + rest, 'operation')}, of which what leaves offers {theirs:,} and the rest {rest:,}"


def _ruling(decision: Decision) -> Ruling:
    said = decision.verdict
    return Ruling(
        shortened(said.sentence, _SENTENCE),
        said.rule,
        RULES.get(said.rule, ""),
        tuple(shortened(one, _SAID) for one in said.reasons[:REASONS]),
        tuple(shortened(one, _SAID) for one in said.would_change[:REASONS]),
    )


def _option(one: PlanOption, services: int) -> Option:
    figures = one.figures
    counts = (
        *(figures.calls_cut, figures.shared_tables, figures.crossing_transactions, figures.synchronous_depth),
        *(figures.calls_in_loops, figures.modules_to_split, figures.operations),
    )
    has_borders = one.kind is OptionKind.MODULAR or bool(one.extracted)
    return Option(
        _TITLES[one.kind],
        _meaning(one, services),
        (
            *(f"{number:,}" for number in counts),
            days(one.effort_low, one.effort_high) or "0",
            share(one.stability) if has_borders and services else "–",
        ),
        one.chosen,
    )


def _meaning(one: PlanOption, services: int) -> str:
    match one.kind:
        case OptionKind.STAY:
            return "no border is drawn"
        case OptionKind.MODULAR:
            return f"{counted(services, 'service')}, one process"
        case OptionKind.EXTRACT:
            return shortened(", ".join(one.extracted), _NAME) or "nothing to extract"
        case OptionKind.SPLIT:
            return f"{counted(len(one.extracted) + 1, 'process', 'processes')}" if one.extracted else "nothing to split"


def _step(one: Step) -> NextStep:
    return NextStep(one.number, shortened(one.title, _NAME), days(one.effort_low, one.effort_high), one.optional)


def _of_blockers(found: Blockers) -> str:
    """Say what is to be decided about the worst: their remedies, and what to do about those that have none."""
    without = len(found.worst) - found.remedied
    if not found.remedied:
        return f"what to do about the {without} above"
    return f"remedies of {found.remedied} above" + f"; what to do about the other {without}" * bool(without)


def _to_decide(
    chosen: PlanOption | None, first: FirstExtraction | None, found: Blockers, questions: tuple[Question, ...]
) -> tuple[tuple[str, str], ...]:
    """Return what is to be decided, and what it is about."""
    leaves = first is not None and first.leaves
    return (
        *((("The verdict", _TITLES[chosen.kind]),) if chosen else ()),
        *((("The first extraction", shortened(first.service, _NAME)),) if first and leaves else ()),
        *((("The blockers", _of_blockers(found)),) * (bool(found.worst) and found.stands_in_way)),
        *((("The open questions", f"{len(questions)}: who answers them"),) * bool(questions)),
    )
