"""What could the analysis not see or decide that weighs on the decision?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.code import Certainty
from analyzer.model.decision import PlanOption
from analyzer.model.findings import Finding
from analyzer.model.plan import RemedyKind
from reports.views.across import crossing_operations
from reports.views.rich import Line, code, counted, finding, joined, service, soft, table
from reports.views.shares import share
from reports.views.unseen import unresolved_data
from reports.views.weak import weakly_placed

NAMED = 3
SURE = 0.5
"""An operation of less confidence than this is one to be asked about."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is open, how much of it there is, some names to look at first, and the page that has them all."""

    label: str
    said: str
    names: Line
    page: str


@dataclass(frozen=True, slots=True)
class _Case:
    """What the questions are asked of: the result, the way that was chosen, the findings that it meets."""

    analysis: Analysis
    chosen: PlanOption | None
    met: tuple[Finding, ...]

    @property
    def left(self) -> frozenset[str]:
        """The services that leave."""
        return frozenset(self.chosen.extracted if self.chosen else ())


def open_questions(analysis: Analysis, chosen: PlanOption | None, met: tuple[Finding, ...]) -> tuple[Question, ...]:
    """Return what is open, what was not seen first; ``met`` are the findings that the chosen way meets."""
    case = _Case(analysis, chosen, met)
    return tuple(question for ask in _ASKED if (question := ask(case)) is not None)


def _unread(case: _Case) -> Question | None:
    seen = case.analysis.coverage
    unread = seen.files_unread + seen.documents_unread
    whole = seen.files - seen.files_skipped + seen.documents
    return Question("Files not read", _part(unread, whole, "file"), (), "unseen") if unread else None


def _accesses(case: _Case) -> Question | None:
    seen = case.analysis.coverage
    if not seen.accesses_unresolved:
        return None
    by_service = unresolved_data(case.analysis)
    of_left = sum(number for name in sorted(case.left) for _, number in by_service.get(name, ()))
    whole = seen.accesses_resolved + seen.accesses_unresolved
    said = _part(seen.accesses_unresolved, whole, "data access", "data accesses") + _of_left(of_left)
    return Question("Unknown tables", said, (), "unseen")


def _calls(case: _Case) -> Question | None:
    seen = case.analysis.coverage
    whole = seen.calls_project + seen.calls_external + seen.calls_unresolved
    if not seen.calls_unresolved:
        return None
    return Question("Calls not followed", _part(seen.calls_unresolved, whole, "call"), (), "unseen")


def _history(case: _Case) -> Question | None:
    history = case.analysis.coverage.history
    if history.commits or not history.reason:
        return None
    return Question("Changed together", f"not known: {history.reason}", (), "unseen")


def _owners(case: _Case) -> Question | None:
    contested = [one for one in case.analysis.ownership if one.contested]
    if not contested:
        return None
    first = sorted(contested, key=lambda one: (not case.left & {one.owner, one.rival}, one.table))
    of_left = sum(bool(case.left & {one.owner, one.rival}) for one in contested)
    where = f"; {of_left:,} of them between what leaves and another" * bool(of_left)
    said = _part(len(contested), len(case.analysis.ownership), "table") + where
    return Question("Contested owners", said, _some([table(one.table) for one in first]), "data")


def _placed(case: _Case) -> Question | None:
    weak = weakly_placed(case.analysis)
    number = sum(map(len, weak.values()))
    if not number:
        return None
    members = sum(one.kind != "module" for one in case.analysis.placements)
    of_left = sum(len(found) for name, found in weak.items() if name in case.left)
    widest = sorted(weak, key=lambda name: (name not in case.left, -len(weak[name]), name))
    said = _part(number, members, "outermost definition or table", "outermost definitions and tables") + _of_left(
        of_left
    )
    return Question("Weakly placed", said, _some([service(name) for name in widest]), "services")


def _merging(case: _Case) -> Question | None:
    ids = {one.id for one in case.met}
    merging = sorted(
        one.finding
        for one in case.analysis.remedies
        if one.recommended and one.remedy is RemedyKind.MERGE_SERVICES and one.finding in ids
    )
    if not merging:
        return None
    said = f"recommended for {counted(len(merging), 'finding')} in the way"
    return Question("Better merged", said, _some([finding(one) for one in merging], 1), "findings")


def _guessed(case: _Case) -> Question | None:
    guessed = sorted((one for one in case.met if one.certainty is Certainty.GUESSED), key=lambda one: one.rank)
    if not guessed:
        return None
    names = _some([finding(one.id) for one in guessed], 1)
    return Question("Resting on a guess", _part(len(guessed), len(case.met), "finding"), names, "findings")


def _unsure(case: _Case) -> Question | None:
    operations = crossing_operations(case.analysis, case.chosen).all
    unsure = sorted((one.confidence, one.service, one.name) for one in operations if one.confidence < SURE)
    if not unsure:
        return None
    names = _some([code(name) for _, _, name in unsure])
    said = _part(len(unsure), len(operations), "operation that would cross", "operations that would cross")
    return Question("Unsure operations", said, names, "contracts")


def _some(names: Sequence[str], most: int = NAMED) -> Line:
    left = len(names) - most
    return (*joined(names[:most]), *((soft(f" and {left:,} more"),) * (left > 0)))


def _of_left(number: int) -> str:
    return f"; {number:,} of them in what leaves" * bool(number)


def _part(part: int, whole: int, word: str, several: str = "") -> str:
    return f"{part:,} of {counted(whole, word, several)} ({share(part / whole if whole else 1.0)})"


_ASKED: tuple[Callable[[_Case], Question | None], ...] = (
    _unread,
    _accesses,
    _calls,
    _history,
    _owners,
    _placed,
    _merging,
    _guessed,
    _unsure,
)
