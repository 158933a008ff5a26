"""What do the contracts promise, as the plan asks? By service and by definition, each index made once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from analyzer.contracts.border import border_across
from analyzer.model.contracts import Border, Contract, Effect, Operation, OperationKind


class Promised:
    """The operations of all contracts; entry points that do their work themselves are not among them."""

    def __init__(self, contracts: Iterable[Contract]) -> None:
        """Take the contracts of all services."""
        self._contracts = {one.service: one for one in contracts}

    def operations(self, service: str) -> tuple[Operation, ...]:
        """Return what a service offers: to other services, or to its own entry points alone."""
        contract = self._contracts.get(service)
        return tuple(one for one in contract.operations if one.kind is OperationKind.CALL) if contract else ()

    def across(self, service: str) -> tuple[Operation, ...]:
        """Return what other services call of a service."""
        return tuple(one for one in self.operations(service) if one.is_called_across)

    def border(self, service: str) -> Border:
        """Return the figures of what other services call; its own entry points do not count as callers."""
        contract = self._contracts.get(service)
        return border_across(self.across(service), contract.types if contract else ())

    def of(self, definition: str) -> Operation | None:
        """Return the operation that stands for a definition; None where it is not offered."""
        return self._by_definition.get(definition)

    def reading(self, service: str, table: str) -> tuple[Operation, ...]:
        """Return the operations of a service that do nothing but read one table."""
        return tuple(
            one
            for one in self.operations(service)
            if one.reads == (table,) and one.effect is Effect.READS and not one.changes
        )

    @cached_property
    def _by_definition(self) -> dict[str, Operation]:
        return {
            definition: one
            for service in sorted(self._contracts)
            for one in self.operations(service)
            for definition in one.definitions
        }


def spelled(operation: Operation) -> str:
    """Return how an operation is named and reached: ``get_trip, GET /trips/{trip_id}``."""
    return f"{operation.name}, {operation.method} {operation.path}"
