"""Where does the effort of a roadmap come from: which coefficient, how often, for how many days?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzer.model.decision import Step, WorkItem
from analyzer.model.plan import Coefficient, Remedy
from reports.views.days import days
from reports.views.work import effort_of

DEAREST = 4
"""Coefficients of remedies that are named."""


@dataclass(frozen=True, slots=True)
class Source:
    """A coefficient, for what it stands, how often it was counted, and the person-days that this comes to.

    ``share`` is that of the most days of all sources (0..1).
    """

    name: str
    per: str
    each: str
    number: int
    days: str
    share: float


@dataclass(frozen=True, slots=True)
class Effort:
    """The sources of effort, most days first; ``total`` is their sum, ``remedies`` how many remedies are among it.

    ``dearest`` names the coefficients of which most days of the remedies come.
    """

    sources: tuple[Source, ...]
    remedies: int
    dearest: tuple[str, ...]
    remedy_days: str
    remedy_share: float
    total: str


def effort(steps: Iterable[Step], coefficients: Sequence[Coefficient], known: Iterable[Remedy] = ()) -> Effort:
    """Add up what the steps that the verdict asks for come to."""
    items = [item for step in steps if not step.optional for item in step.items]
    counted: Counter[str] = Counter()
    for item in items:
        counted.update(dict(item.counted))
    remedies = [item for item in items if item.share]
    low, high = effort_of(items)
    whole = high or 1.0
    used = [(one, counted[one.name]) for one in coefficients if counted[one.name]]
    ranked = sorted(used, key=lambda pair: (-pair[0].high * pair[1], pair[0].name))
    sources = tuple(
        Source(
            one.name,
            one.per,
            f"{one.low:g}–{one.high:g}",
            number,
            days(one.low * number, one.high * number),
            one.high * number / whole,
        )
        for one, number in ranked
    )
    least, most = effort_of(remedies)
    dearest = _dearest(remedies, coefficients, known)
    return Effort(sources, len(remedies), dearest, days(least, most), most / whole, days(low, high))


def _dearest(
    items: Iterable[WorkItem], coefficients: Iterable[Coefficient], known: Iterable[Remedy]
) -> tuple[str, ...]:
    """Name the coefficients that cost most in the parts of remedies which the items carry out."""
    costs = {one.name: one.high for one in coefficients}
    counted = {(one.finding, str(one.remedy)): one.counted for one in known}
    spent: defaultdict[str, float] = defaultdict(float)
    for item in items:
        for finding in item.findings:
            for name, number in counted.get((finding, item.remedy), ()):
                spent[name] += item.share * number * costs.get(name, 0.0)
    return tuple(sorted(spent, key=lambda name: (-spent[name], name))[:DEAREST])
