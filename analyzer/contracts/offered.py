"""Which definitions of a service are operations, and which calls of them say so?

Those that other services call as a request; and those that the service's own entry points hand over to: functions of
its inner layer that use data or resources. Not what only makes a function, as decorators do, and not how a mapped class
stores its rows: whoever calls that changes the table itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analyzer.contracts.adapters import Adapters
from analyzer.contracts.using import using_own
from analyzer.findings.evidence import Evidence
from analyzer.model.code import CallEdge, Certainty, DefinitionKind
from analyzer.model.entry_points import EntryKind
from analyzer.model.live_values import LiveKind, LiveRole

_NESTED = ".<locals>."


def offered(evidence: Evidence, adapters: Adapters) -> dict[str, tuple[CallEdge, ...]]:
    """Return the calls that make each definition an operation, by its name, in the order of the facts."""
    found: dict[str, list[CallEdge]] = defaultdict(list)
    using = using_own(evidence)
    making = {
        one.definition
        for one in evidence.facts.live_values
        if one.role is LiveRole.RESULT and one.what is LiveKind.CALLABLE and one.definition not in using
    }
    asked = (*_requested(evidence), *_inherited(evidence, adapters))
    for call in (*asked, *_handed_over(evidence, adapters, using)):
        if call.callee not in making and not adapters.is_of_rows(call.callee):
            found[call.callee].append(call)
    return {name: tuple(dict.fromkeys(calls)) for name, calls in sorted(found.items())}


def _requested(evidence: Evidence) -> Iterator[CallEdge]:
    """Yield the calls of other services; a signal is sent, and who receives it is not called."""
    receivers = {one.definition for one in evidence.facts.entry_points if one.kind is EntryKind.SIGNAL}
    for one in evidence.requests:
        if one.call.callee not in receivers and _NESTED not in one.call.callee:
            yield one.call


def _inherited(evidence: Evidence, adapters: Adapters) -> Iterator[CallEdge]:
    """Yield the calls of others of a method that the heirs of its class leave as it is.

    Who calls it on itself has inherited it; and of what derives from a library's class, each service has its own.
    """
    facts, heirs = evidence.facts, evidence.heirs
    callers = {one.name: one.kind for one in facts.definitions}
    properties, known = frozenset(facts.properties), {one.call for one in evidence.requests}
    bases = {one.base for one in facts.inherits}
    overridden: frozenset[str] | None = None
    for one in evidence.calls_across:
        owner, _, last = one.call.callee.rpartition(".")
        if owner not in bases or one.call in known or last.startswith("__") or one.call.callee in properties:
            continue
        home = one.call.caller.partition(_NESTED)[0].rpartition(".")[0]
        related = home == owner or heirs.derives(home, owner) or heirs.derives(owner, home)
        if (
            related
            or callers.get(one.call.caller, DefinitionKind.CLASS) is DefinitionKind.CLASS
            or not adapters.is_plain(owner)
        ):
            continue
        overridden = _overridden(evidence) if overridden is None else overridden
        if one.call.callee not in overridden:
            yield one.call


def _overridden(evidence: Evidence) -> frozenset[str]:
    """Return the methods that some class below theirs has anew."""
    found: set[str] = set()
    for one in evidence.facts.definitions:
        if one.kind is DefinitionKind.METHOD:
            owner, _, last = one.name.rpartition(".")
            found.update(f"{above}.{last}" for above in evidence.heirs.ancestors(owner))
    return frozenset(found)


def _handed_over(evidence: Evidence, adapters: Adapters, using: frozenset[str]) -> Iterator[CallEdge]:
    """Yield the calls by which a service's own entry points hand over to what stands behind them."""
    facts, service_of = evidence.facts, evidence.service_of
    classes = {one.name for one in facts.definitions if one.kind is DefinitionKind.CLASS}
    methods = {one.name for one in facts.definitions if one.kind is DefinitionKind.METHOD}
    properties = frozenset(facts.properties)
    entries = {one.definition for one in facts.entry_points}
    for call in facts.calls:
        name = call.callee
        if name not in using or name in classes or name in properties or name in entries or _NESTED in name:
            continue
        if not evidence.is_service(service_of.get(name, "")) or service_of.get(call.caller) != service_of[name]:
            continue
        owner, _, last = name.rpartition(".")
        if call.certainty is Certainty.GUESSED or last.startswith("__") or not adapters.belongs(call.caller):
            continue
        if not adapters.belongs(name) and (name not in methods or adapters.is_plain(owner)):
            yield call
