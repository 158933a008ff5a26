"""What does the page of a service in the portal say, beyond its contract?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Caller, Channel, Contract, Operation, OperationKind
from analyzer.model.entry_points import EntryPoint

_TITLES = {
    OperationKind.CALL: "Operations",
    OperationKind.ENDPOINT: "Entry points of today",
    OperationKind.EVENT: "Events that it receives",
}


@dataclass(frozen=True, slots=True)
class Change:
    """Something about an operation that must change before the service can stand alone."""

    operation: str
    what: str
    instead: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalledBy:
    """The calls of one service: which operations, and where."""

    service: str
    operation: str
    places: tuple[str, ...]
    in_loop: bool
    in_transaction: bool


@dataclass(frozen=True, slots=True)
class ServicePage:
    """A service: its contract, the words behind it, its entry points, its operations by kind, who calls them."""

    contract: Contract
    words: tuple[str, ...]
    tables: tuple[str, ...]
    entry_points: tuple[EntryPoint, ...]
    groups: tuple[tuple[str, tuple[Operation, ...]], ...]
    callers: tuple[CalledBy, ...]
    changes: tuple[Change, ...]
    confidence: float | None
    """The mean of all operations; nothing where there are none."""
    doubted: int
    """Operations with a doubt."""

    @property
    def has_messages(self) -> bool:
        """True where an AsyncAPI file describes a part of the contract."""
        return bool(self.contract.messages) or any(one.channel is Channel.EVENTS for one in self.contract.operations)


def service_pages(analysis: Analysis) -> list[ServicePage]:
    """Give the pages of all services that have a contract, in the order of their names."""
    services = {one.name: one for one in analysis.services}
    entries: dict[str, list[EntryPoint]] = defaultdict(list)
    for entry in analysis.entry_points:
        entries[entry.service].append(entry)
    pages = []
    for contract in sorted(analysis.contracts, key=lambda one: one.service):
        service = services.get(contract.service)
        operations = contract.operations
        pages.append(
            ServicePage(
                contract,
                tuple(word.word for word in service.words) if service else (),
                service.tables if service else (),
                tuple(sorted(entries[contract.service], key=lambda one: (one.kind, one.name, one.path, one.line))),
                tuple(_groups(operations)),
                tuple(_callers(contract)),
                tuple(change for one in _sorted(operations) for change in _changes(one)),
                sum(one.confidence for one in operations) / len(operations) if operations else None,
                sum(1 for one in operations if one.doubts),
            )
        )
    return pages


def _sorted(operations: tuple[Operation, ...]) -> list[Operation]:
    return sorted(operations, key=lambda one: (one.path, one.method, one.name, one.definitions, one.at))


def _groups(operations: tuple[Operation, ...]) -> Iterator[tuple[str, tuple[Operation, ...]]]:
    for kind, title in _TITLES.items():
        if found := tuple(one for one in _sorted(operations) if one.kind is kind):
            yield title, found


def _callers(contract: Contract) -> Iterator[CalledBy]:
    """Calls of other services; what the service's own entry points do is its own business."""
    found: dict[tuple[str, str], list[Caller]] = defaultdict(list)
    for one in contract.operations:
        for caller in one.callers:
            if caller.service != contract.service:
                found[caller.service, one.name].append(caller)
    for (service, operation), callers in sorted(found.items()):
        places = tuple(dict.fromkeys(f"{one.path}:{one.line}" for one in callers))
        in_loop = any(one.in_loop for one in callers)
        yield CalledBy(service, operation, places, in_loop, any(one.in_transaction for one in callers))


def _changes(one: Operation) -> Iterator[Change]:
    for taken in one.inputs:
        if taken.live:
            what = f"takes a live object ({taken.live}): {taken.parameter.name}"
            yield Change(one.name, what, taken.instead, (str(one.at),))
    if one.live_result:
        yield Change(one.name, f"returns a live object ({one.live_result})", "data of its own", (str(one.at),))
    for offer in one.offers:
        yield Change(one.name, offer.reason, offer.what, tuple(map(str, offer.evidence)))
    loops = tuple(f"{caller.path}:{caller.line}" for caller in one.callers if caller.in_loop)
    if loops and not one.offers:
        yield Change(one.name, "is called in loops", "one call for all turns", loops)
    inside = tuple(f"{caller.path}:{caller.line}" for caller in one.callers if caller.in_transaction)
    if inside:
        yield Change(one.name, "is called in a transaction of the caller", "a call before or after it", inside)
