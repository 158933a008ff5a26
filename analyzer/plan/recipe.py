"""What does one remedy ask for? Its places, its steps and what is counted; and how they are put into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from analyzer.model.data import Access, RowOperation
from analyzer.model.location import Location
from analyzer.plan.effort import Counted


class Recipe(msgspec.Struct, frozen=True):
    """How a remedy is carried out; ``counted`` holds the names of coefficients, in the order of the steps."""

    sites: tuple[Location, ...]
    consistency: str
    counted: Counted
    steps: tuple[str, ...]


DOES = {
    RowOperation.SELECT: "read",
    RowOperation.INSERT: "add to",
    RowOperation.UPDATE: "change",
    RowOperation.DELETE: "delete from",
}
"""How an operation on a table is named after what it does to rows."""


def places(accesses: Iterable[Access]) -> tuple[Location, ...]:
    """Return where accesses stand, sorted."""
    return tuple(sorted({Location(one.path, one.line) for one in accesses}))


def by_service(accesses: Iterable[Access]) -> str:
    """Return how many places each service has: ``3 places of billing, 1 of mail``."""
    found = Counter(service for service, _, _ in {(one.service, one.path, one.line) for one in accesses})
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    words = [f"{number} {'place ' if number == 1 else 'places '}of {service}" for service, number in ranked[:1]]
    return ", ".join(words + [f"{number} of {service}" for service, number in ranked[1:]])


def definitions(accesses: Iterable[Access]) -> set[tuple[str, str]]:
    """Return the definitions that make accesses, by path and qualname: what has to be changed as one."""
    return {(one.path, one.qualname) for one in accesses}


def plural(number: int, what: str, several: str = "") -> str:
    """Return a number of things: ``1 module``, ``3 modules``; ``several`` is the plural where it is not regular."""
    return f"{number} {what if number == 1 else several or f'{what}s'}"


def percent(share: float) -> str:
    """Return a share (0..1) in hundredths; what would vanish is said to be small, and not quite all is never 100."""
    told = min(99, int(share * 100 + 0.5)) if share < 1 else 100
    return "under 1 %" if share > 0 and not told else f"{told} %"
