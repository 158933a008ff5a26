"""What runs behind an entry point before it answers, and which services have to be up for it?

The shared kernel is nobody: what it calls is called by whoever calls it. Everything is gathered once for each
definition, callees first and circles together, in sets of bits: the cost is that of the calls, not of the paths.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from analyzer.circles import circles
from analyzer.findings.across import wrapping
from analyzer.findings.asking import Asking
from analyzer.findings.followed import followed_calls
from analyzer.findings.gathering import gathered
from analyzer.findings.heirs import Heirs
from analyzer.findings.touching import touching
from analyzer.model.code import CallEdge, DefinitionKind
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.facts import Facts
from analyzer.model.location import Location
from analyzer.model.services import KERNEL

_NOBODY = ("", KERNEL)
_ANSWERED = (EntryKind.HTTP, EntryKind.GRAPHQL, EntryKind.SOAP, EntryKind.WEBSOCKET, EntryKind.RPC)


class Entry(msgspec.Struct, frozen=True):
    """A definition of a service that is called from outside; ``names`` are what callers say, ``runs`` what begins.

    ``answers`` where somebody waits for it, as over HTTP, and not where a worker, a person or the clock starts it.
    """

    definition: str
    service: str
    names: tuple[str, ...]
    answers: bool
    place: Location
    runs: tuple[str, ...]


class Crossing(msgspec.Struct, frozen=True):
    """A call that leaves a service; ``repeated`` where a loop lies between the entry point and it, or around it."""

    call: CallEdge
    target: str
    repeated: bool


class Reach:
    """Answers what is behind a definition."""

    def __init__(self, facts: Facts, service_of: Mapping[str, str]) -> None:
        """Take facts that are placed in services."""
        self._facts = facts
        self._service_of = {name: service for name, service in service_of.items() if service not in _NOBODY}
        self._heirs = Heirs(facts, self._service_of)
        self._asking = Asking(facts, self._heirs)
        self.touching = touching(facts)
        self._objects = {one.name for one in facts.definitions if one.kind is DefinitionKind.CLASS}

    @cached_property
    def followed(self) -> dict[str, tuple[CallEdge, ...]]:
        """The calls that are surely waited for, by who makes them, whatever is called."""
        return followed_calls(self._facts, self.service, self._heirs)

    @cached_property
    def calls(self) -> dict[str, tuple[CallEdge, ...]]:
        """The calls that are waited for, by who makes them; objects of another service are no service to ask."""
        followed = self.followed.items()
        kept = {caller: tuple(call for call in calls if not self._stays(call)) for caller, calls in followed}
        return {caller: calls for caller, calls in kept.items() if calls}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entry points of services, each definition once; what a signal calls is called from inside."""
        by_definition: dict[str, list[EntryPoint]] = defaultdict(list)
        for one in self._facts.entry_points:
            if one.kind is not EntryKind.SIGNAL and self.service(one.definition):
                by_definition[one.definition].append(one)
        methods = self._methods(by_definition)
        return tuple(
            Entry(
                name,
                self.service(name),
                tuple(sorted({one.name for one in points})),
                any(one.kind in _ANSWERED for one in points),
                min(Location(one.path, one.line) for one in points),
                (name, *methods.get(name, ())),
            )
            for name, points in sorted(by_definition.items())
        )

    def service(self, name: str) -> str:
        """Return the service of a definition; empty for one of the shared kernel."""
        return self._service_of.get(name, "")

    def services_behind(self, entry: Entry) -> tuple[str, ...]:
        """Return the other services that must answer before the entry point does, in order."""
        behind = 0
        for start in entry.runs:
            behind |= self._services.get(start, 0)
        return tuple(name for name, bit in self._places.items() if behind & bit and name != entry.service)

    def crossings(self, entry: Entry) -> Iterator[Crossing]:
        """Yield the calls to other services that the service's own code, and its copy of the kernel, makes."""
        calls, once, repeated = self._crossings
        bits = again = 0
        for start in entry.runs:
            bits |= once.get(start, 0)
            again |= repeated.get(start, 0)
        while bits:
            lowest = bits & -bits
            call = calls[lowest.bit_length() - 1]
            target = self.service(call.callee)
            if target != entry.service:
                yield Crossing(call, target, bool(again & lowest))
            bits ^= lowest

    @cached_property
    def calls_into(self) -> dict[str, tuple[CallEdge, ...]]:
        """The calls that enter each service from another one, or from the kernel, behind entry points of others."""
        found: dict[str, list[CallEdge]] = defaultdict(list)
        for caller in self._behind_entries:
            for call in self.calls.get(caller, ()):
                target = self.service(call.callee)
                if target not in ("", self.service(caller)):
                    found[target].append(call)
        return {target: tuple(calls) for target, calls in sorted(found.items())}

    @cached_property
    def components(self) -> tuple[tuple[str, ...], ...]:
        """Everything behind the entry points, callees first, what calls each other together."""
        callees = self._callees
        return tuple(circles(self._behind_entries, lambda name: callees.get(name, ()), frozenset()))

    @cached_property
    def _behind_entries(self) -> tuple[str, ...]:
        """Whatever runs behind the entry points of services, in order."""
        found = dict.fromkeys(start for entry in self.entries for start in entry.runs)
        pending = list(found)
        while pending:
            for callee in self._callees.get(pending.pop(), ()):
                if callee not in found:
                    found[callee] = None
                    pending.append(callee)
        return tuple(sorted(found))

    @cached_property
    def _services(self) -> dict[str, int]:
        return gathered(self.components, self._callees, lambda name: self._places.get(self.service(name), 0))

    @cached_property
    def _places(self) -> dict[str, int]:
        """The bit of each service, in the order of their names."""
        names = sorted({*self._service_of.values()})
        return {name: 1 << number for number, name in enumerate(names)}

    @cached_property
    def _crossings(self) -> tuple[tuple[CallEdge, ...], dict[str, int], dict[str, int]]:
        """The calls that leave a service or the kernel; those that each definition comes to, and those in loops."""
        leaving: dict[str, int] = defaultdict(int)
        looping: dict[str, int] = defaultdict(int)
        inside: dict[str, list[str]] = defaultdict(list)
        loops: dict[str, list[str]] = defaultdict(list)
        found: list[CallEdge] = []
        service_of = self._service_of
        for caller in self._behind_entries:
            here = service_of.get(caller, "")
            calls = self.calls.get(caller, ())
            wrappers = wrapping(calls, self.service)
            for call in calls:
                if service_of.get(call.callee, "") in ("", here):
                    inside[caller].append(call.callee)
                    if call.in_loop:
                        loops[caller].append(call.callee)
                elif (caller, call.line, call.callee) not in wrappers:
                    leaving[caller] |= 1 << len(found)
                    looping[caller] |= call.in_loop << len(found)
                    found.append(call)
        bits = gathered(self.components, inside, lambda name: leaving.get(name, 0))
        for caller, callees in loops.items():
            for callee in callees:
                looping[caller] |= bits.get(callee, 0)
        return tuple(found), bits, gathered(self.components, inside, lambda name: looping.get(name, 0))

    @cached_property
    def _callees(self) -> dict[str, tuple[str, ...]]:
        return {caller: tuple(call.callee for call in calls) for caller, calls in self.calls.items()}

    def _stays(self, call: CallEdge) -> bool:
        """Return whether a call into the code of another service asks nothing of it; so does what uses no data."""
        target = self.service(call.callee)
        if target in ("", self.service(call.caller)):
            return False
        return call.callee not in self.touching or not self._asking.asks(call.callee, target)

    def _methods(self, classes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        wanted = self._objects.intersection(classes)
        found: dict[str, list[str]] = defaultdict(list)
        for one in self._facts.definitions:
            if one.kind is DefinitionKind.METHOD:
                owner = one.name.rpartition(".")[0]
                if owner in wanted:
                    found[owner].append(one.name)
        return {name: tuple(sorted(methods)) for name, methods in found.items()}
