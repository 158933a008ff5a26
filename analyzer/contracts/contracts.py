"""What would each service owe the others?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analyzer.contracts.adapters import Adapters
from analyzer.contracts.addresses import Addresses
from analyzer.contracts.background import Background
from analyzer.contracts.border import border, border_across
from analyzer.contracts.effects import Effects
from analyzer.contracts.endpoints import Endpoints, runs
from analyzer.contracts.grouping import grouped
from analyzer.contracts.messages import messages
from analyzer.contracts.naming import Naming
from analyzer.contracts.offered import offered
from analyzer.contracts.operations import Operations
from analyzer.contracts.receivers import Receivers
from analyzer.findings.evidence import Evidence
from analyzer.model.contracts import Contract, Effect, EventMessage, Operation
from analyzer.model.interfaces import Promises


def make_contracts(evidence: Evidence, promises: Promises) -> tuple[Contract, ...]:
    """Return the contract of every service, by the name of the service.

    ``promises`` is asked for signatures and data types where a contract needs them.
    """
    back = Background(evidence, promises)
    by_service: dict[str, list[Operation]] = defaultdict(list)
    for one in _operations(back):
        by_service[one.service].append(one)
    sent, naming = messages(back), Naming(back)
    return tuple(
        _contract(service.name, by_service[service.name], sent.get(service.name, ()), naming)
        for service in sorted(evidence.candidates.services, key=lambda one: one.name)
    )


def _contract(
    service: str, operations: Iterable[Operation], sent: tuple[EventMessage, ...], naming: Naming
) -> Contract:
    ordered = tuple(sorted(operations, key=lambda one: (one.kind, one.name)))
    types = naming.types(ordered, sent)
    across = border_across(ordered, types)
    return Contract(service, ordered, sent, types, border(ordered, types), across=across)


def _operations(back: Background) -> Iterator[Operation]:
    """Yield what services offer: what is called, then the entry points that do their work themselves."""
    adapters = Adapters(back.facts, back.promises)
    calls = offered(back.evidence, adapters)
    entries = {one.definition for one in back.facts.entry_points if one.definition in back.definitions}
    effects = Effects(back.evidence, back.objects, (*calls, *runs(entries, back)), adapters.is_plain)
    changing = frozenset(name for name in calls if effects.of((name,)).effect is Effect.CHANGES)
    addresses = Addresses(back)
    making = Operations(back, grouped(calls, back, changing), effects, addresses)
    yield from making.made()
    yield from Endpoints(back, effects, addresses).made(making.absorbed)
    yield from Receivers(back, effects).made()
