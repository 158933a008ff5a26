"""How is effort in person-days written, and what does the way that was chosen spend on each finding?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from analyzer.model.decision import Decision, WorkItem
from analyzer.model.plan import Remedy

WHOLE_FROM = 10
"""From so many days on fractions say nothing."""

Days = tuple[float, float]


def days(low: float, high: float) -> str:
    """Write a range of person-days: ``0.5–2``, ``41–115``; empty where nothing is to be done."""
    if not high:
        return ""
    first, last = _written(low), _written(high)
    return first if first == last else f"{first}–{last}"


def days_of_whole(part: Days, whole: Days | None) -> str:
    """Write a range of person-days; of more that others bear, as ``0.6–1.6 of 4–11.5``."""
    own = days(*part)
    all_of_it = days(*whole) if whole else ""
    return f"{own} of {all_of_it}" if own and all_of_it and whole and part[1] < whole[1] and own != all_of_it else own


def whole_efforts(remedies: Iterable[Remedy]) -> dict[tuple[str, str], Days]:
    """Return what each remedy costs in all, by finding and remedy: a step may bear a share of it."""
    return {(one.finding, str(one.remedy)): (one.effort_low, one.effort_high) for one in remedies}


def work_by_finding(decision: Decision | None) -> dict[str, tuple[WorkItem, ...]]:
    """Return the items of work that answer each finding, by its id, in the steps that the verdict asks for."""
    found: defaultdict[str, list[WorkItem]] = defaultdict(list)
    for step in decision.steps if decision else ():
        for item in () if step.optional else step.items:
            for finding in item.findings:
                found[finding].append(item)
    return {finding: tuple(items) for finding, items in found.items()}


def spent(items: Iterable[WorkItem]) -> Days:
    """Return what items spend on one finding; an item that answers several spends the same on each."""
    shares = [(one.effort_low / len(one.findings), one.effort_high / len(one.findings)) for one in items]
    return sum(low for low, _ in shares), sum(high for _, high in shares)


def _written(number: float) -> str:
    return f"{number:,.0f}" if number >= WHOLE_FROM else f"{round(number, 1):g}"
