"""What does the page of a service in the portal say, beyond its contract?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Caller, Channel, Contract, Offer, Operation, OperationKind
from analyzer.model.entry_points import EntryPoint
from analyzer.model.shapes import Origin
from reports.views.cannot_cross import INSTEAD, cannot_cross, given_live, is_stuck
from reports.views.to_write import ToWrite, to_write

_OPENERS = 3
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
class Across:
    """The calls of an operation between two services, told to one of them: the other service, and where."""

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
    callers: tuple[Across, ...]
    calls: tuple[Across, ...]
    """What it asks of other services."""
    changes: tuple[Change, ...]
    """The worst first: calls in loops, in transactions, live objects."""
    confidence: float | None
    """The mean of all operations; nothing where there are none."""
    doubted: int
    """Operations with a doubt."""
    to_write: tuple[ToWrite, ...] = ()
    """What it has to write besides, for the sagas of the roadmap."""

    @property
    def called_by(self) -> dict[str, int]:
        """The services that call it, each with the number of places."""
        return _counted(self.callers)

    @property
    def depends_on(self) -> dict[str, int]:
        """The services that it calls, each with the number of places."""
        return _counted(self.calls)

    @property
    def has_messages(self) -> bool:
        """True where an AsyncAPI file describes a part of the contract."""
        return bool(self.contract.messages) or any(one.channel is Channel.EVENTS for one in self.contract.operations)


def service_pages(analysis: Analysis) -> list[ServicePage]:
    """Give the pages of all services that have a contract, in the order of their names."""
    services, missing = {one.name: one for one in analysis.services}, to_write(analysis)
    entries: dict[str, list[EntryPoint]] = defaultdict(list)
    for entry in analysis.entry_points:
        entries[entry.service].append(entry)
    across = [(contract.service, one) for contract in analysis.contracts for one in _across(contract)]
    calls: dict[str, list[Across]] = defaultdict(list)
    for provider, one in across:
        calls[one.service].append(replace(one, service=provider))
    callers: dict[str, list[Across]] = defaultdict(list)
    for provider, one in across:
        callers[provider].append(one)
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
                tuple(callers[contract.service]),
                tuple(sorted(calls[contract.service], key=lambda one: (one.service, one.operation))),
                tuple(_changes(operations)),
                mean_confidence(operations),
                sum(1 for one in operations if one.doubts),
                missing.get(contract.service, ()),
            )
        )
    return pages


def mean_confidence(operations: tuple[Operation, ...]) -> float | None:
    """Give the mean over all operations; nothing where there are none."""
    return sum(one.confidence for one in operations) / len(operations) if operations else None


def _counted(across: tuple[Across, ...]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in across:
        found[one.service] += len(one.places)
    return dict(found)


def _sorted(operations: tuple[Operation, ...]) -> list[Operation]:
    return sorted(operations, key=lambda one: (one.path, one.method, one.name, one.definitions, one.at))


def _groups(operations: tuple[Operation, ...]) -> Iterator[tuple[str, tuple[Operation, ...]]]:
    for kind, title in _TITLES.items():
        if found := tuple(one for one in _sorted(operations) if one.kind is kind):
            yield title, found


def _across(contract: Contract) -> Iterator[Across]:
    """Calls of other services; what the service's own entry points do is its own business."""
    found: dict[tuple[str, str], list[Caller]] = defaultdict(list)
    for one in contract.operations:
        for caller in one.callers:
            if caller.service != contract.service:
                found[caller.service, one.name].append(caller)
    for (service, operation), callers in sorted(found.items()):
        in_loop = any(one.in_loop for one in callers)
        yield Across(service, operation, places_of(callers), in_loop, any(one.in_transaction for one in callers))


def others(one: Operation) -> list[Caller]:
    """The callers in other services; what its own service does in a loop costs no requests."""
    return [caller for caller in one.callers if caller.service != one.service]


def places_of(callers: Iterable[Caller]) -> tuple[str, ...]:
    """Give each place that calls once."""
    return tuple(f"{path}:{line}" for path, line in sorted({(one.path, one.line) for one in callers}))


def _changes(operations: tuple[Operation, ...]) -> Iterator[Change]:
    """Yield first what can never cross, then what costs most: loops, what no transaction holds, what must be data."""
    for kind in (_stuck, in_loops, in_transactions, _live):
        found = [change for one in _sorted(operations) for change in kind(one)]
        yield from sorted(found, key=lambda change: -len(change.places))


def in_loops(one: Operation) -> Iterator[Change]:
    """Yield what would spare other services a request for each turn of a loop."""
    at: dict[tuple[str, ...], list[Offer]] = defaultdict(list)
    for offer in one.offers:
        at[tuple(map(str, offer.evidence))].append(offer)
    for places, those in at.items():
        yield Change(one.name, those[0].reason, " or ".join(offer.what for offer in those), places)
    if not one.offers and (loops := places_of(caller for caller in others(one) if caller.in_loop)):
        yield Change(one.name, "is called in loops", "one call for all turns", loops)


def in_transactions(one: Operation) -> Iterator[Change]:
    """Yield the calls that other services make inside a transaction, of theirs or of who called them."""
    inside = [caller for caller in others(one) if caller.in_transaction]
    if own := places_of(caller for caller in inside if not caller.transaction):
        yield Change(one.name, "is called in a transaction of the caller", "a call before or after it", own)
    if further := [caller for caller in inside if caller.transaction]:
        what = f"is called in the transaction of {openers(further)}"
        yield Change(one.name, what, "a call before or after it", places_of(further))


def openers(callers: Iterable[Caller]) -> str:
    """Name the first whose transaction callers are in, by module and function, and count the others."""
    names = sorted({".".join(one.transaction.rsplit(".", 2)[-2:]) for one in callers if one.transaction})
    more = f" and {len(names) - _OPENERS} more" * (len(names) > _OPENERS)
    return ", ".join(names[:_OPENERS]) + more


def _stuck(one: Operation) -> Iterator[Change]:
    """Yield what no form can take over a network."""
    if reasons := cannot_cross(one):
        yield Change(one.name, f"cannot cross: {'; '.join(reasons)}", INSTEAD, (str(one.at),))


def _live(one: Operation) -> Iterator[Change]:
    """Yield a row per kind of live object; a method of a row is asked with the key of the row, which its path says."""
    taken: dict[tuple[str, str], list[str]] = defaultdict(list)
    for given in one.inputs:
        is_key = given.of_object and given.parameter.origin is Origin.COLUMN
        if given.live and not is_key and not is_stuck(given):
            taken[given.live, given.instead].append(given.parameter.name)
    for (live, instead), names in taken.items():
        what = f"takes {'live objects' if len(names) > 1 else 'a live object'} ({live}): {', '.join(names)}"
        yield Change(one.name, what, instead, (str(one.at),))
    if one.live_result and not given_live(one):
        instead = "data: what callers read of it"
        yield Change(one.name, f"returns a live object ({one.live_result})", instead, (str(one.at),))
