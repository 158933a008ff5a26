"""Which steps lead to the verdict, in which order, and what is the system like after each?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.decision import CutFigures, Decision, OptionKind, Step
from reports.views.beside import besides
from reports.views.days import days
from reports.views.grid import Grid
from reports.views.page import Diagram
from reports.views.plan_figures import FIGURES
from reports.views.readiness import readiness_grid
from reports.views.roadmap_effort import Effort, effort
from reports.views.roadmap_step import StepCard, StepCards

STEPS = 40
"""Steps that the page tells; roadmap.csv has them all."""
_FIELDS = tuple(field for field, _, _ in FIGURES)


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure with its share of the largest in its column (0..1); ``inside`` where it counts within one process."""

    number: int
    share: float
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A row of the step chart: the system after a step, or without one today or after a full split.

    The days are those of all steps so far, ``least`` and ``most`` their share of the most in the chart (0..1).
    """

    title: str
    step: int
    optional: bool
    bars: tuple[Bar, ...]
    days: str
    least: float
    most: float
    aside: bool = False


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    """The steps and what leads to them; ``verdict`` is empty where the result was made before there were verdicts."""

    verdict: str
    reasons: tuple[str, ...]
    would_change: tuple[str, ...]
    asked: int
    """Steps that the verdict asks for; the others are optional."""
    number: int
    """All steps, with those that the page does not tell."""
    days: str
    stages: tuple[Stage, ...]
    has_inside: bool
    cards: tuple[StepCard, ...]
    readiness: Grid
    ready: int
    effort: Effort
    figures: tuple[tuple[str, str, str], ...] = FIGURES
    diagrams: tuple[Diagram, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The long tables of the page."""
        return (self.readiness,)


def roadmap_page(analysis: Analysis) -> RoadmapPage:
    """Collect the steps, the readiness of all services, and where the effort comes from."""
    decision = analysis.decision
    if decision is None:
        return RoadmapPage("", (), (), 0, 0, "", (), False, (), readiness_grid(()), 0, effort((), ()))
    cards = StepCards(analysis)
    told = decision.steps[:STEPS]
    asked = [one for one in decision.steps if not one.optional]
    stages = tuple(_stages(decision, told))
    return RoadmapPage(
        decision.verdict.sentence,
        decision.verdict.reasons,
        decision.verdict.would_change,
        len(asked),
        len(decision.steps),
        days(sum(one.effort_low for one in asked), sum(one.effort_high for one in asked)),
        stages if told else (),
        any(bar.inside for stage in stages for bar in stage.bars),
        tuple(cards.of(step, before) for step, before in zip(told, _before(told), strict=True)),
        readiness_grid(decision.readiness, {name for name, one in besides(analysis).items() if one.kernel}),
        sum(one.is_ready for one in decision.readiness),
        effort(decision.steps, analysis.coefficients, analysis.remedies),
    )


def _before(steps: tuple[Step, ...]) -> Iterator[CutFigures]:
    """Yield the figures before each step: those after the last service that has left."""
    last = CutFigures()
    for step in steps:
        yield last
        last = step.after if step.service else last


def _stages(decision: Decision, steps: tuple[Step, ...]) -> Iterator[Stage]:
    """Yield the rows of the chart; a full split stands below for comparison where the steps do not lead to it."""
    split = next(one for one in decision.options if one.kind is OptionKind.SPLIT)
    compared = split.extracted and not split.chosen and len(split.extracted) > sum(bool(one.service) for one in steps)
    most = [max(getattr(one, field) for one in [split.figures, *(step.after for step in steps)]) for field in _FIELDS]
    low = high = 0.0
    rows = [("Today", 0, False, CutFigures(), 0.0, 0.0, False)]
    for one in steps:
        low, high = low + one.effort_low, high + one.effort_high
        rows.append((one.title, one.number, one.optional, one.after, low, high, not one.service))
    dearest = max(high, split.effort_high if compared else 0.0) or 1.0
    for title, number, optional, after, least, longest, inside in rows:
        bars = tuple(_bars(after, most, inside=inside))
        yield Stage(title, number, optional, bars, days(least, longest) or "0", least / dearest, longest / dearest)
    if compared:
        bars = tuple(_bars(split.figures, most))
        least, longest = split.effort_low, split.effort_high
        whole = (days(least, longest), least / dearest, longest / dearest)
        yield Stage("A full split, for comparison", 0, False, bars, *whole, aside=True)


def _bars(figures: CutFigures, most: list[int], *, inside: bool = False) -> Iterator[Bar]:
    for field, largest in zip(_FIELDS, most, strict=True):
        number: int = getattr(figures, field)
        yield Bar(number, 0.0 if inside or not largest else number / largest, inside and number > 0)
