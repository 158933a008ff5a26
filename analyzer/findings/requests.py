"""Which calls between services would be requests, each a trip over the network?

Not all are, once the services are apart. To make an object, to read a property of it, to print or to compare it is done
where the object is, and a base class that calls what its subclass fills in asks itself. And not of all it can be said
whom they ask: a method of a class from which classes of other services derive is done by one of these, and a call that
may be of several services may be of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from analyzer.findings.evidence import CallAcross, Evidence
from analyzer.findings.meant import written
from analyzer.model.code import DefinitionKind
from analyzer.model.facts import Facts

_CALLED_BY_NAME = "__call__"


def requests(evidence: Evidence) -> Iterator[CallAcross]:
    """Yield the calls that ask another service for something, in the order of the facts."""
    facts, service = evidence.facts, evidence.service_of
    left_out = {one.name for one in facts.definitions if one.kind is DefinitionKind.CLASS} | {*facts.properties}
    ancestors = _ancestors(facts)
    deriving = _deriving(ancestors, service)
    meant: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for call in facts.calls:
        meant[written(call)].add(service.get(call.callee, ""))
    for one in evidence.calls_across:
        home, _, name = one.call.callee.rpartition(".")
        inherited = deriving.get(home, set()) - {one.target}
        of_itself = _home(one.call.caller) in ancestors.get(home, ())
        shown = not inherited and not of_itself and len(meant[written(one.call)]) == 1
        if shown and one.call.callee not in left_out and not _is_special(name):
            yield one


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__") and name != _CALLED_BY_NAME


def _home(name: str) -> str:
    """Return what a function is written in, a nested one that of the outer one: the class of a method."""
    return name.partition(".<locals>")[0].rpartition(".")[0]


def _deriving(ancestors: Mapping[str, set[str]], service_of: Mapping[str, str]) -> dict[str, set[str]]:
    """Each class with the services of those that derive from it, however far down."""
    found: dict[str, set[str]] = defaultdict(set)
    for definition, above in ancestors.items():
        for ancestor in above:
            found[ancestor].add(service_of.get(definition, ""))
    return found


def _ancestors(facts: Facts) -> dict[str, set[str]]:
    """Each class that derives from classes of the project with these, however far up."""
    bases: dict[str, list[str]] = defaultdict(list)
    for one in facts.inherits:
        bases[one.definition].append(one.base)
    found: dict[str, set[str]] = {}
    for definition, direct in bases.items():
        seen = found[definition] = set[str]()
        left = list(direct)
        while left:
            base = left.pop()
            if base not in seen:
                seen.add(base)
                left.extend(bases.get(base, ()))
    return found
