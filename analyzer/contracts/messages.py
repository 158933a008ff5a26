"""Which messages do services send and receive today, and who is at the other end?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from analyzer.contracts.background import Background
from analyzer.model.contracts import EventMessage
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.location import Location
from analyzer.model.resources import ResourceKind, ResourceOperation
from analyzer.model.shapes import UNKNOWN, Shape, ShapeKind

SEND, RECEIVE = "send", "receive"
_CARRIED = (ResourceKind.QUEUE, ResourceKind.TOPIC)
_DIRECTIONS = {ResourceOperation.PUBLISH: SEND, ResourceOperation.CONSUME: RECEIVE}
_BY_MESSAGE = (EntryKind.TASK, EntryKind.CONSUMER)


class _End(msgspec.Struct, frozen=True, order=True):
    """One end of a message: where a definition of a service sends or receives it."""

    direction: str
    kind: str
    name: str
    definition: str
    service: str
    at: Location


def messages(back: Background) -> dict[str, tuple[EventMessage, ...]]:
    """Return the messages of each service: over queues, topics and tasks, and signals that pass between services."""
    ends = sorted(set(_ends(back)))
    sides: dict[tuple[str, str], set[str]] = defaultdict(set)
    shapes: dict[str, Shape] = {}
    for one in ends:
        sides[one.direction, one.name].add(one.service)
        if one.direction == RECEIVE and one.name not in shapes:
            shapes[one.name] = _content(one.definition, back)
    found: dict[str, dict[tuple[str, ...], EventMessage]] = defaultdict(dict)
    for one in ends:
        others = sides[RECEIVE if one.direction == SEND else SEND, one.name] - {one.service}
        if one.kind == EntryKind.SIGNAL and not others:
            continue
        key = (one.direction, one.kind, one.name, one.definition)
        shape = shapes.get(one.name, UNKNOWN)
        message = EventMessage(*key, shape, one.at, tuple(sorted(others)))
        found[one.service].setdefault(key, message)
    return {service: tuple(sorted(those.values())) for service, those in found.items()}


def received(back: Background) -> Iterator[EntryPoint]:
    """Yield the entry points that a message runs: tasks and consumers, and receivers of other services' signals."""
    service_of = back.evidence.service_of
    called: dict[str, set[str]] = defaultdict(set)
    for one in back.evidence.calls_across:
        called[one.call.callee].add(one.source)
    for entry in back.facts.entry_points:
        from_elsewhere = entry.kind is EntryKind.SIGNAL and entry.definition in called
        known = back.evidence.is_service(service_of.get(entry.definition, "")) and entry.definition in back.definitions
        if known and (entry.kind in _BY_MESSAGE or from_elsewhere):
            yield entry


def _ends(back: Background) -> Iterator[_End]:
    tasks = {one.name: one for one in back.facts.entry_points if one.kind is EntryKind.TASK}
    for use in back.facts.resources:
        name = back.evidence.name_at.get((use.path, use.qualname), "")
        direction = _DIRECTIONS.get(use.operation)
        if use.kind in _CARRIED and direction is not None and back.evidence.is_service(use.service):
            kind = EntryKind.TASK.value if use.name in tasks else use.kind.value
            yield _End(direction, kind, use.name, name, use.service, Location(use.path, use.line))
    for entry in received(back):
        kind = ResourceKind.QUEUE.value if entry.kind is EntryKind.CONSUMER else entry.kind.value
        service = back.evidence.service_of[entry.definition]
        yield _End(RECEIVE, kind, entry.name, entry.definition, service, back.at(entry.definition))
        if entry.kind is EntryKind.SIGNAL:
            yield from _senders(entry, back)


def _senders(entry: EntryPoint, back: Background) -> Iterable[_End]:
    service_of = back.evidence.service_of
    for call in back.evidence.data.calls_to.get(entry.definition, ()):
        service = service_of.get(call.caller, "")
        if back.evidence.is_service(service):
            at = Location(call.path, call.line)
            yield _End(SEND, EntryKind.SIGNAL.value, entry.name, call.caller, service, at)


def _content(definition: str, back: Background) -> Shape:
    """Return the shape of what a receiver is given: of its one parameter, or an object of all of them by name."""
    signature = back.promises.signature(definition)
    parameters = [one for one in signature.parameters if one.kind in ("positional", "keyword")] if signature else []
    if len(parameters) == 1:
        return parameters[0].shape
    return Shape(ShapeKind.MAP, (UNKNOWN,)) if parameters else UNKNOWN
