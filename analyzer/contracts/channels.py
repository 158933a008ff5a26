"""Over which channel is an operation reached? The first rule that holds says so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from analyzer.model.contracts import Channel, ExistingEndpoint, Form, OperationKind
from analyzer.model.entry_points import EntryKind, EntryPoint

_KEPT = {
    EntryKind.GRAPHQL: (Channel.GRAPHQL, "kept: callers choose fields of it over GraphQL today"),
    EntryKind.SOAP: (Channel.SOAP, "kept: it is reached over SOAP today"),
    EntryKind.WEBSOCKET: (Channel.WEBSOCKET, "kept: it is reached over a WebSocket today"),
    EntryKind.RPC: (Channel.RPC, "kept: it is reached by remote procedure calls today"),
}
_MOSTLY = 0.8
"""The share of a service's entry points over HTTP and RPC that makes RPC its way."""


class Channels:
    """Chooses channels for the operations of services."""

    def __init__(self, entry_points: Iterable[EntryPoint]) -> None:
        """Take the entry points, placed in services."""
        counted: dict[str, Counter[EntryKind]] = defaultdict(Counter)
        for one in entry_points:
            counted[one.service][one.kind] += 1
        self._by_calls = {
            service
            for service, kinds in counted.items()
            if kinds[EntryKind.RPC] and kinds[EntryKind.RPC] >= _MOSTLY * (kinds[EntryKind.RPC] + kinds[EntryKind.HTTP])
        }

    def of(
        self, service: str, form: Form, endpoints: Iterable[ExistingEndpoint], kind: OperationKind = OperationKind.CALL
    ) -> tuple[Channel, str]:
        """Return the channel of an operation, and the rule that chose it."""
        there = {one.kind for one in endpoints}
        for entry, kept in _KEPT.items():
            if entry.value in there:
                return kept
        if kind is OperationKind.EVENT:
            return Channel.EVENTS, "kept: it is run by a message today"
        if form is Form.FIRE_AND_FORGET:
            return Channel.EVENTS, "fire and forget: no caller waits for anything of it"
        if service in self._by_calls:
            return Channel.RPC, "the service is reached by remote procedure calls"
        return Channel.REST, f"{form.value}: a request and its answer"
