"""Which of the four options should be chosen, by which rule, and what would change that?

The ``RULES`` of ``analyzer.model.decision`` are asked in their order; the first that holds decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analyzer.model.data_findings import SharedTable, TransactionAcross
from analyzer.model.decision import OptionKind, Readiness, Verdict
from analyzer.plan.decision.crossings import Crossings
from analyzer.plan.decision.readiness import NO_TABLE
from analyzer.plan.recipe import percent, plural

SEVERAL = 2


class Situation(msgspec.Struct, frozen=True):
    """What the rules ask: readiness, most ready first; the best to begin with; the widest transaction.

    ``remaining`` is the service that a full split leaves behind. ``owning`` is how many services own tables; ``wide``
    how many transactions write tables of half of these or more, ``widest`` the largest number of owners, ``where`` its
    definition's path and line; ``crossing`` how many transactions write tables of several; ``written`` how many tables
    two or more services write; ``by_kernel`` are the services that the shared kernel calls.
    """

    ranked: tuple[Readiness, ...]
    best: tuple[str, ...]
    remaining: str
    owning: int
    wide: int
    widest: int
    where: str
    crossing: int
    written: int
    by_kernel: frozenset[str] = frozenset()


def situation(crossings: Crossings, ranked: tuple[Readiness, ...], best: tuple[str, ...], remaining: str) -> Situation:
    """Return what the rules ask of a cut."""
    owning = sum(bool(one.tables) for one in crossings.services.values())
    widths = [(len({write.owner for write in one.writes if write.owner}), one) for one in crossings.transactions]
    widest, widely = max(widths, key=lambda item: _wider(*item), default=(0, None))
    return Situation(
        ranked=ranked,
        best=best,
        remaining=remaining,
        owning=owning,
        wide=sum(_ties(width, owning) for width, _ in widths),
        widest=widest,
        where=f"{_qualname(crossings, widely.definition)} ({widely.evidence[0]})" if widely else "",
        crossing=len(widths),
        written=sum(
            isinstance(one, SharedTable) and sum(use.writes > 0 for use in one.uses) >= SEVERAL
            for one in crossings.grounds.findings
        ),
        by_kernel=frozenset(crossings.grounds.calls_of_kernel),
    )


def _wider(width: int, one: TransactionAcross) -> tuple[int, str, int]:
    return width, one.evidence[0].path, -one.evidence[0].line


def _qualname(crossings: Crossings, definition: str) -> str:
    return next((one.qualname for one in crossings.grounds.facts.definitions if one.name == definition), definition)


def verdict(now: Situation) -> Verdict:
    """Return the option of the first rule that holds, and why."""
    if len(now.ranked) < SEVERAL:
        return _stay(now)
    if now.owning < SEVERAL and not any(set(one.against) <= {NO_TABLE} for one in now.ranked):
        return _stay(now)
    if _is_parted(now):
        return _split(now)
    if not now.best:
        return _nothing_ready(now)
    if _ties(now.widest, now.owning):
        return _tied(now)
    return _extract(now)


def _is_parted(now: Situation) -> bool:
    ready = all(one.is_ready for one in now.ranked if one.service != now.remaining)
    return now.owning >= SEVERAL and ready and not now.crossing and not now.written


def _ties(width: int, owning: int) -> bool:
    return width >= SEVERAL and width * 2 >= owning


def _stay(now: Situation) -> Verdict:
    parts = plural(len(now.ranked), "candidate service")
    is_one = len(now.ranked) < SEVERAL
    reasons = [
        f"there is nothing to part: {parts}"
        if is_one
        else f"{now.owning} of {parts} own tables, so a cut would part no data"
    ]
    if not is_one and now.ranked[0].edges:
        nearest = now.ranked[0]
        reasons.append(
            f"the least tied one, {nearest.service}, has {percent(nearest.share)} of all edges between services"
        )
    return Verdict(
        OptionKind.STAY,
        "Stay one process: a border would turn calls into requests, and nothing would be gained in return.",
        "no data to part",
        tuple(reasons),
        ("a second service with tables of its own", *_nearest(now)),
    )


def _nothing_ready(now: Situation) -> Verdict:
    said = [f"{one.service}: {'; '.join(one.against)}" for one in now.ranked if one.against]
    why = (
        f"of {now.owning} with tables one that leaves would take too much with it"
        if any(one.is_ready for one in now.ranked)
        else f"something speaks against the leaving of each of the {plural(len(now.ranked), 'service')}"
    )
    return Verdict(
        OptionKind.MODULAR,
        f"Make it a modular monolith and move nothing: {why}.",
        "nothing is ready",
        (why, *said[:3]),
        _nearest(now),
    )


def _tied(now: Situation) -> Verdict:
    later = _listed(now.best)
    could = "could" if len(now.best) == 1 else "could each"
    tie = f"one transaction writes tables of {now.widest} of the {now.owning} services that own some"
    return Verdict(
        OptionKind.MODULAR,
        f"Make it a modular monolith: {tie}; {later} {could} leave later.",
        "one transaction ties them",
        (f"{tie}: {now.where}", *_why_best(now)),
        (
            f"{plural(now.wide, 'transaction')} taken apart, so that none writes tables of half of them or more: then "
            f"{later} would be extracted",
        ),
    )


def _split(now: Situation) -> Verdict:
    return Verdict(
        OptionKind.SPLIT,
        f"Split it into {plural(len(now.ranked), 'service')}: nothing but calls ties them together.",
        "they are parted already",
        (
            f"all but {now.remaining} are ready to leave",
            "no transaction crosses, and no table is written by two services",
        ),
        ("a transaction or a table that two services write",),
    )


def _extract(now: Situation) -> Verdict:
    left = _listed(now.best, ", then ")
    stays = [one for one in now.ranked if one.service not in now.best]
    stay = "stays" if len(stays) == 1 else "stay"
    return Verdict(
        OptionKind.EXTRACT,
        f"Extract {left}; the other {plural(len(stays), 'service')} {stay} in one process, with boundaries checked.",
        "the best can leave",
        _why_best(now),
        (
            f"a transaction over tables of {-(-now.owning // 2)} services, half or more of those that own some (widest "
            f"today: {now.widest}), would speak for a modular monolith",
            *_next(now),
        ),
    )


def _why_best(now: Situation) -> tuple[str, ...]:
    by_name = {one.service: one for one in now.ranked}
    return tuple(
        f"{name}: {plural(by_name[name].edges, 'edge')} to break, {percent(by_name[name].share)} of all; "
        f"{by_name[name].inbound.total} lead to it{', beside calls of the shared kernel' * (name in now.by_kernel)}, "
        f"{by_name[name].outbound.total} away from it"
        for name in now.best
    )


def _next(now: Situation) -> tuple[str, ...]:
    """Say what keeps the next service from being among the best."""
    left = [one for one in now.ranked if one.service not in now.best]
    if not left:
        return ()
    if left[0].is_ready:
        return (f"{left[0].service} is ready too ({plural(left[0].edges, 'edge')}) and could be the next",)
    return _nearest(now)


def _nearest(now: Situation) -> tuple[str, ...]:
    """Say what speaks against the one with the fewest reasons, of those that are not ready."""
    kept = [one for one in now.ranked if not one.is_ready]
    if not kept:
        return ()
    one = min(kept, key=lambda one: (len(one.against), one.edges, one.service))
    return (f"{one.service} could leave if this did not hold: {'; '.join(one.against)}",)


def _listed(names: Sequence[str], between: str = ", ") -> str:
    """Return names in a row: ``a, b and c``, or with another word between them."""
    if between != ", " or len(names) < SEVERAL:
        return between.join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
