"""Which calls between services would be requests, each a trip over the network?

Not all are, once the services are apart. To make an object, to read a property of it, to print or to compare it is done
where the object is. And not of all can it be said whom they ask: a method of a class from which classes of other
services derive is done by one of these, and a call that may be of several services may be of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from analyzer.findings.evidence import CallAcross, Evidence
from analyzer.model.code import CallEdge, DefinitionKind
from analyzer.model.facts import Facts

_CALLED_BY_NAME = "__call__"


def requests(evidence: Evidence) -> Iterator[CallAcross]:
    """Yield the calls that ask another service for something, in the order of the facts."""
    facts, service = evidence.facts, evidence.service_of
    left_out = {one.name for one in facts.definitions if one.kind is DefinitionKind.CLASS} | {*facts.properties}
    deriving = _deriving(facts, service)
    meant: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for call in facts.calls:
        meant[_written(call)].add(service.get(call.callee, ""))
    for one in evidence.calls_across:
        home, _, name = one.call.callee.rpartition(".")
        inherited = deriving.get(home, set()) - {one.target}
        shown = not inherited and len(meant[_written(one.call)]) == 1
        if shown and one.call.callee not in left_out and not _is_special(name):
            yield one


def _written(call: CallEdge) -> tuple[str, int, str]:
    """Where a call stands, and what name is called there."""
    return call.path, call.line, call.callee.rpartition(".")[-1]


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__") and name != _CALLED_BY_NAME


def _deriving(facts: Facts, service_of: Mapping[str, str]) -> dict[str, set[str]]:
    """Each class with the services of those that derive from it, however far down."""
    bases: dict[str, list[str]] = defaultdict(list)
    for one in facts.inherits:
        bases[one.definition].append(one.base)
    found: dict[str, set[str]] = defaultdict(set)
    for definition in bases:
        for ancestor in _ancestors(definition, bases):
            found[ancestor].add(service_of.get(definition, ""))
    return found


def _ancestors(definition: str, bases: Mapping[str, Iterable[str]]) -> set[str]:
    seen: set[str] = set()
    left = list(bases[definition])
    while left:
        one = left.pop()
        if one not in seen:
            seen.add(one)
            left.extend(bases.get(one, ()))
    return seen
