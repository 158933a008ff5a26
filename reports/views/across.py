"""Which operations come to cross a process border on the way that was chosen, and who must offer them?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Operation, OperationKind
from analyzer.model.decision import PlanOption


@dataclass(frozen=True, slots=True)
class Across:
    """The operations of the services that leave, and those that the rest must offer them."""

    theirs: tuple[Operation, ...]
    of_rest: tuple[Operation, ...]

    @property
    def all(self) -> tuple[Operation, ...]:
        """As many as the options count on this way."""
        return self.theirs + self.of_rest


def crossing_operations(analysis: Analysis, chosen: PlanOption | None) -> Across:
    """Return them, by service and name; none where no service leaves."""
    left = frozenset(chosen.extracted if chosen else ())
    crossing = sorted(_crossing(analysis, left), key=lambda one: (one.service, one.name, one.at))
    return Across(
        tuple(one for one in crossing if one.service in left),
        tuple(one for one in crossing if one.service not in left),
    )


def _crossing(analysis: Analysis, left: frozenset[str]) -> Iterator[Operation]:
    services = {one.name for one in analysis.services}
    for contract in analysis.contracts:
        for one in contract.operations:
            parties = ({caller.service for caller in one.callers} | {one.service}) & services
            is_called = one.kind is OperationKind.CALL and one.is_called_across
            if is_called and len({name if name in left else "" for name in parties}) > 1:
                yield one
