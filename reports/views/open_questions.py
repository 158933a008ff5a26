"""What could the analysis not see or decide that weighs on the decision?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.code import Certainty, ModuleStatus
from analyzer.model.decision import OptionKind, PlanOption
from analyzer.model.findings import Finding
from analyzer.model.plan import RemedyKind
from reports.views.across import crossing_operations
from reports.views.rich import Line, code, counted, finding, joined, service, soft, table
from reports.views.shares import share
from reports.views.unresolved import unresolved_data
from reports.views.uses import unwritten_tables
from reports.views.weak import weakly_placed

NAMED = 3
SURE = 0.5
"""An operation of less confidence than this is one to be asked about."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is open, how much of it there is, some names to look at first, and the page that has them all.

    ``within`` leads to the part of the page; ``matters`` says what an answer could change.
    """

    label: str
    said: str
    names: Line
    page: str
    within: tuple[str, ...] = ()
    matters: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """What the questions are asked of: the result, the way that was chosen, the findings that it meets."""

    analysis: Analysis
    chosen: PlanOption | None
    met: tuple[Finding, ...]

    @property
    def calls_cut(self) -> int:
        """How many calls are cut where services leave, or else in a full split."""
        options = self.analysis.decision.options if self.analysis.decision else ()
        leaving = [self.chosen] if self.chosen and self.left else []
        return next((one.figures.calls_cut for one in (*leaving, *options[::-1]) if one.kind is not OptionKind.STAY), 0)

    @property
    def left(self) -> frozenset[str]:
        """The services that leave."""
        return frozenset(self.chosen.extracted if self.chosen else ())


def open_questions(analysis: Analysis, chosen: PlanOption | None, met: tuple[Finding, ...]) -> tuple[Question, ...]:
    """Return what is open, what was not seen first; ``met`` are the findings that the chosen way meets."""
    case = _Case(analysis, chosen, met)
    return tuple(question for ask in _ASKED if (question := ask(case)) is not None)


def unseen_questions(analysis: Analysis) -> tuple[Question, ...]:
    """Return what was not seen, and whether that weighs on the verdict."""
    options = analysis.decision.options if analysis.decision else ()
    case = _Case(analysis, next((one for one in options if one.chosen), None), ())
    return tuple(question for ask in _UNSEEN if (question := ask(case)) is not None)


def _unread(case: _Case) -> Question | None:
    seen = case.analysis.coverage
    unread = seen.files_unread + seen.documents_unread
    whole = seen.files - seen.files_skipped + seen.documents
    if not unread:
        return None
    names = _some([code(one.path) for one in case.analysis.modules if one.status is ModuleStatus.UNREAD], 1)
    matters = "could change any figure: nothing of what stands in them is counted"
    return Question("Files not read", _part(unread, whole, "file"), names, "unseen", ("unread",), matters)


def _accesses(case: _Case) -> Question | None:
    seen = case.analysis.coverage
    if not seen.accesses_unresolved:
        return None
    by_service = unresolved_data(case.analysis)
    of_left = sum(number for name in sorted(case.left) for _, number in by_service.get(name, ()))
    whole = seen.accesses_resolved + seen.accesses_unresolved
    said = _part(seen.accesses_unresolved, whole, "data access", "data accesses") + _of_left(of_left)
    ranked = sorted(by_service.keys() - {""}, key=lambda name: (name not in case.left, name))
    names = _some([service(name) for name in ranked], 1)
    return Question(
        "Unknown tables",
        said + ", in" * bool(names),
        names,
        "unseen",
        ("unresolved",),
        _of_unknown_tables(case, of_left),
    )


def _of_unknown_tables(case: _Case, of_left: int) -> str:
    if of_left:
        return "could change what the services that leave ask of others, and their data step"
    if not case.left:
        return "could change which services share a table"
    if any(one.tables for one in case.analysis.services if one.name in case.left):
        return "could change the verdict only if they reach a table of what leaves, where none of them stand"
    return "cannot change what leaves: none of them stand there, and it owns no table"


def _calls(case: _Case) -> Question | None:
    seen = case.analysis.coverage
    whole = seen.calls_project + seen.calls_external + seen.calls_unresolved
    if not seen.calls_unresolved:
        return None
    cut = case.calls_cut
    matters = f"could add to the {counted(cut, 'call')} cut, where one crosses a border" if cut else ""
    return Question(
        "Calls not followed", _part(seen.calls_unresolved, whole, "call"), (), "unseen", ("calls",), matters
    )


def _history(case: _Case) -> Question | None:
    history = case.analysis.coverage.history
    if history.commits or not history.reason:
        return None
    matters = "could change where a module stands; no count of calls or data rests on it"
    return Question("Changed together", f"not known: {history.reason}", (), "unseen", ("history",), matters)


def _owners(case: _Case) -> Question | None:
    contested = [one for one in case.analysis.ownership if one.contested]
    if not contested:
        return None
    first = sorted(contested, key=lambda one: (not case.left & {one.owner, one.rival}, one.table))
    of_left = sum(bool(case.left & {one.owner, one.rival}) for one in contested)
    where = f"; {of_left:,} of them between what leaves and another" * bool(of_left)
    said = _part(len(contested), len(case.analysis.ownership), "table") + where
    matters = "could change which tables leave" if of_left else "could change the owners among what stays"
    matters = matters if case.left else "could change which service keeps them"
    names = _some([table(one.table) for one in first])
    return Question("Contested owners", said, names, "data", ("contested",), matters)


def _unwritten(case: _Case) -> Question | None:
    unwritten = unwritten_tables(case.analysis)
    if not unwritten:
        return None
    owners = {one.name: one.owner for one in case.analysis.tables}
    of_left = sum(owners.get(name, "") in case.left for name in unwritten)
    said = f"{counted(len(unwritten), 'shared table')}{_of_left(of_left)}"
    names = _some(
        [table(name) for name in sorted(unwritten, key=lambda name: (owners.get(name) not in case.left, name))]
    )
    return Question(
        "Writers not seen",
        said,
        names,
        "data",
        ("unwritten",),
        "could change their owner, and who writes what others read",
    )


def _placed(case: _Case) -> Question | None:
    weak = weakly_placed(case.analysis)
    number = sum(map(len, weak.values()))
    if not number:
        return None
    tables = sum(one.kind == "table" for one in case.analysis.placements)
    code = sum(one.kind not in ("module", "table") for one in case.analysis.placements)
    of_left = sum(len(found) for name, found in weak.items() if name in case.left)
    widest = sorted(weak, key=lambda name: (name not in case.left, -len(weak[name]), name))
    said = f"{number:,} of {counted(code, 'outermost definition')} and {counted(tables, 'table')}"
    said = f"{said} ({share(number / (code + tables))})"
    matters = "could change what leaves" if of_left else "could move between services that stay"
    matters = matters if case.left else "could change the borders"
    names = _some([service(name) for name in widest])
    said = f"{said}{_of_left(of_left)}. They stand in"
    return Question("Weakly placed", said, names, "service", (widest[0], "weak"), matters)


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
    names = _some([finding(one) for one in merging], 1)
    return Question("Better merged", said, names, "finding", (merging[0],), "could change the services: two become one")


def _guessed(case: _Case) -> Question | None:
    guessed = sorted((one for one in case.met if one.certainty is Certainty.GUESSED), key=lambda one: one.rank)
    if not guessed:
        return None
    names = _some([finding(one.id) for one in guessed], 1)
    said = _part(len(guessed), len(case.met), "finding")
    matters = f"could change the findings in the way to {len(case.met) - len(guessed):,}"
    return Question("Resting on a guess", said, names, "finding", (guessed[0].id,), matters)


def _unsure(case: _Case) -> Question | None:
    operations = crossing_operations(case.analysis, case.chosen).all
    unsure = sorted((one.confidence, one.service, one.name) for one in operations if one.confidence < SURE)
    if not unsure:
        return None
    names = _some([code(name) for _, _, name in unsure])
    said = _part(len(unsure), len(operations), "operation that would cross", "operations that would cross")
    matters = "could change what callers must send and get"
    return Question("Unsure operations", said, names, "contract", (unsure[0][1],), matters)


def _some(names: Sequence[str], most: int = NAMED) -> Line:
    left = len(names) - most
    return (*joined(names[:most]), *((soft(f" and {left:,} more"),) * (left > 0)))


def _of_left(number: int) -> str:
    return f"; {number:,} of them in what leaves" * bool(number)


def _part(part: int, whole: int, word: str, several: str = "") -> str:
    return f"{part:,} of {counted(whole, word, several)} ({share(part / whole if whole else 1.0)})"


_UNSEEN: tuple[Callable[[_Case], Question | None], ...] = (_unread, _accesses, _calls, _history)
_ASKED: tuple[Callable[[_Case], Question | None], ...] = (
    *_UNSEEN,
    _owners,
    _unwritten,
    _placed,
    _merging,
    _guessed,
    _unsure,
)
