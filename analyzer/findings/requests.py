"""Which calls between services would be requests, each a trip over the network?

Not all are, once the services are apart (``asking.py``); a base class that calls what its subclass fills in asks
itself; a call that may be of several services may be of its own; and what runs while modules are imported, as
decorators do, puts a program together, of which each service imports what it needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence

from analyzer.findings.across import CallAcross, wrapping
from analyzer.findings.asking import Asking
from analyzer.findings.heirs import Heirs
from analyzer.findings.meant import written
from analyzer.model.code import DefinitionKind
from analyzer.model.facts import Facts


def requests(
    facts: Facts, service_of: Mapping[str, str], calls_across: Sequence[CallAcross], heirs: Heirs
) -> Iterator[CallAcross]:
    """Yield the calls that ask another service for something, in the order of the facts."""
    asking = Asking(facts, heirs)
    importing = {one.name for one in facts.definitions if one.kind is DefinitionKind.CLASS}
    importing.update(one.name for one in facts.modules)
    meant: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    lines = {(one.call.path, one.call.line) for one in calls_across}
    for call in facts.calls:
        if (call.path, call.line) in lines:
            meant[written(call)].add(service_of.get(call.callee, ""))
    for one in calls_across:
        known = one.call.caller not in importing and len(meant[written(one.call)]) == 1
        of_itself = heirs.derives(one.call.callee.rpartition(".")[0], _home(one.call.caller))
        if known and not of_itself and asking.asks(one.call.callee, one.target):
            yield one


def questions(
    calls: Sequence[CallAcross], needed: Container[str], service_of: Mapping[str, str]
) -> Iterator[CallAcross]:
    """Yield those of the requests for which the other service is ``needed``, and not only a copy of its code."""
    kept = [one for one in calls if one.call.callee in needed]
    wrappers = wrapping((one.call for one in kept), lambda name: service_of.get(name, ""))
    return (one for one in kept if (one.call.caller, one.call.line, one.call.callee) not in wrappers)


def _home(name: str) -> str:
    """Return what a function is written in, a nested one that of the outer one: the class of a method."""
    return name.partition(".<locals>")[0].rpartition(".")[0]
